package io.antumbra.perf.loss;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes of the frames that are under way on one line. A line's content is the ticket of {@link #put}: where the frame
 * lies and how long it is. One thread.
 */
final class FrameStore
{
    private static final int LENGTH_BITS = 16;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private final MutableDirectBuffer frames;
    private final int slotLength;
    private final int mask;
    private long next;

    /**
     * @param capacity   frames under way at the most, a power of two.
     * @param slotLength longest frame.
     */
    FrameStore(final int capacity, final int slotLength)
    {
        frames = new UnsafeBuffer(new byte[capacity * slotLength]);
        this.slotLength = slotLength;
        mask = capacity - 1;
    }

    long put(final DirectBuffer buffer, final int offset, final int length)
    {
        final int slot = (int)(next++ & mask);
        frames.putBytes(slot * slotLength, buffer, offset, length);
        return ((long)slot << LENGTH_BITS) | length;
    }

    /** The last ticket was for nothing: the line was full. */
    void takeBack()
    {
        next--;
    }

    DirectBuffer buffer()
    {
        return frames;
    }

    int offset(final long ticket)
    {
        return (int)(ticket >>> LENGTH_BITS) * slotLength;
    }

    int length(final long ticket)
    {
        return (int)ticket & LENGTH_MASK;
    }
}
