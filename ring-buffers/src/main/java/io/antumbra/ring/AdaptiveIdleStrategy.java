package io.antumbra.ring;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Quick while there is traffic, cheap when there is none: it yields as long as work was seen within a window, then
 * parks, from a short time doubling to a longest one. The first work after that opens the window again.
 * <pre>
 *     work ... work │ no work for the window │ 50 us, 100 us, 200 us, 400 us, 800 us, 1 ms, 1 ms ...
 *     no idling     │ yield, yield, yield    │ park
 * </pre>
 * A window in time, instead of a number of spins, keeps its meaning when duty cycles get longer or shorter. Entries
 * that come at 10,000 a second never see a park; a process without traffic wakes up a thousand times a second.
 * <p>
 * The clock is read only in cycles without work, so a busy cycle pays for nothing; the window therefore starts at the
 * first cycle without work. For one thread; allocates nothing.
 */
public final class AdaptiveIdleStrategy implements IdleStrategy
{
    /**
     * Name of this strategy in configuration.
     */
    public static final String ALIAS = "adaptive";

    /**
     * Default time after work during which it yields.
     */
    public static final long SPIN_WINDOW_NS_DEFAULT = 10_000_000;

    /**
     * Default time of the first park.
     */
    public static final long MIN_PARK_NS_DEFAULT = 50_000;

    /**
     * Default time of the longest park.
     */
    public static final long MAX_PARK_NS_DEFAULT = 1_000_000;

    /**
     * The two ways to give the processor away, so that a test can watch.
     */
    interface Rest
    {
        void yieldNow();

        void parkNanos(long durationNs);
    }

    private static final Rest THREAD_REST = new Rest()
    {
        @Override
        public void yieldNow()
        {
            Thread.yield();
        }

        @Override
        public void parkNanos(final long durationNs)
        {
            LockSupport.parkNanos(durationNs);
        }
    };

    private final NanoClock clock;
    private final Rest rest;
    private final long spinWindowNs;
    private final long minParkNs;
    private final long maxParkNs;
    private boolean hasWorked = true;
    private long workedNs;
    private long parkNs;

    /**
     * The default times and the system's clock.
     */
    public AdaptiveIdleStrategy()
    {
        this(SystemNanoClock.INSTANCE, SPIN_WINDOW_NS_DEFAULT, MIN_PARK_NS_DEFAULT, MAX_PARK_NS_DEFAULT);
    }

    /**
     * Own times.
     *
     * @param clock        that is read in cycles without work.
     * @param spinWindowNs time after work during which it yields; 0 parks at once.
     * @param minParkNs    time of the first park, 1 or more.
     * @param maxParkNs    time of the longest park, {@code minParkNs} or more.
     * @throws IllegalArgumentException when one of the times is not allowed.
     */
    public AdaptiveIdleStrategy(
        final NanoClock clock, final long spinWindowNs, final long minParkNs, final long maxParkNs)
    {
        this(clock, THREAD_REST, spinWindowNs, minParkNs, maxParkNs);
    }

    AdaptiveIdleStrategy(
        final NanoClock clock, final Rest rest, final long spinWindowNs, final long minParkNs, final long maxParkNs)
    {
        checkAtLeast("spinWindowNs", spinWindowNs, 0);
        checkAtLeast("minParkNs", minParkNs, 1);
        checkAtLeast("maxParkNs", maxParkNs, minParkNs);
        this.clock = clock;
        this.rest = rest;
        this.spinWindowNs = spinWindowNs;
        this.minParkNs = minParkNs;
        this.maxParkNs = maxParkNs;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            hasWorked = true;
        }
        else
        {
            idle();
        }
    }

    @Override
    public void idle()
    {
        final long nowNs = clock.nanoTime();
        if (hasWorked)
        {
            hasWorked = false;
            workedNs = nowNs;
            parkNs = minParkNs;
        }

        if (nowNs - workedNs < spinWindowNs)
        {
            rest.yieldNow();
        }
        else
        {
            rest.parkNanos(parkNs);
            parkNs = parkNs > maxParkNs >> 1 ? maxParkNs : parkNs << 1;
        }
    }

    /**
     * Open the window again, as after work.
     */
    @Override
    public void reset()
    {
        hasWorked = true;
    }

    @Override
    public String alias()
    {
        return ALIAS;
    }

    @Override
    public String toString()
    {
        return "AdaptiveIdleStrategy{spinWindowNs=" + spinWindowNs + ", minParkNs=" + minParkNs + ", maxParkNs=" +
            maxParkNs + '}';
    }

    private static void checkAtLeast(final String name, final long value, final long minimum)
    {
        if (value < minimum)
        {
            throw new IllegalArgumentException(name + "=" + value + ": allowed are " + minimum + " ns and more");
        }
    }
}
