package io.antumbra.perf.loss;

import java.util.List;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latencies of one rival by seed in the smallest form from which quantiles of resampled seeds can be taken: the values
 * that occur, from the greatest down, with a count for each seed. Resampling whole seeds is what a bootstrap must do
 * here: latencies within a trial depend on each other. Immutable.
 */
final class Samples
{
    private final long[] values;
    private final int[][] counts;
    private final long[] totals;

    Samples(final List<Histogram> seeds)
    {
        final TreeSet<Long> distinct = new TreeSet<>();
        for (final Histogram seed : seeds)
        {
            for (final HistogramIterationValue value : seed.recordedValues())
            {
                distinct.add(value.getValueIteratedTo());
            }
        }
        values = distinct.descendingSet().stream().mapToLong(Long::longValue).toArray();
        counts = new int[seeds.size()][values.length];
        totals = new long[seeds.size()];
        for (int i = 0; i < counts.length; i++)
        {
            totals[i] = seeds.get(i).getTotalCount();
            for (int j = 0; j < values.length; j++)
            {
                counts[i][j] = (int)seeds.get(i).getCountAtValue(values[j]);
            }
        }
    }

    int seeds()
    {
        return totals.length;
    }

    /**
     * Quantile over the seeds drawn.
     *
     * @param quantile from 0 to 1.
     * @param times    that each seed was drawn.
     * @return ns.
     */
    long quantileNs(final double quantile, final int[] times)
    {
        long total = 0;
        for (int i = 0; i < times.length; i++)
        {
            total += times[i] * totals[i];
        }
        final long rank = Math.max(1, (long)Math.ceil(quantile * total));
        long above = total - rank;
        for (int j = 0; j < values.length; j++)
        {
            for (int i = 0; i < times.length; i++)
            {
                above -= (long)times[i] * counts[i][j];
            }
            if (above < 0)
            {
                return values[j];
            }
        }
        return values[values.length - 1];
    }
}
