package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a forecaster tells about its own errors, against the errors that it makes.
 */
class DeviationTest
{
    private static final int[] HORIZONS = { 1, 2, 5, 12, 30 };

    static Stream<Supplier<Forecaster>> forecasters()
    {
        return Stream.of(
            () -> ForecastSupport.arima(2, 1, 1),
            () -> new IncrementalArima(new ArimaContext().p(1).q(1).seasonal(12, 1, 1, 1)),
            () -> new LogarithmicForecaster(ForecastSupport.arima(2, 1, 1)), ExponentialSmoothing::lastValue,
            () -> ExponentialSmoothing.average(0.2), () -> ExponentialSmoothing.holt(0.3, 0.1),
            () -> SeasonalSmoothing.lastSeason(12), () -> SeasonalSmoothing.holtWinters(12, 0.3, 0.1, 0.2),
            ForecastPool::ofTen, () -> ForecastPool.auto(12));
    }

    /**
     * Each forecaster on the process of which it is the right model: psi weights by hand.
     */
    @Test
    void shouldTellTheErrorsThatItMakesWhereItIsTheRightModel()
    {
        expectOwnErrors(ForecastSupport.arima(2, 0, 1), new double[]{ 0.5, 0.3 }, new double[]{ 0.4 }, 0);
        expectOwnErrors(ForecastSupport.arima(2, 1, 1), new double[]{ 0.5, -0.3 }, new double[]{ 0.4 }, 1);
        expectOwnErrors(ForecastSupport.arima(1, 2, 0), new double[]{ 0.5 }, new double[0], 2);
        expectOwnErrors(ExponentialSmoothing.lastValue(), new double[0], new double[0], 1);
        // Simple smoothing by g is ARIMA(0,1,1) with c = g - 1; Holt by g and b is (0,2,2) with g + g b - 2 and 1 - g.
        expectOwnErrors(ExponentialSmoothing.average(0.2), new double[0], new double[]{ -0.8 }, 1);
        expectOwnErrors(ExponentialSmoothing.holt(0.3, 0.1), new double[0], new double[]{ -1.67, 0.7 }, 2);
        expectOwnErrors(ForecastPool.ofTen(), new double[]{ 0.5, 0.3 }, new double[]{ 0.4 }, 0);
    }

    @Test
    void shouldTellTheErrorsOfASeasonalModel()
    {
        final Random random = new Random(ForecastSupport.seed("shouldTellTheErrorsOfASeasonalModel"));
        expectOwnErrors(
            new IncrementalArima(new ArimaContext().p(0).d(1).q(1).seasonal(12, 0, 1, 1).forgetting(1.0)),
            SeasonalArimaTest.airline(-0.4, -0.6, 40_000, random));
    }

    @Test
    void shouldTellTheErrorsOfASeason()
    {
        final int season = 4;
        final Random random = new Random(ForecastSupport.seed("shouldTellTheErrorsOfASeason"));
        final SeasonalSmoothing model = SeasonalSmoothing.holtWinters(season, 0.2, 0.02, 0.6);
        double level = 10.0;
        double slope = 0.0;
        final double[] places = { 5.0, -3.0, 0.0, -2.0 };
        final double[] series = new double[40_000];
        for (int t = 0; t < series.length; t++)
        {
            final double e = random.nextGaussian();
            series[t] = level + slope + places[t % season] + e;
            level += slope + 0.2 * e;
            slope += 0.004 * e;
            places[t % season] += 0.6 * e;
        }
        expectOwnErrors(model, series);
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void shouldBeZeroBeforeItIsKnownAndForAConstant(final Supplier<Forecaster> supplier)
    {
        final Forecaster forecaster = supplier.get();
        for (int i = 0; i < 40; i++)
        {
            for (final int horizon : HORIZONS)
            {
                assertEquals(0.0, forecaster.deviation(horizon), () -> forecaster + " at " + horizon);
            }
            forecaster.update(7.0);
        }
        assertThrows(IllegalArgumentException.class, () -> forecaster.deviation(0));
    }

    @Property(tries = 100, seed = "5001")
    void shouldStayFiniteAndNotNegative(@ForAll final double[] series,
        @ForAll @IntRange(min = 1, max = 300) final int h)
    {
        forecasters().map(Supplier::get).forEach(forecaster ->
        {
            for (int i = 0; i < 3; i++)
            {
                for (final double value : series)
                {
                    forecaster.update(value);
                    final double deviation = forecaster.deviation(h);
                    assertTrue(
                        deviation >= 0.0 && deviation <= Double.MAX_VALUE, () -> forecaster + " tells " + deviation);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("forecasters")
    void shouldScaleWithTheSeries(final Supplier<Forecaster> supplier)
    {
        final double[] series = new ArmaProcess(new double[]{ 0.9 }, new double[]{ 0.2 }, 30.0)
            .simulate(200, new Random(5));
        final Forecaster plain = supplier.get();
        final Forecaster scaled = supplier.get();
        for (final double value : series)
        {
            plain.update(value);
            scaled.update(Math.scalb(value, 700));
        }
        for (final int horizon : HORIZONS)
        {
            final double expected = Math.scalb(plain.deviation(horizon), 700);
            assertTrue(expected > 0.0);
            assertEquals(expected, scaled.deviation(horizon), 1e-12 * expected);
        }
    }

    private static void expectOwnErrors(
        final Forecaster forecaster, final double[] autoregressive, final double[] movingAverage, final int d)
    {
        final Random random = new Random(ForecastSupport.seed("expectOwnErrors " + forecaster));
        final double[] series = new ArmaProcess(autoregressive, movingAverage, 0.0).simulate(40_000, random);
        for (int i = 0; i < d; i++)
        {
            for (int t = 1; t < series.length; t++)
            {
                series[t] += series[t - 1];
            }
        }
        expectOwnErrors(forecaster, series);
    }

    /**
     * The mean square of error over deviation is 1, but for chance: errors at horizon h overlap, hence the width.
     */
    private static void expectOwnErrors(final Forecaster forecaster, final double[] series)
    {
        final double[] sums = new double[HORIZONS.length];
        final int start = 4_000;
        for (int t = 0; t < series.length; t++)
        {
            forecaster.update(series[t]);
            for (int k = 0; t >= start && k < HORIZONS.length; k++)
            {
                if (t + HORIZONS[k] < series.length)
                {
                    final double error = series[t + HORIZONS[k]] - forecaster.forecast(HORIZONS[k]);
                    final double units = error / forecaster.deviation(HORIZONS[k]);
                    sums[k] += units * units;
                }
            }
        }
        for (int k = 0; k < HORIZONS.length; k++)
        {
            final double ratio = Math.sqrt(sums[k] / (series.length - start - HORIZONS[k]));
            final int horizon = HORIZONS[k];
            assertEquals(1.0, ratio, 0.1, () -> forecaster + " at " + horizon + " steps: " + ratio);
        }
    }
}
