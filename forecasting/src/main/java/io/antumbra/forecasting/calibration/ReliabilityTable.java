package io.antumbra.forecasting.calibration;

import java.util.Arrays;

/**
 * What was told beside what came, in bins of equally many forecasts from the smallest probabilities to the largest
 * (Murphy, A New Vector Partition of the Probability Score, J. Applied Meteorology 12, 1973; equal counts after
 * Nguyen and O'Connor, Posterior calibration and exploratory analysis, EMNLP 2015, section 3). For one thread; no
 * allocation after construction.
 * <p>
 * The forecasts themselves are not kept: they are counted in 1,025 cells of equal width in log odds, and a cell that
 * two bins share is divided in proportion. Reading walks through all cells and is for reports.
 */
public final class ReliabilityTable
{
    private static final int CELLS_A_SIDE = 512;
    private static final double CELLS_PER_LOG_ODDS = 32.0;

    private final int bins;
    private final long[] counts = new long[2 * CELLS_A_SIDE + 1];
    private final long[] events = new long[counts.length];
    private final double[] sums = new double[counts.length];
    private long count;
    private long rejectedCount;

    /**
     * An empty table.
     *
     * @param bins 1 to 1,000.
     * @throws IllegalArgumentException when it is not.
     */
    public ReliabilityTable(final int bins)
    {
        if (bins < 1 || bins > 1_000)
        {
            throw new IllegalArgumentException("bins=" + bins + ": allowed are 1 to 1000");
        }

        this.bins = bins;
    }

    /**
     * Take a forecast and what came.
     *
     * @param probability that was told, 0 to 1.
     * @param isEvent     whether the event came.
     * @return true when it was taken; false when the probability is none: then it is counted in
     *         {@link #rejectedCount()} and nothing else changed.
     */
    public boolean update(final double probability, final boolean isEvent)
    {
        if (!(probability >= 0.0 && probability <= 1.0))
        {
            rejectedCount++;
            return false;
        }

        final double position = CELLS_PER_LOG_ODDS * Math.log(probability / (1.0 - probability));
        final int cell = (int)Math.rint(Math.max(-CELLS_A_SIDE, Math.min(CELLS_A_SIDE, position))) + CELLS_A_SIDE;
        counts[cell]++;
        events[cell] += isEvent ? 1 : 0;
        sums[cell] += probability;
        count++;
        return true;
    }

    /**
     * Mean of what was told in a bin.
     *
     * @param bin 0, the smallest probabilities, to {@link #bins()} - 1.
     * @return 0 to 1; NaN before the first forecast.
     */
    public double forecast(final int bin)
    {
        return sum(bin, false) * bins / count;
    }

    /**
     * Share of events in a bin.
     *
     * @param bin 0, the smallest probabilities, to {@link #bins()} - 1.
     * @return 0 to 1; NaN before the first forecast.
     */
    public double observed(final int bin)
    {
        return sum(bin, true) * bins / count;
    }

    /**
     * Mean over the bins of the distance between what was told and what came.
     *
     * @return 0 to 1; NaN before the first forecast.
     */
    public double calibrationError()
    {
        double error = 0.0;
        for (int bin = 0; bin < bins; bin++)
        {
            error += Math.abs(forecast(bin) - observed(bin));
        }
        return error / bins;
    }

    /**
     * How many bins there are.
     *
     * @return 1 and more.
     */
    public int bins()
    {
        return bins;
    }

    /**
     * How many forecasts were taken.
     *
     * @return forecasts taken since construction or {@link #reset()}.
     */
    public long count()
    {
        return count;
    }

    /**
     * How many forecasts were refused.
     *
     * @return forecasts refused since construction or {@link #reset()}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    /**
     * Forget everything: as just constructed, counters included.
     */
    public void reset()
    {
        Arrays.fill(counts, 0);
        Arrays.fill(events, 0);
        Arrays.fill(sums, 0.0);
        count = 0;
        rejectedCount = 0;
    }

    /**
     * Of events, or of what was told, between the first and the last forecast of a bin.
     */
    private double sum(final int bin, final boolean isOfEvents)
    {
        if (bin < 0 || bin >= bins)
        {
            throw new IndexOutOfBoundsException("bin=" + bin + ": allowed are 0 to " + (bins - 1));
        }

        final double from = count * (double)bin / bins;
        final double to = count * (bin + 1.0) / bins;
        double sum = 0.0;
        double below = 0.0;
        for (int cell = 0; cell < counts.length && below < to; cell++)
        {
            final double shared = Math.min(to, below + counts[cell]) - Math.max(from, below);
            if (shared > 0.0)
            {
                sum += (isOfEvents ? events[cell] : sums[cell]) * shared / counts[cell];
            }
            below += counts[cell];
        }
        return sum;
    }
}
