package io.antumbra.perf.jmh;

import io.antumbra.core.EntryMeta;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The entry that all benchmarks use: 256 bytes, with metadata as the pipeline fills them in. Stateless.
 */
final class Entries
{
    /** Length of the payload, bytes. */
    static final int LENGTH = 256;

    /** Any recent time, epoch nanoseconds. */
    static final long EPOCH_NS = 1_700_000_000_000_000_000L;

    private Entries()
    {
    }

    static UnsafeBuffer payload()
    {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[LENGTH]);
        for (int i = 0; i < LENGTH; i++)
        {
            payload.putByte(i, (byte)(i * 31));
        }
        return payload;
    }

    static void fill(final EntryMeta meta, final long sequence)
    {
        meta.shard = 0;
        meta.streamId = 0;
        meta.sequence = sequence;
        meta.originEpoch = 1;
        meta.subsetId = sequence;
        meta.subsetCount = 1;
        meta.priority = 0;
        meta.flags = 0;
        meta.entryLength = LENGTH;
        meta.storedLength = LENGTH;
        meta.originalEpochNs = EPOCH_NS + sequence;
        meta.shadowEpochNs = EPOCH_NS + sequence + 1;
    }
}
