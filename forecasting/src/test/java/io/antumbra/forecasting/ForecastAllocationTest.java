package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.risk.Allocation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing allocates once it is constructed: no tolerance, once the code is compiled.
 */
class ForecastAllocationTest
{
    private static final int MEASURED = 50_000;

    private double sink;

    @ParameterizedTest
    @EnumSource(Estimation.class)
    void shouldAllocateNothingInAModel(final Estimation estimation)
    {
        final IncrementalArima model =
            new IncrementalArima(new ArimaContext().p(3).d(1).q(2).estimation(estimation));
        final double[] series =
            new ArmaProcess(new double[]{ 0.5, 0.2 }, new double[]{ 0.4 }, 10.0).simulate(4_096, new Random(1));
        series[100] = Double.NaN;
        series[200] = 1e300;
        assertEquals(0, Allocation.steadyBytes(() -> feed(model, series, MEASURED)));
        assertTrue(model.rejectedCount() > 0);
        assertTrue(Double.isFinite(sink));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 12 })
    void shouldAllocateNothingInAPool(final int season)
    {
        final ForecastPool pool = ForecastPool.auto(season);
        final double[] series =
            new ArmaProcess(new double[]{ 0.5, 0.2 }, new double[]{ 0.4 }, 10.0).simulate(4_096, new Random(2));
        assertEquals(0, Allocation.steadyBytes(() -> feed(pool, series, MEASURED)));
        assertTrue(Double.isFinite(sink));
    }

    @Test
    void shouldAllocateNothingInAnOverdueEstimator()
    {
        final OverdueEstimator estimator = new OverdueEstimator(new OverdueContext());
        assertEquals(0, Allocation.steadyBytes(() -> feed(estimator, MEASURED)));
        assertTrue(sink > 0);
    }

    private void feed(final Forecaster model, final double[] series, final int updates)
    {
        for (int i = 0; i < updates; i++)
        {
            model.update(series[i & 4_095]);
            sink = model.forecast() * 1e-9 + model.forecast(3) * 1e-9 + model.deviation(3) * 1e-9;
            if (0 == i % 10_000)
            {
                model.reset();
            }
        }
    }

    private void feed(final OverdueEstimator estimator, final int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            estimator.onRttSample(100_000 + (i * 7_919L) % 50_000);
            estimator.onRttSample(-i);
            sink = estimator.overdueAfterNs() + (double)estimator.expectedRttNs();
        }
    }
}
