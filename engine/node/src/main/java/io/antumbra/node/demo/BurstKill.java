package io.antumbra.node.demo;

import java.util.concurrent.TimeUnit;

/**
 * Makes the primary send flat out for a moment and kills it -9 while entries are really in flight: shadowed, not
 * acknowledged. Watches the counters without a pause and strikes as soon as there are enough; asks for less each time a
 * burst went by too fast. Used by one thread.
 */
final class BurstKill
{
    private static final long MAX_BURST = 8_000;
    private static final long ENOUGH_IN_FLIGHT = 500;
    private static final int ATTEMPTS = 6;
    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Replica primary;
    private final long total;
    private long threshold;
    private int attempts;
    private long inFlight;
    private long killNs;

    BurstKill(final Replica primary, final long total)
    {
        this.primary = primary;
        this.total = total;
        this.threshold = Math.max(1, Math.min(ENOUGH_IN_FLIGHT, total / 20));
    }

    /** One burst; true when the primary was killed in it. */
    boolean attempt(final long nowNs)
    {
        attempts++;
        final long begin = primary.shadowedSum();
        final long size = Math.max(1, Math.min(MAX_BURST, (total - begin) / 3));
        final boolean isLast = attempts >= ATTEMPTS;
        final long enough = isLast ? 1 : threshold;
        primary.process().send("burst " + size);
        primary.process().send("limit " + NO_LIMIT);
        final long deadlineNs = nowNs + WATCH_NS;
        while (primary.process().isAlive() && System.nanoTime() - deadlineNs < 0)
        {
            if (primary.inFlight() >= enough)
            {
                return kill();
            }
            if (primary.shadowedSum() >= begin + size)
            {
                break;
            }
            Thread.onSpinWait();
        }
        threshold = Math.max(1, threshold / 2);
        return isLast && kill();
    }

    private boolean kill()
    {
        killNs = System.nanoTime();
        primary.kill();
        inFlight = primary.inFlight();
        return true;
    }

    /** Entries in flight when the process had ended. */
    long inFlight()
    {
        return inFlight;
    }

    /** When it was killed. */
    long killNs()
    {
        return killNs;
    }

    /** Entries that count as enough. */
    long threshold()
    {
        return threshold;
    }
}
