package io.antumbra.perf.rig;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * From the intended send time of each entry to its acknowledgement. Entries are acknowledged in order, so a circle of
 * times is enough. One thread; allocates nothing between its making and {@link #histogram()}.
 *
 * <p>Entries outside the window are recorded as well, elsewhere, and the place is chosen without a branch; the
 * histogram is made when all is over. Code that the window runs first would make the JVM throw away and compile anew
 * the loop around it, in the window: with a fresh histogram it was the branch for a new maximum, and a third of a
 * second of the compiler for the contender with more code.
 */
final class RoundTrips
{
    /** Longest round trip that is told apart, ns. */
    static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);

    private static final int CAPACITY = 1 << 20;
    private static final int DIGITS = 3;

    private final long[] intendedNs = new long[CAPACITY];
    private final long measureFromNs;
    private final long measureToNs;

    /** Of the window, from index 1 on; what is outside goes to index 0. */
    private final long[] latenciesNs;
    private int measured;
    private long sent;
    private long acknowledged;

    /**
     * Record entries of a window of time.
     *
     * @param measureFromNs intended send time of the first that counts.
     * @param measureToNs   intended send time from which on none counts.
     * @param entries       most that are due in the window.
     */
    RoundTrips(final long measureFromNs, final long measureToNs, final int entries)
    {
        this.measureFromNs = measureFromNs;
        this.measureToNs = measureToNs;
        latenciesNs = new long[entries + 1];
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
            final int isInside = 1 - (int)(isBefore | isBehind);
            measured += isInside;
            latenciesNs[measured * isInside] = nowNs - dueNs;
        }
    }

    long unacknowledged()
    {
        return sent - acknowledged;
    }

    /** Of the window, nanoseconds. */
    Histogram histogram()
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
        for (int i = 1; i <= measured; i++)
        {
            histogram.recordValue(Math.max(1, Math.min(HIGHEST_NS, latenciesNs[i])));
        }
        return histogram;
    }
}
