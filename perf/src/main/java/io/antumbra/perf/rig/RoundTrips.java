package io.antumbra.perf.rig;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * From the intended send time of each entry to its acknowledgement. Entries are acknowledged in order, so a circle of
 * times is enough. One thread; allocates nothing after its making.
 *
 * <p>Entries outside the window are recorded as well, elsewhere, and the histogram is chosen without a branch: code
 * that the window runs first would make the JVM throw away and compile anew the loop around it, in the window.
 */
final class RoundTrips
{
    /** Longest round trip that is told apart, ns. */
    static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);

    private static final int CAPACITY = 1 << 20;
    private static final int DIGITS = 3;

    private final long[] intendedNs = new long[CAPACITY];
    private static final int INSIDE = 0;

    private final Histogram[] histograms = { new Histogram(HIGHEST_NS, DIGITS), new Histogram(HIGHEST_NS, DIGITS) };
    private final long measureFromNs;
    private final long measureToNs;
    private long sent;
    private long acknowledged;

    /**
     * Record entries of a window of time.
     *
     * @param measureFromNs intended send time of the first that counts.
     * @param measureToNs   intended send time from which on none counts.
     */
    RoundTrips(final long measureFromNs, final long measureToNs)
    {
        this.measureFromNs = measureFromNs;
        this.measureToNs = measureToNs;
    }

    /** Is there room to note one more? */
    boolean hasRoom()
    {
        return sent - acknowledged < CAPACITY;
    }

    void onSent(final long dueNs)
    {
        intendedNs[(int)(sent++ & (CAPACITY - 1))] = dueNs;
    }

    void onAcknowledged(final long total, final long nowNs)
    {
        while (acknowledged < total)
        {
            final long dueNs = intendedNs[(int)(acknowledged++ & (CAPACITY - 1))];
            final long isBefore = (dueNs - measureFromNs) >>> (Long.SIZE - 1);
            final long isBehind = ~(dueNs - measureToNs) >>> (Long.SIZE - 1);
            histograms[(int)(isBefore | isBehind)].recordValue(Math.max(1, Math.min(HIGHEST_NS, nowNs - dueNs)));
        }
    }

    long unacknowledged()
    {
        return sent - acknowledged;
    }

    /** Of the window, nanoseconds. */
    Histogram histogram()
    {
        return histograms[INSIDE];
    }
}
