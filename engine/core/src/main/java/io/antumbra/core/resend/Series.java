package io.antumbra.core.resend;

import io.antumbra.forecasting.Forecaster;

/** One thing that is watched: the mean of what comes within an interval, given to a forecaster at its end. */
final class Series
{
    private final Forecaster forecaster;
    private double sum;
    private long count;
    private double last;

    Series(final Forecaster forecaster)
    {
        this.forecaster = forecaster;
    }

    void add(final double value)
    {
        sum += value;
        count++;
    }

    /** The interval is over; one without any value teaches nothing. */
    void close()
    {
        if (count > 0)
        {
            last = sum / count;
            forecaster.update(last);
            sum = 0;
            count = 0;
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
