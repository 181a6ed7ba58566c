package io.antumbra.node.producer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes turns between the feeds of all streams. {@link #doWork} and {@link #idle} belong to the producing thread;
 * {@link #limit} and {@link #burst} may be called from any.
 */
public final class Producer
{
    /** Parking wakes up about 60 us late; the rest of the wait is spent yielding. */
    private static final long WAKE_EARLY_NS = TimeUnit.MICROSECONDS.toNanos(150);
    private static final int MAX_BURST_PER_TURN = 64;
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final StreamFeed[] feeds;
    private final AtomicLong burst = new AtomicLong();
    private volatile long limit = Long.MAX_VALUE;
    private long bursting;
    private boolean isHeld;

    /**
     * @param feeds of all streams, begun.
     */
    public Producer(final StreamFeed[] feeds)
    {
        this.feeds = feeds.clone();
    }

    /**
     * Holds back everything beyond a total.
     *
     * @param entries sum over all streams of the highest sequence to append.
     */
    public void limit(final long entries)
    {
        limit = entries;
    }

    /**
     * Sends the next entries as fast as the engine takes them, then goes on at the usual pace.
     *
     * @param entries number of them.
     */
    public void burst(final long entries)
    {
        burst.addAndGet(entries);
    }

    /**
     * Appends what is due.
     *
     * @param nowNs of the caller's clock.
     * @return number of entries appended.
     */
    public int doWork(final long nowNs)
    {
        if (burst.get() > 0)
        {
            bursting += burst.getAndSet(0);
        }
        long room = limit - position();
        hold(room <= 0);
        if (bursting > 0)
        {
            return flatOut(nowNs, room);
        }
        int sent = 0;
        for (final StreamFeed feed : feeds)
        {
            final int count = room > 0 ? feed.poll(nowNs, false, room) : 0;
            sent += count;
            room -= count;
        }
        return sent;
    }

    /** The lines that are due next, whatever stream they belong to, so that a burst has the usual mix. */
    private int flatOut(final long nowNs, final long room)
    {
        final long most = Math.min(Math.min(room, bursting), MAX_BURST_PER_TURN);
        int sent = 0;
        while (sent < most)
        {
            final StreamFeed next = earliest(nowNs);
            if (null == next || 0 == next.poll(nowNs, true, 1))
            {
                break;
            }
            sent++;
        }
        bursting -= sent;
        if (0 == bursting || isEnded())
        {
            bursting = 0;
            restartPacing();
        }
        return sent;
    }

    private StreamFeed earliest(final long nowNs)
    {
        StreamFeed earliest = null;
        for (final StreamFeed feed : feeds)
        {
            if (feed.hasNext(nowNs) && (null == earliest || feed.dueNs() - earliest.dueNs() < 0))
            {
                earliest = feed;
            }
        }
        return earliest;
    }

    private void hold(final boolean isBeyond)
    {
        if (isHeld && !isBeyond)
        {
            restartPacing();
        }
        isHeld = isBeyond;
    }

    private void restartPacing()
    {
        for (final StreamFeed feed : feeds)
        {
            feed.restartPacing();
        }
    }

    /**
     * Waits a little: until the next entry is due, and at most a millisecond.
     *
     * @param nowNs of the caller's clock.
     */
    public void idle(final long nowNs)
    {
        long waitNs = MAX_PARK_NS;
        for (final StreamFeed feed : feeds)
        {
            final long dueNs = feed.dueNs();
            waitNs = Long.MAX_VALUE == dueNs ? waitNs : Math.min(waitNs, dueNs - nowNs);
        }
        if (waitNs > WAKE_EARLY_NS)
        {
            LockSupport.parkNanos(waitNs - WAKE_EARLY_NS);
        }
        else
        {
            Thread.yield();
        }
    }

    /** @return sum over all streams of the last sequence appended. */
    public long position()
    {
        long sum = 0;
        for (final StreamFeed feed : feeds)
        {
            sum += feed.sequence();
        }
        return sum;
    }

    /** @return true when no feed has another line. */
    public boolean isEnded()
    {
        for (final StreamFeed feed : feeds)
        {
            if (!feed.isEnded())
            {
                return false;
            }
        }
        return true;
    }

    /** @return true when no feed has another line and everything appended is acknowledged. */
    public boolean isDone()
    {
        for (final StreamFeed feed : feeds)
        {
            if (!feed.isEnded() || feed.acknowledged() < feed.sequence())
            {
                return false;
            }
        }
        return true;
    }
}
