package io.antumbra.perf.measure;

import java.util.Arrays;

/**
 * The middle of a few numbers, which one bad round does not move. Stateless.
 */
public final class Medians
{
    private Medians()
    {
    }

    /**
     * The median; of an even number of values the mean of the two in the middle.
     *
     * @param values at least one; not changed.
     * @return their median.
     * @throws IllegalArgumentException when there is no value.
     */
    public static double median(final double... values)
    {
        if (values.length == 0)
        {
            throw new IllegalArgumentException("values=[]: a median needs at least one round that counts");
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return (sorted.length & 1) == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
