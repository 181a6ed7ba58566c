package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;

import org.agrona.concurrent.UnsafeBuffer;

/** Records whose every byte follows from their identity, so that any copy can be judged alone. */
final class TestRecords
{
    static final int SHARD = 3;

    private TestRecords()
    {
    }

    static ChronicleShadow.Context context(final Path folder)
    {
        return new ChronicleShadow.Context().folder(folder).allowVolatileJournal(true).shard(SHARD).streamCount(
            2).sizeClasses(new SizeClass(64, 16), new SizeClass(256, 8), new SizeClass(4096, 4));
    }

    static EntryMeta meta(final int streamId, final long sequence, final long epoch, final int length)
    {
        final EntryMeta meta = new EntryMeta();
        fill(meta, streamId, sequence, epoch, length);
        return meta;
    }

    static void fill(final EntryMeta meta, final int streamId, final long sequence, final long epoch, final int length)
    {
        meta.shard = SHARD;
        meta.streamId = streamId;
        meta.sequence = sequence;
        meta.originEpoch = epoch;
        meta.subsetId = sequence;
        meta.subsetCount = 1;
        meta.priority = (int)(sequence % 7);
        meta.flags = length == 0 ? EntryMeta.FLAG_UNPROTECTED : 0;
        meta.entryLength = Math.max(1, length);
        meta.storedLength = length;
        meta.originalEpochNs = sequence * 1000;
        meta.shadowEpochNs = sequence * 1000 + 7;
        meta.crc = 0;
    }

    static void fillPayload(final UnsafeBuffer buffer, final EntryMeta meta)
    {
        for (int i = 0; i < meta.storedLength; i++)
        {
            buffer.putByte(i, byteAt(meta, i));
        }
    }

    static UnsafeBuffer payload(final EntryMeta meta)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Math.max(1, meta.storedLength)]);
        fillPayload(buffer, meta);
        return buffer;
    }

    static int append(final ChronicleShadow shadow, final int streamId, final long sequence, final long epoch,
        final int length)
    {
        final EntryMeta meta = meta(streamId, sequence, epoch, length);
        return shadow.append(meta, payload(meta), 0);
    }

    static void assertGenuine(final EntryView view)
    {
        final EntryMeta meta = view.meta();
        final EntryMeta expected = meta(meta.streamId, meta.sequence, meta.originEpoch, meta.storedLength);
        assertEquals(expected.toString(), meta.toString());
        assertEquals(expected.originalEpochNs, meta.originalEpochNs);
        assertEquals(meta.storedLength, view.payload().capacity());
        for (int i = 0; i < meta.storedLength; i++)
        {
            assertEquals(byteAt(meta, i), view.payload().getByte(i), "byte " + i + " of " + meta);
        }
    }

    static SplittableRandom seeded(final String test)
    {
        final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
        System.out.println(test + ": -Dantumbra.test.seed=" + seed);
        return new SplittableRandom(seed);
    }

    /** Copies a shadow as a kill of its owner would leave it: the page cache, and no farewell. */
    static void copy(final Path from, final Path to) throws IOException
    {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from))
        {
            for (final Path file : files.toList())
            {
                if (Files.isRegularFile(file) && !file.getFileName().toString().endsWith(".lock"))
                {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
        }
    }

    private static byte byteAt(final EntryMeta meta, final int i)
    {
        return (byte)(meta.sequence * 31 + meta.originEpoch * 17 + meta.streamId * 7L + i);
    }
}
