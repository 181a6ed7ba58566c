package io.antumbra.perf.measure;

import org.HdrHistogram.Histogram;

/**
 * The four percentiles that every table shows. Immutable.
 */
public final class Percentiles
{
    /** How many there are. */
    public static final int COUNT = 4;

    private static final double[] LEVELS = { 50.0, 99.0, 99.9, 100.0 };
    private static final String[] NAMES = { "p50", "p99", "p99.9", "max" };
    private static final double NS_PER_US = 1000.0;

    private final double[] valuesUs = new double[COUNT];

    /**
     * Read off a histogram.
     *
     * @param histogram of nanoseconds.
     */
    public Percentiles(final Histogram histogram)
    {
        for (int i = 0; i < COUNT; i++)
        {
            valuesUs[i] = histogram.getValueAtPercentile(LEVELS[i]) / NS_PER_US;
        }
    }

    /**
     * One of them.
     *
     * @param index 0 for p50, 1 for p99, 2 for p99.9, 3 for the largest.
     * @return microseconds.
     */
    public double valueUs(final int index)
    {
        return valuesUs[index];
    }

    /**
     * Name of one of them.
     *
     * @param index 0 to {@link #COUNT} - 1.
     * @return such as p99.
     */
    public static String name(final int index)
    {
        return NAMES[index];
    }
}
