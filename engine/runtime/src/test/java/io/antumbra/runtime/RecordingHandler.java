package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A handler that keeps what it got, position and effect together, so that it outlives the replica it served. It fails
 * when an entry is out of order, or comes twice.
 */
final class RecordingHandler implements EntryHandler
{
    final List<List<byte[]>> entries = new ArrayList<>();
    final List<Long> gaps = new ArrayList<>();
    final List<Integer> priorities = new ArrayList<>();
    RuntimeException toThrow;
    int starts;
    long lastOriginalEpochNs;
    private final long[] positions;

    RecordingHandler(final int streamCount)
    {
        positions = new long[streamCount];
        for (int i = 0; i < streamCount; i++)
        {
            entries.add(new ArrayList<>());
        }
    }

    @Override
    public long onStart(final int streamId)
    {
        starts++;
        return positions[streamId];
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        if (toThrow != null)
        {
            throw toThrow;
        }
        assertEquals(positions[meta.streamId] + 1, meta.sequence, "sequence of stream " + meta.streamId);
        assertEquals(meta.entryLength, length);
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        entries.get(meta.streamId).add(bytes);
        priorities.add(meta.priority);
        lastOriginalEpochNs = meta.originalEpochNs;
        positions[meta.streamId] = meta.sequence;
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        assertEquals(positions[streamId] + 1, first, "sequence of stream " + streamId);
        for (long sequence = first; sequence < first + count; sequence++)
        {
            gaps.add(sequence);
            entries.get(streamId).add(null);
        }
        positions[streamId] = first + count - 1;
    }

    long position(final int streamId)
    {
        return positions[streamId];
    }
}
