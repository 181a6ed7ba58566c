package io.antumbra.chaos.sim;

import java.util.PriorityQueue;

/** Virtual time: runs events in order of their time, and of their making where times are equal. */
final class Timeline
{
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNs;
    private long order;

    long nowNs()
    {
        return nowNs;
    }

    void after(final long delayNs, final Runnable action)
    {
        events.add(new Event(nowNs + delayNs, order++, action));
    }

    /** Runs the next event; false when there is none before the end, which is then now. */
    boolean step(final long endNs)
    {
        final Event event = events.peek();
        if (event == null || event.atNs > endNs)
        {
            nowNs = endNs;
            return false;
        }
        events.poll();
        nowNs = event.atNs;
        event.action.run();
        return true;
    }

    /** Runs every event up to the end, which is then now. */
    void run(final long endNs)
    {
        boolean isMore = true;
        while (isMore)
        {
            isMore = step(endNs);
        }
    }

    private static final class Event implements Comparable<Event>
    {
        private final long atNs;
        private final long order;
        private final Runnable action;

        Event(final long atNs, final long order, final Runnable action)
        {
            this.atNs = atNs;
            this.order = order;
            this.action = action;
        }

        @Override
        public int compareTo(final Event other)
        {
            final int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
