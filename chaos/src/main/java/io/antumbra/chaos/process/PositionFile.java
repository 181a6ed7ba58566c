package io.antumbra.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a handler keeps: how far it is and what that did, as one record, so that a kill at any instruction leaves both
 * or neither. Two places per stream are written in turn; the whole one with the higher position counts.
 *
 * <pre>
 *  stream 0, even |position|chain|duplicates|gaps|check|   odd |...|   stream 1, even ...
 * </pre>
 */
final class PositionFile implements AutoCloseable
{
    private static final int PLACE_LENGTH = 64;
    private static final int STREAM_LENGTH = 2 * PLACE_LENGTH;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private final long[] positions;
    private final long[] chains;
    private final long[] duplicates;
    private final long[] gaps;

    PositionFile(final Path file, final int streamCount)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long)STREAM_LENGTH * streamCount);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        buffer = new UnsafeBuffer(mapped);
        positions = new long[streamCount];
        chains = new long[streamCount];
        duplicates = new long[streamCount];
        gaps = new long[streamCount];
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            load(streamId, STREAM_LENGTH * streamId);
            load(streamId, STREAM_LENGTH * streamId + PLACE_LENGTH);
        }
    }

    private void load(final int streamId, final int offset)
    {
        final long position = buffer.getLong(offset);
        if (position > positions[streamId] && buffer.getLong(offset + 32) == check(offset))
        {
            positions[streamId] = position;
            chains[streamId] = buffer.getLong(offset + 8);
            duplicates[streamId] = buffer.getLong(offset + 16);
            gaps[streamId] = buffer.getLong(offset + 24);
        }
    }

    long position(final int streamId)
    {
        return positions[streamId];
    }

    long chain(final int streamId)
    {
        return chains[streamId];
    }

    long duplicates(final int streamId)
    {
        return duplicates[streamId];
    }

    long gaps(final int streamId)
    {
        return gaps[streamId];
    }

    void save(final int streamId, final long sequence, final long chain)
    {
        final long before = positions[streamId];
        duplicates[streamId] += sequence <= before ? 1 : 0;
        gaps[streamId] += sequence > before + 1 ? 1 : 0;
        positions[streamId] = Math.max(before, sequence);
        chains[streamId] = chain;
        final int offset = STREAM_LENGTH * streamId + (int)(sequence & 1) * PLACE_LENGTH;
        buffer.putLongOrdered(offset + 32, 0);
        buffer.putLongOrdered(offset, positions[streamId]);
        buffer.putLongOrdered(offset + 8, chain);
        buffer.putLongOrdered(offset + 16, duplicates[streamId]);
        buffer.putLongOrdered(offset + 24, gaps[streamId]);
        buffer.putLongOrdered(offset + 32, check(offset));
    }

    private long check(final int offset)
    {
        return 1 + 31 * (buffer.getLong(offset) +
            31 * (buffer.getLong(offset + 8) + 31 * (buffer.getLong(offset + 16) + 31 * buffer.getLong(offset + 24))));
    }

    @Override
    public void close()
    {
        IoUtil.unmap(mapped);
    }
}
