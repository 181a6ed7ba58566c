package io.antumbra.perf.jmh;

import java.util.Random;

/**
 * The series of the forecast benchmarks: round trips with a base of 10 us, noise, slow drift and one outlier in a
 * thousand, drawn before the measurement from a fixed seed. Used by one thread.
 */
final class RoundTrips
{
    private static final int LENGTH = 1 << 14;
    private static final long SEED = 42;

    private final double[] nanoseconds = new double[LENGTH];
    private int next;

    RoundTrips()
    {
        final Random random = new Random(SEED);
        double driftNs = 0;
        for (int i = 0; i < LENGTH; i++)
        {
            driftNs = 0.99 * driftNs + 100 * random.nextGaussian();
            final double outlierNs = random.nextInt(1000) == 0 ? 1_000_000 : 0;
            nanoseconds[i] = 10_000 + driftNs + Math.abs(500 * random.nextGaussian()) + outlierNs;
        }
    }

    double next()
    {
        return nanoseconds[next++ & (LENGTH - 1)];
    }
}
