package io.antumbra.forecasting;

import java.util.concurrent.TimeUnit;

/**
 * From measured round trips to the age after which an unacknowledged tail counts as overdue: smoothed round trip and
 * mean deviation as in RFC 6298, section 2, between a floor and a ceiling. One thread; no allocation afterwards.
 */
public final class OverdueEstimator
{
    private static final long FLOOR_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long CEILING_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int DEVIATIONS = 4;

    private double smoothedNs;
    private double deviationNs;
    private boolean hasSample;

    /**
     * @param rttNs round trip measured, ns; not positive or absurdly long ones are ignored.
     */
    public void onRttSample(final long rttNs)
    {
        if (rttNs <= 0 || rttNs > TimeUnit.SECONDS.toNanos(60))
        {
            return;
        }
        if (hasSample)
        {
            deviationNs += (Math.abs(smoothedNs - rttNs) - deviationNs) / 4;
            smoothedNs += (rttNs - smoothedNs) / 8;
        }
        else
        {
            smoothedNs = rttNs;
            deviationNs = rttNs / 2.0;
            hasSample = true;
        }
    }

    /** @return age after which a tail is overdue, ns; the ceiling before the first sample. */
    public long overdueAfterNs()
    {
        final double overdueNs = hasSample ? smoothedNs + DEVIATIONS * deviationNs : CEILING_NS;
        return Math.max(FLOOR_NS, Math.min(CEILING_NS, (long)overdueNs));
    }
}
