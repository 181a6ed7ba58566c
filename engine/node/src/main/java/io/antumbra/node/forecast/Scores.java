package io.antumbra.node.forecast;

import java.util.Arrays;

/**
 * How good the forecasts of one run were. Used by one thread.
 *
 * <p>MASE is the mean absolute error over that of the (seasonal) naive forecast, one season (else one step) back: on
 * the rows that are trained on where somebody said which those are (Hyndman and Koehler, Another look at measures of
 * forecast accuracy, Int. J. Forecasting 22, 2006, section 3), else on the rows that are scored.
 */
final class Scores
{
    private final long train;
    private final boolean isScaledByTraining;
    private final double[] lastSeason;
    private long rowCount;
    private long scoredCount;
    private long boundedCount;
    private long coveredCount;
    private double rootOfSquares;
    private double distances;
    private double widths;
    private double naiveDistances;
    private long naiveCount;

    /**
     * @param train              rows that are not scored.
     * @param isScaledByTraining whether the naive error is that of those rows.
     * @param season             in rows, 0 for none.
     */
    Scores(final long train, final boolean isScaledByTraining, final int season)
    {
        this.train = train;
        this.isScaledByTraining = isScaledByTraining;
        lastSeason = new double[Math.max(1, season)];
        Arrays.fill(lastSeason, Double.NaN);
    }

    /**
     * The next row.
     *
     * @param observed NaN or infinite where there is a gap: then it is not scored.
     * @param forecast that was made for it, NaN for none.
     * @param lower    bound, NaN for none.
     * @param upper    bound, NaN for none.
     */
    void row(final double observed, final double forecast, final double lower, final double upper)
    {
        final boolean isScored = rowCount >= train;
        final int place = (int)(rowCount++ % lastSeason.length);
        if (!Double.isFinite(observed))
        {
            return;
        }

        if (isScored != isScaledByTraining && !Double.isNaN(lastSeason[place]))
        {
            naiveDistances += Math.abs(observed - lastSeason[place]);
            naiveCount++;
        }
        lastSeason[place] = observed;
        if (isScored && !Double.isNaN(forecast))
        {
            final double error = observed - forecast;
            scoredCount++;
            // The sum of the squares of errors beyond 1e154 would be infinite.
            rootOfSquares = Math.hypot(rootOfSquares, error);
            distances += Math.abs(error);
            if (!Double.isNaN(lower))
            {
                boundedCount++;
                coveredCount += observed >= lower && observed <= upper ? 1 : 0;
                widths += upper - lower;
            }
        }
    }

    /** Rows that were scored. */
    long scoredCount()
    {
        return scoredCount;
    }

    /** Root mean square error; NaN when nothing was scored. */
    double rmse()
    {
        return rootOfSquares / Math.sqrt((double)scoredCount);
    }

    /** Mean absolute error; NaN when nothing was scored. */
    double mae()
    {
        return distances / scoredCount;
    }

    /** Mean absolute scaled error; NaN when nothing was scored, or the naive forecast is never wrong. */
    double mase()
    {
        final double scale = naiveDistances / naiveCount;
        return scale > 0.0 ? mae() / scale : Double.NaN;
    }

    /** Share of the scored values within their bounds, these included; NaN when none had bounds. */
    double coverage()
    {
        return coveredCount / (double)boundedCount;
    }

    /** Mean distance of the bounds from each other; NaN when there were none. */
    double meanWidth()
    {
        return widths / boundedCount;
    }
}
