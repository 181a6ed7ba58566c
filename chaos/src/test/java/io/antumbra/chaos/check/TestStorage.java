package io.antumbra.chaos.check;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Producers and replicas in a few words, for histories that judges must refuse. */
final class TestStorage
{
    static final int STREAMS = 2;
    static final int CAPACITY = 32;

    final Ledger ledger = new Ledger(STREAMS);
    final Canon canon = new Canon(STREAMS);
    final StorageJudge storage = new StorageJudge(ledger, canon);

    Holder replica(final int replicaId)
    {
        return new Holder(replicaId, new MemoryShadow(STREAMS, 64, CAPACITY, false));
    }

    void offer(final int streamId, final long sequence, final long epoch)
    {
        ledger.offered(streamId, sequence, epoch, payload(sequence, epoch), true);
        ledger.taken(streamId, sequence, epoch);
    }

    void write(final Holder holder, final int streamId, final long sequence, final long epoch)
    {
        final EntryMeta meta = new EntryMeta();
        final byte[] payload = payload(sequence, epoch);
        meta.streamId = streamId;
        meta.sequence = sequence;
        meta.originEpoch = epoch;
        meta.subsetId = sequence;
        meta.subsetCount = 1;
        meta.entryLength = payload.length;
        meta.storedLength = payload.length;
        assertEquals(Outcome.OK, holder.shadow().append(meta, new UnsafeBuffer(payload), 0));
    }

    void offerAndWrite(final int streamId, final long sequence, final long epoch, final Holder... holders)
    {
        offer(streamId, sequence, epoch);
        for (final Holder holder : holders)
        {
            write(holder, streamId, sequence, epoch);
        }
    }

    private static byte[] payload(final long sequence, final long epoch)
    {
        return new byte[]{ (byte)sequence, (byte)epoch, 7 };
    }
}
