package io.antumbra.node.producer;

import io.antumbra.node.position.ProducerPositions;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.BitUtil;

/**
 * What is remembered of each entry of one stream between its offer and its acknowledgement: when it was intended to be
 * sent and where in the input it came from. A ring of plain arrays, indexed by sequence.
 *
 * <p>The producing thread writes a slot before it offers the entry; the engine thread reads it when the entry is
 * acknowledged. The hand-over of the entry itself orders the two, and a slot is written again only after
 * {@link #acknowledged} has passed it.
 */
final class AckTracker
{
    private static final long NOT_MEASURED = Long.MIN_VALUE;

    private final int stream;
    private final int mask;
    private final long[] intendedNs;
    private final long[] keys;
    private final long[] offsets;
    private final long[] lines;
    private volatile long firstTracked = Long.MAX_VALUE;
    private volatile long acknowledged;

    /**
     * @param stream   index in the positions file.
     * @param capacity most entries in flight, rounded up to a power of two.
     */
    AckTracker(final int stream, final int capacity)
    {
        this.stream = stream;
        final int size = BitUtil.findNextPositivePowerOfTwo(capacity);
        mask = size - 1;
        intendedNs = new long[size];
        keys = new long[size];
        offsets = new long[size];
        lines = new long[size];
    }

    /** Producing thread, once, before the first {@link #track}: what the stream held when it was opened. */
    void begin(final long sequence, final long key, final long offset, final long line)
    {
        write(sequence, NOT_MEASURED, key, offset, line);
        firstTracked = sequence;
    }

    /** Producing thread. */
    boolean hasRoom(final long sequence)
    {
        final long oldest = Math.max(acknowledged, firstTracked - 1);
        return sequence - oldest <= mask;
    }

    /** Producing thread, before the entry is offered. */
    void track(final long sequence, final long intended, final long key, final long offset, final long line)
    {
        write(sequence, intended, key, offset, line);
    }

    private void write(final long sequence, final long intended, final long key, final long offset, final long line)
    {
        final int slot = (int)sequence & mask;
        intendedNs[slot] = intended;
        keys[slot] = key;
        offsets[slot] = offset;
        lines[slot] = line;
    }

    /** Engine thread: everything through a sequence is acknowledged. */
    void onAcknowledged(
        final long throughSequence, final long nowNs, final SingleWriterRecorder recorder,
        final ProducerPositions positions)
    {
        final long first = firstTracked;
        if (throughSequence < first || throughSequence <= acknowledged)
        {
            return;
        }
        for (long sequence = Math.max(first, acknowledged + 1); sequence <= throughSequence; sequence++)
        {
            final long intended = intendedNs[(int)sequence & mask];
            if (NOT_MEASURED != intended)
            {
                recorder.recordValue(Math.min(Math.max(0, nowNs - intended), IntervalLog.MAX_LATENCY_NS));
            }
        }
        if (throughSequence > 0)
        {
            final int slot = (int)throughSequence & mask;
            positions.save(stream, throughSequence, keys[slot], offsets[slot], lines[slot]);
        }
        acknowledged = throughSequence;
    }
}
