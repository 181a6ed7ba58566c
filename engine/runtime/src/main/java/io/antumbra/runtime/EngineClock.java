package io.antumbra.runtime;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;

/**
 * Time of day in nanoseconds for the price of {@link System#nanoTime()}: a monotonic reading plus an offset that the
 * engine's thread keeps up to date. Nothing depends on it but timestamps that people look at, so a jump of the wall
 * clock does no harm; it is followed within {@link #WINDOW_NS}.
 *
 * <p>The system's millisecond clock is all that can be read without allocating. It rounds down, so each sample of the
 * offset is short by up to a millisecond; the largest of a window of samples is short by microseconds.
 *
 * <p>{@link #onDutyCycle} belongs to the engine's thread, the others to any.
 */
final class EngineClock
{
    static final long SAMPLE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);

    private final EpochClock wallClock;
    private volatile long offsetNs;
    private long largestSampleNs = Long.MIN_VALUE;
    private long lastSampleNs;
    private long windowStartNs;

    /**
     * @param wallClock time of day, which may step.
     */
    EngineClock(final EpochClock wallClock)
    {
        this.wallClock = wallClock;
        final Instant now = Instant.now();
        final long nowNs = System.nanoTime();
        offsetNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - nowNs;
        lastSampleNs = nowNs;
        windowStartNs = nowNs;
    }

    /** Nanoseconds since the epoch. */
    long epochNs()
    {
        return System.nanoTime() + offsetNs;
    }

    /** The same for a reading of the monotonic clock taken before. */
    long epochNs(final long nowNs)
    {
        return nowNs + offsetNs;
    }

    void onDutyCycle(final long nowNs)
    {
        if (nowNs - lastSampleNs >= SAMPLE_INTERVAL_NS)
        {
            sample(nowNs, TimeUnit.MILLISECONDS.toNanos(wallClock.time()));
        }
    }

    /** One look at both clocks; the window must have been sampled often before it counts. */
    void sample(final long nowNs, final long wallEpochNs)
    {
        lastSampleNs = nowNs;
        largestSampleNs = Math.max(largestSampleNs, wallEpochNs - nowNs);
        if (nowNs - windowStartNs >= WINDOW_NS)
        {
            offsetNs = largestSampleNs;
            largestSampleNs = Long.MIN_VALUE;
            windowStartNs = nowNs;
        }
    }
}
