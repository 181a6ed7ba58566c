package io.antumbra.perf.rig;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.antumbra.perf.measure.ParentWatch;
import io.antumbra.ring.AdaptiveIdleStrategy;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The other process of raw Aeron: sends every message back, or only says after each poll how many it has received. One
 * thread.
 */
final class RawEcho implements ControlledFragmentHandler, AutoCloseable
{
    private static final int FRAGMENT_LIMIT = 64;

    private final RawNode node;
    private final boolean isCumulative;
    private final UnsafeBuffer total = new UnsafeBuffer(new byte[Long.BYTES]);
    private final IdleStrategy idleStrategy = new AdaptiveIdleStrategy();
    private long received;
    private long told;

    RawEcho(final NodeOptions options)
    {
        isCumulative = options.isFlood;
        node = new RawNode(options, RawNode.BACK, RawNode.FORTH);
    }

    void run(final ParentWatch watch)
    {
        while (!watch.isStopped())
        {
            final int work = node.doWork() + node.subscription().controlledPoll(this, FRAGMENT_LIMIT);
            if (told != received)
            {
                tell();
            }
            idleStrategy.idle(work);
        }
    }

    /** An echo that finds no room leaves the message where it is, for the next poll. */
    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (isCumulative)
        {
            received++;
            return Action.CONTINUE;
        }
        return node.publication().offer(buffer, offset, length) > 0 ? Action.CONTINUE : Action.ABORT;
    }

    private void tell()
    {
        total.putLong(0, received);
        if (node.publication().offer(total, 0, Long.BYTES) > 0)
        {
            told = received;
        }
    }

    @Override
    public void close()
    {
        node.close();
    }
}
