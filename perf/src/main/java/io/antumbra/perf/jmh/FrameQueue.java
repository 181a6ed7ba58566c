package io.antumbra.perf.jmh;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands frames between one primary and one standby in memory, in order. One thread, no allocation. */
final class FrameQueue implements Outbox
{
    static final int MAX_FRAME_LENGTH = 2048;

    private static final int CAPACITY = 64;
    private static final int SESSION_ID = 1;

    private final UnsafeBuffer frames = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * MAX_FRAME_LENGTH));
    private final int[] lengths = new int[CAPACITY];
    private final int[] lines = new int[CAPACITY];
    private long head;
    private long tail;

    @Override
    public long offer(final int replicaId, final int line, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (tail - head == CAPACITY)
        {
            return Outcome.BACK_PRESSURED;
        }
        final int index = (int)tail++ & CAPACITY - 1;
        frames.putBytes(index * MAX_FRAME_LENGTH, buffer, offset, length);
        lengths[index] = length;
        lines[index] = line;
        return 0;
    }

    /** What is sent meanwhile waits for the next time. */
    void deliver(final Primary primary, final Standby standby, final long nowNs)
    {
        for (final long end = tail; head < end; head++)
        {
            final int index = (int)head & CAPACITY - 1;
            final int offset = index * MAX_FRAME_LENGTH;
            if (lines[index] == ACKNOWLEDGEMENTS)
            {
                primary.onFrame(SESSION_ID, frames, offset, lengths[index], nowNs);
            }
            else
            {
                standby.onFrame(lines[index], SESSION_ID, frames, offset, lengths[index], nowNs);
            }
        }
    }
}
