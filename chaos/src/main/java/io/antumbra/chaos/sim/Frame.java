package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Bytes on their way, taken from a pool and given back where they end. */
final class Frame implements Timeline.Task
{
    /** Exactly as long as the frame: whoever reads beyond it is found out. */
    final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    private final Pool pool;
    private byte[] bytes = new byte[512];
    private Channel channel;
    private Channel.Session session;
    private int line;

    private Frame(final Pool pool)
    {
        this.pool = pool;
    }

    private void fill(final Channel by, final Channel.Session carrier, final DirectBuffer source, final int offset,
        final int length)
    {
        channel = by;
        session = carrier;
        line = Outbox.LINE_A;
        if (length > bytes.length)
        {
            bytes = new byte[2 * length];
        }
        source.getBytes(offset, bytes, 0, length);
        buffer.wrap(bytes, 0, length);
    }

    void onLineB()
    {
        line = Outbox.LINE_B;
    }

    int line()
    {
        return line;
    }

    void flip(final int bit)
    {
        final int index = bit / Byte.SIZE;
        buffer.putByte(index, (byte)(buffer.getByte(index) ^ 1 << bit % Byte.SIZE));
    }

    int sessionId()
    {
        return session.id();
    }

    /** Arrives. */
    @Override
    public void run(final long argument)
    {
        channel.arrive(this, session);
    }

    /** Its bytes are read: nobody may look at them any more. */
    void release()
    {
        channel = null;
        session = null;
        pool.free.add(this);
    }

    /** One for each run. */
    static final class Pool
    {
        private final List<Frame> free = new ArrayList<>();

        Frame take(final Channel by, final Channel.Session carrier, final DirectBuffer source, final int offset,
            final int length)
        {
            final Frame frame = free.isEmpty() ? new Frame(this) : free.remove(free.size() - 1);
            frame.fill(by, carrier, source, offset, length);
            return frame;
        }
    }
}
