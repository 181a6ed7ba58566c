package io.antumbra.forecasting.failure;

/**
 * A rival: phi from the normal distribution with the mean and deviation of the last 1,000 intervals, as the paper has
 * it (section IV.B) and Akka builds it.
 */
final class NormalPhi
{
    private static final int WINDOW = 1_000;

    private final double[] intervals = new double[WINDOW];
    private int count;
    private double sum;
    private double squares;
    private long lastNs;

    void onHeartbeat(final long nowNs)
    {
        final double interval = nowNs - lastNs;
        lastNs = nowNs;
        final double dropped = intervals[count % WINDOW];
        intervals[count++ % WINDOW] = interval;
        sum += interval - dropped;
        squares += interval * interval - dropped * dropped;
    }

    double phi(final long nowNs)
    {
        final int size = Math.min(count, WINDOW);
        if (size < 2)
        {
            return 0.0;
        }

        final double mean = sum / size;
        final double deviation = Math.sqrt(Math.max(1e10, squares / size - mean * mean));
        return -Math.log10(upperTail((nowNs - lastNs - mean) / deviation));
    }

    /** Mean of the last intervals: what the exponential distribution of Cassandra needs. */
    double exponentialPhi(final long nowNs)
    {
        final int size = Math.min(count, WINDOW);
        return 0 == size ? 0.0 : (nowNs - lastNs) / (sum / size) / Math.log(10.0);
    }

    /** Abramowitz and Stegun, 26.2.17; far out the leading term of 26.2.12. */
    private static double upperTail(final double z)
    {
        if (z < 0.0)
        {
            return 1.0 - upperTail(-z);
        }
        final double density = Math.exp(-0.5 * z * z) / Math.sqrt(2.0 * Math.PI);
        if (z > 5.0)
        {
            return Math.max(1e-300, density / z);
        }
        final double t = 1.0 / (1.0 + 0.2316419 * z);
        return density * t * (0.319381530 + t *
            (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}
