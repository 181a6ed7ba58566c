package io.antumbra.node.demo;

import java.util.concurrent.TimeUnit;

/** Entries a second over the last two seconds, from samples of a total. Used by one thread. */
final class Speedometer
{
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int STEPS = 20;

    private final long[] totals = new long[STEPS + 1];
    private final long[] timesNs = new long[STEPS + 1];
    private long samples;

    void sample(final long nowNs, final long total)
    {
        if (samples > 0 && nowNs - timesNs[index(samples - 1)] < STEP_NS)
        {
            return;
        }
        totals[index(samples)] = total;
        timesNs[index(samples)] = nowNs;
        samples++;
    }

    double perSecond()
    {
        if (samples < 2)
        {
            return 0;
        }
        final int newest = index(samples - 1);
        final int oldest = index(Math.max(0, samples - 1 - STEPS));
        return (totals[newest] - totals[oldest]) * 1e9 / Math.max(1, timesNs[newest] - timesNs[oldest]);
    }

    private static int index(final long sample)
    {
        return (int)(sample % (STEPS + 1));
    }
}
