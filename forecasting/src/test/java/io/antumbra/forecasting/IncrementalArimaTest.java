package io.antumbra.forecasting;

import static io.antumbra.forecasting.ForecastSupport.arima;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalArimaTest
{
    @Test
    void shouldForecastZeroBeforeTheFirstObservation()
    {
        final IncrementalArima model = arima(2, 1, 1);
        assertEquals(0.0, model.forecast());
        assertEquals(0.0, model.forecast(5));
        assertEquals(0, model.observationCount());
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.0, 1.0, -3.5, 1e300, -1e300, 1e-300, Double.MIN_VALUE })
    void shouldForecastAConstantExactlyFromTheFirstObservation(final double constant)
    {
        for (int d = 0; d <= 2; d++)
        {
            final IncrementalArima model = arima(3, d, 2);
            for (int i = 0; i < 1_000; i++)
            {
                assertTrue(model.update(constant));
                assertEquals(constant, model.forecast());
            }
            assertEquals(constant, model.forecast(50));
        }
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndKeepItsState()
    {
        final double[] series = new ArmaProcess(new double[]{ 0.7 }, new double[0], 5.0).simulate(300, new Random(1));
        final IncrementalArima clean = arima(2, 0, 1);
        final IncrementalArima bothered = arima(2, 0, 1);
        final double[] garbage = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE,
            -Double.MAX_VALUE };
        for (int i = 0; i < series.length; i++)
        {
            assertFalse(bothered.update(garbage[i % garbage.length]));
            assertTrue(bothered.update(series[i]));
            assertTrue(clean.update(series[i]));
            assertEquals(clean.forecast(), bothered.forecast());
            assertEquals(clean.forecast(7), bothered.forecast(7));
        }
        assertEquals(series.length, bothered.observationCount());
        assertEquals(series.length, bothered.rejectedCount());
        assertEquals(0, clean.rejectedCount());
    }

    @Test
    void shouldForgetAMeanAsFastAsTheRest()
    {
        final Random random = new Random(7);
        final IncrementalArima model = arima(0, 0, 0);
        for (int i = 0; i < 8_000; i++)
        {
            model.update((i < 4_000 ? 0.0 : 10.0) + random.nextGaussian());
        }
        assertEquals(10.0, model.mean(), 0.5);
    }

    @Test
    void shouldBeAsNewAfterReset()
    {
        final double[] series = new ArmaProcess(new double[]{ 0.7 }, new double[0], 5.0).simulate(300, new Random(2));
        final IncrementalArima fresh = arima(2, 1, 2);
        final IncrementalArima used = arima(2, 1, 2);
        for (int i = 0; i < 500; i++)
        {
            used.update(1e6 * Math.sin(i));
            used.update(Double.NaN);
        }
        used.reset();
        assertEquals(0, used.observationCount());
        assertEquals(0, used.rejectedCount());
        for (final double value : series)
        {
            assertEquals(fresh.forecast(), used.forecast());
            assertEquals(fresh.forecast(3), used.forecast(3));
            fresh.update(value);
            used.update(value);
        }
    }

    @Test
    void shouldFollowALineWithOneDifferenceAndAParabolaWithTwo()
    {
        final IncrementalArima line = new IncrementalArima(new ArimaContext().p(0).d(1).q(0).centred(true));
        final IncrementalArima parabola = new IncrementalArima(new ArimaContext().p(0).d(2).q(0).centred(true));
        for (int t = 0; t < 200; t++)
        {
            line.update(10.0 - 3.0 * t);
            parabola.update(1.0 + 2.0 * t + 0.5 * t * t);
        }
        assertEquals(10.0 - 3.0 * 200, line.forecast(), 1e-9);
        assertEquals(10.0 - 3.0 * 209, line.forecast(10), 1e-9);
        assertEquals(1.0 + 2.0 * 200 + 0.5 * 200 * 200, parabola.forecast(), 1e-6);
        assertEquals(1.0 + 2.0 * 209 + 0.5 * 209 * 209, parabola.forecast(10), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({ "0", "1", "2" })
    void shouldForecastAheadByTheDifferenceEquation(final int d)
    {
        final IncrementalArima model = arima(2, d, 1);
        final double[] series = new ArmaProcess(new double[]{ 0.6, 0.2 }, new double[]{ 0.4 }, 3.0)
            .simulate(2_000, new Random(3));
        for (final double value : series)
        {
            model.update(value);
        }

        // Beyond the first step nothing of the past innovations is left, so the differences obey the AR part alone.
        final int horizon = 12;
        final double[] path = new double[3 + horizon];
        System.arraycopy(series, series.length - 3, path, 0, 3);
        for (int h = 1; h <= horizon; h++)
        {
            path[2 + h] = model.forecast(h);
        }
        assertEquals(model.forecast(), model.forecast(1));
        double[] differences = path;
        for (int i = 0; i < d; i++)
        {
            differences = differences(differences);
        }
        for (int t = differences.length - horizon + 2; t < differences.length; t++)
        {
            final double expected = model.mean() +
                model.autoregressive(1) * (differences[t - 1] - model.mean()) +
                model.autoregressive(2) * (differences[t - 2] - model.mean());
            assertEquals(expected, differences[t], 1e-9);
        }
        assertThrows(IllegalArgumentException.class, () -> model.forecast(0));
    }

    @Test
    void shouldTellTheDeviationOfItsErrors()
    {
        final IncrementalArima model = arima(1, 0, 1);
        for (final double value : new ArmaProcess(new double[]{ 0.8 }, new double[]{ 0.3 }, 0.0)
            .simulate(20_000, new Random(4)))
        {
            model.update(1e9 * value);
        }
        assertEquals(1e9, model.errorDeviation(), 0.05e9);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 1e3, 1e6, 1e12, 1e300 })
    void shouldReturnToItsForecastsAfterASpike(final double spike)
    {
        final IncrementalArima model = arima(2, 0, 1);
        final double[] series = new ArmaProcess(new double[]{ 0.7 }, new double[0], 50.0)
            .simulate(8_000, new Random(5));
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = series[i] - model.forecast();
            sum += i < 2_010 ? 0.0 : error * error;
            model.update(2_000 == i ? spike : series[i]);
        }
        final double deviation = Math.sqrt(sum / (series.length - 2_010));
        assertTrue(deviation < 1.03, () -> "the spike is not forgotten: errors of " + deviation + " instead of 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = { 1e3, 1e6, 1e12, 1e300 })
    void shouldFollowALevelThatMovedForGood(final double level)
    {
        final IncrementalArima model = arima(2, 0, 1);
        for (final double value : new ArmaProcess(new double[]{ 0.7 }, new double[0], 0.0)
            .simulate(2_000, new Random(6)))
        {
            model.update(value);
        }
        for (int i = 0; i < 200; i++)
        {
            model.update(level);
        }
        assertEquals(level, model.forecast(), 0.1 * level);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 10.0, 1e12, 1e300 })
    void shouldForecastWellAgainAfterTheScaleFell(final double scale)
    {
        final IncrementalArima model = arima(1, 0, 0);
        final Random random = new Random(7);
        for (int i = 0; i < 2_000; i++)
        {
            model.update(scale * random.nextDouble());
        }
        final double[] series = new ArmaProcess(new double[]{ 0.7 }, new double[0], 0.0).simulate(9_000, random);
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = series[i] - model.forecast();
            sum += i < 5_000 ? 0.0 : error * error;
            model.update(series[i]);
        }
        final double deviation = Math.sqrt(sum / 4_000);
        assertTrue(deviation < 1.2, () -> "the old scale is not forgotten: errors of " + deviation + " instead of 1");
    }

    /** Begun afresh at the new level, not on the way to it from zero: a fine series far from zero is learned soon. */
    @Test
    void shouldLearnAFineSeriesFarFromZeroSoonAfterTheScaleFell()
    {
        final IncrementalArima model = arima(1, 0, 0);
        final Random random = new Random(9);
        for (int i = 0; i < 2_000; i++)
        {
            model.update(1e12 * random.nextDouble());
        }
        final double[] series = new ArmaProcess(new double[]{ 0.9 }, new double[0], 0.0).simulate(1_300, random);
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = (1e6 + 1e-3 * series[i] - model.forecast()) / 1e-3;
            sum += i < 300 ? 0.0 : error * error;
            model.update(1e6 + 1e-3 * series[i]);
        }
        final double deviation = Math.sqrt(sum / 1_000);
        assertTrue(deviation < 1.2, () -> "errors of " + deviation + " instead of 1");
    }

    /**
     * A recorded outage of 336 pings: the round trips fall along a smooth line, far from their mean.
     */
    @Test
    void shouldKeepWhatItLearnedWhileAQueueDrains()
    {
        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(2).q(0).forgetting(0.9998));
        for (final double value : new ArmaProcess(new double[]{ 0.4, 0.2 }, new double[0], 30.0)
            .simulate(7_000, new Random(8)))
        {
            model.update(Math.log(Math.max(1.0, value)));
        }
        final double mean = model.mean();
        for (int i = 0; i < 336; i++)
        {
            model.update(Math.log(31_000 - 50.0 * i));
        }
        assertEquals(mean, model.mean(), 1.0);
    }

    @Test
    void shouldNameTheLagThatDoesNotExist()
    {
        final IncrementalArima model = arima(2, 1, 0);
        assertEquals(
            "autoregressive lag=3: allowed are 1 to 2 in ARIMA(2,1,0)",
            assertThrows(IndexOutOfBoundsException.class, () -> model.autoregressive(3)).getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> model.movingAverage(1));
        assertThrows(IndexOutOfBoundsException.class, () -> model.autoregressive(0));
    }

    private static double[] differences(final double[] values)
    {
        final double[] result = new double[values.length - 1];
        for (int i = 0; i < result.length; i++)
        {
            result[i] = values[i + 1] - values[i];
        }
        return result;
    }
}
