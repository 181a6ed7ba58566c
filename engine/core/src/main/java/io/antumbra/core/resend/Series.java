package io.antumbra.core.resend;

import io.antumbra.forecasting.Forecaster;

/** One thing that is watched: the weighted mean of what comes within an interval, given to a forecaster at its end. */
final class Series
{
    private final Forecaster forecaster;
    private double sum;
    private double weights;
    private double last;

    Series(final Forecaster forecaster)
    {
        this.forecaster = forecaster;
    }

    void add(final double value)
    {
        add(value, 1);
    }

    /** A ratio weighs as much as it is a part of, or that of two frames counts like that of a thousand. */
    void add(final double value, final double weight)
    {
        sum += value * weight;
        weights += weight;
    }

    /** The interval is over; one without any value teaches nothing. */
    void close()
    {
        if (weights > 0)
        {
            last = sum / weights;
            forecaster.update(last);
            sum = 0;
            weights = 0;
        }
    }

    double last()
    {
        return last;
    }

    double forecast()
    {
        return forecaster.forecast();
    }
}
