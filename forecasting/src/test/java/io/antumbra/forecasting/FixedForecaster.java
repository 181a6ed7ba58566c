package io.antumbra.forecasting;

import java.util.function.IntToDoubleFunction;

/**
 * Forecasts what it is told to, whatever comes, and is as sure of it at any horizon: a member for tests of pools.
 */
final class FixedForecaster implements Forecaster
{
    private final IntToDoubleFunction forecasts;
    private long observationCount;

    FixedForecaster(final IntToDoubleFunction forecasts)
    {
        this.forecasts = forecasts;
    }

    @Override
    public boolean update(final double value)
    {
        observationCount++;
        return true;
    }

    @Override
    public double forecast()
    {
        return forecast(1);
    }

    @Override
    public double forecast(final int horizon)
    {
        return forecasts.applyAsDouble(horizon);
    }

    @Override
    public double deviation(final int horizon)
    {
        return 1.0;
    }

    @Override
    public long observationCount()
    {
        return observationCount;
    }

    @Override
    public long rejectedCount()
    {
        return 0;
    }

    @Override
    public void reset()
    {
        observationCount = 0;
    }
}
