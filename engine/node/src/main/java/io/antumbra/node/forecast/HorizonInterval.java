package io.antumbra.node.forecast;

import io.antumbra.forecasting.StreamingQuantile;
import io.antumbra.forecasting.interval.ConformalInterval;

/**
 * Bounds for a forecast any number of rows ahead that hold the share that is asked for. Used by one thread.
 *
 * <p>The shape comes from the interval of the next row, times what the model says of how much less sure it is so far
 * ahead. What that leaves wrong is stretched right: by the quantile, over the rows whose outcome is known, of the
 * factor with which the bounds would just have held the value. An interval taught with the far forecasts directly
 * covered 41 % instead of 80 %: it leans on how the last forecast went, and when a forecast is made the outcomes of
 * those just before it are not known yet.
 */
final class HorizonInterval
{
    private static final int MIN_OUTCOMES = 8;

    private final int horizon;
    private final ConformalInterval next;
    private final StreamingQuantile stretch;
    private double lower;
    private double upper;

    HorizonInterval(final double coverage, final int horizon)
    {
        this.horizon = horizon;
        next = new ConformalInterval(coverage);
        stretch = new StreamingQuantile(coverage);
    }

    /** Learns how the forecast of the row before went. */
    void learnNext(final double observed, final double forecast)
    {
        next.update(observed, forecast, 1.0);
    }

    /**
     * Learns how the forecast made for the row a horizon ago went.
     *
     * @param lower bound as it was {@link #lower()} for it, NaN for none; so with the others.
     */
    void learnAhead(final double observed, final double lower, final double upper, final double stretched)
    {
        final double half = 0.5 * (upper - lower) / stretched;
        if (horizon > 1 && half > 0.0)
        {
            stretch.update(Math.abs(observed - 0.5 * (lower + upper)) / half);
        }
    }

    /**
     * Puts bounds around a forecast, to be read from {@link #lower()} and {@link #upper()}.
     *
     * @param forecast  some steps ahead.
     * @param deviation of it, over that of the next row's.
     * @param step      1 to the horizon.
     */
    void around(final double forecast, final double deviation, final int step)
    {
        if (0 == next.observationCount() || Double.isNaN(forecast))
        {
            lower = Double.NaN;
            upper = Double.NaN;
            return;
        }
        lower = next.lower(forecast, deviation);
        upper = next.upper(forecast, deviation);
        if (horizon > 1)
        {
            final double middle = 0.5 * (lower + upper);
            final double half = 0.5 * (upper - lower) * Math.pow(stretch(), (step - 1.0) / (horizon - 1.0));
            lower = middle - half;
            upper = middle + half;
        }
    }

    double lower()
    {
        return lower;
    }

    double upper()
    {
        return upper;
    }

    /** By how much bounds a horizon ahead are stretched now. */
    double stretch()
    {
        return horizon > 1 && stretch.observationCount() >= MIN_OUTCOMES ? Math.max(1e-6, stretch.value()) : 1.0;
    }
}
