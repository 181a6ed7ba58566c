package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeasonalArimaTest
{
    private static final int SEASON = 12;

    /**
     * The airline model of Box and Jenkins, section 9.2: w = e(t) + c e(t-1) + C e(t-s) + c C e(t-s-1), w the
     * difference of the seasonal difference.
     */
    @Property(tries = 30, seed = "6001")
    void shouldRecoverTheCoefficientsOfAnAirlineModel(
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double movingAverage,
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double seasonal, @ForAll final int seed)
    {
        final IncrementalArima model = new IncrementalArima(
            new ArimaContext().p(0).d(1).q(1).seasonal(SEASON, 0, 1, 1).forgetting(1.0));
        for (final double value : airline(movingAverage, seasonal, 8_000, new Random(seed)))
        {
            model.update(value);
        }
        assertEquals(movingAverage, model.movingAverage(1), 0.06);
        assertEquals(seasonal, model.seasonalMovingAverage(), 0.06);
        assertEquals(1.0, model.errorDeviation(), 0.1);
        assertEquals("ARIMA(0,1,1)(0,1,1)12", model.toString());
    }

    @Property(tries = 30, seed = "6002")
    void shouldRecoverASeasonalAutoregression(
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double autoregressive,
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double seasonal, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final double[] y = new double[10_000];
        final IncrementalArima model = new IncrementalArima(
            new ArimaContext().p(1).q(0).seasonal(SEASON, 1, 0, 0).forgetting(1.0));
        for (int t = 0; t < y.length; t++)
        {
            y[t] = random.nextGaussian() + autoregressive * at(y, t - 1) + seasonal * at(y, t - SEASON) -
                autoregressive * seasonal * at(y, t - SEASON - 1);
            model.update(50.0 + y[t]);
        }
        assertEquals(autoregressive, model.autoregressive(1), 0.06);
        assertEquals(seasonal, model.seasonalAutoregressive(), 0.06);
    }

    @Test
    void shouldContinueASeasonOnALineExactly()
    {
        final IncrementalArima model =
            new IncrementalArima(new ArimaContext().p(1).d(1).q(1).seasonal(5, 1, 1, 1));
        final double[] shape = { 3.0, -1.0, 4.0, -1.0, 5.0 };
        for (int t = 0; t < 60; t++)
        {
            model.update(10.0 + 0.5 * t + shape[t % 5]);
        }
        for (int h = 1; h <= 23; h++)
        {
            assertEquals(10.0 + 0.5 * (59 + h) + shape[(59 + h) % 5], model.forecast(h), 1e-9);
        }
        assertEquals(model.forecast(), model.forecast(1));
    }

    /**
     * Beyond the reach of past innovations, forecasts obey the autoregressive difference equation of the whole model.
     */
    @Test
    void shouldForecastAheadByTheDifferenceEquation()
    {
        final IncrementalArima model =
            new IncrementalArima(new ArimaContext().p(1).q(1).seasonal(4, 1, 0, 1).centred(false));
        final Random random = new Random(7);
        final double[] y = new double[3_000];
        for (int t = 0; t < y.length; t++)
        {
            y[t] = random.nextGaussian() + 0.5 * at(y, t - 1) + 0.6 * at(y, t - 4) - 0.3 * at(y, t - 5);
            model.update(y[t]);
        }
        final double a = model.autoregressive(1);
        final double s = model.seasonalAutoregressive();
        for (int h = 12; h < 30; h++)
        {
            final double expected =
                a * model.forecast(h - 1) + s * model.forecast(h - 4) - a * s * model.forecast(h - 5);
            assertEquals(expected, model.forecast(h), 1e-9);
        }
    }

    @Test
    void shouldTellTheLastValueWhileTheFirstSeasonIsNotOver()
    {
        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(1).q(1).seasonal(6, 0, 1, 1));
        for (int t = 0; t < 5; t++)
        {
            model.update(t * t);
            assertEquals(t * t, model.forecast());
            assertEquals(t * t, model.forecast(9));
            assertEquals(0.0, model.deviation(9));
        }
        model.update(77.0);
        assertEquals(0.0, model.forecast());
        assertEquals(1.0, model.forecast(2));
        assertEquals(77.0, model.forecast(6));
    }

    @Property(tries = 60, seed = "6003")
    void shouldScaleExactlyWithPowersOfTwo(@ForAll @IntRange(min = -900, max = 900) final int exponent)
    {
        final double[] series = airline(-0.4, -0.5, 300, new Random(3));
        final IncrementalArima model = full();
        final IncrementalArima scaled = full();
        for (final double value : series)
        {
            model.update(value);
            scaled.update(Math.scalb(value, exponent));
            assertEquals(Math.scalb(model.forecast(), exponent), scaled.forecast());
            assertEquals(Math.scalb(model.forecast(17), exponent), scaled.forecast(17));
        }
    }

    @Property(tries = 60, seed = "6004")
    void shouldShiftWithTheSeries(@ForAll @DoubleRange(min = -1e3, max = 1e3) final double shift)
    {
        final double[] series = airline(-0.4, -0.5, 200, new Random(4));
        final IncrementalArima model = full();
        final IncrementalArima moved = full();
        for (final double value : series)
        {
            model.update(value);
            moved.update(shift + value);
            assertEquals(shift + model.forecast(), moved.forecast(), 1e-6 * (1.0 + Math.abs(shift)));
        }
    }

    @Property(tries = 200, seed = "6005")
    void shouldStayFiniteUnderHostileInput(@ForAll final double[] values, @ForAll final boolean isRepeated)
    {
        final IncrementalArima model = new IncrementalArima(
            new ArimaContext().p(2).d(1).q(2).seasonal(3, 1, 1, 1).forgetsOnChange(true));
        for (int i = 0; i < 5; i++)
        {
            for (final double value : values)
            {
                model.update(value);
                if (isRepeated)
                {
                    model.update(value);
                }
                assertTrue(Double.isFinite(model.forecast()), () -> "forecast " + model.forecast());
                assertTrue(model.deviation(20) <= Double.MAX_VALUE, () -> "deviation " + model.deviation(20));
                assertTrue(Double.isFinite(model.forecast(100)), () -> "forecast " + model.forecast(100));
                assertTrue(model.covarianceTrace() <= 7.0, () -> "trace " + model.covarianceTrace());
            }
        }
    }

    @Test
    void shouldBeAsNewAfterReset()
    {
        final IncrementalArima fresh = full();
        final IncrementalArima used = full();
        for (int i = 0; i < 200; i++)
        {
            used.update(1e6 * Math.sin(i));
            assertFalse(used.update(Double.NaN));
        }
        used.reset();
        for (final double value : airline(-0.4, -0.5, 200, new Random(5)))
        {
            fresh.update(value);
            used.update(value);
            assertEquals(fresh.forecast(), used.forecast());
            assertEquals(fresh.forecast(20), used.forecast(20));
            assertEquals(fresh.deviation(20), used.deviation(20));
        }
    }

    @Test
    void shouldNameTheSettingThatIsNotAllowed()
    {
        expectRefused("season=1: allowed are 2 to 16384", new ArimaContext().seasonal(1, 0, 1, 1));
        expectRefused(
            "seasonalP=2: allowed are 0 to 1 seasonal autoregressive terms", new ArimaContext().seasonal(7, 2, 0, 0));
        expectRefused("seasonalD=-1: allowed are 0 to 1 seasonal differences",
            new ArimaContext().seasonal(7, 0, -1, 0));
        expectRefused(
            "seasonalQ=9: allowed are 0 to 1 seasonal moving-average terms", new ArimaContext().seasonal(7, 0, 0, 9));
    }

    private static void expectRefused(final String message, final ArimaContext context)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, context::conclude).getMessage());
    }

    static double[] airline(
        final double movingAverage, final double seasonal, final int length, final Random random)
    {
        final double[] e = new double[length];
        final double[] w = new double[length];
        final double[] x = new double[length];
        for (int t = 0; t < length; t++)
        {
            e[t] = random.nextGaussian();
            w[t] = e[t] + movingAverage * at(e, t - 1) + seasonal * at(e, t - SEASON) +
                movingAverage * seasonal * at(e, t - SEASON - 1);
            x[t] = w[t] + at(x, t - 1) + at(x, t - SEASON) - at(x, t - SEASON - 1);
        }
        return x;
    }

    private static IncrementalArima full()
    {
        return new IncrementalArima(new ArimaContext().p(1).d(1).q(1).seasonal(SEASON, 1, 1, 1));
    }

    private static double at(final double[] values, final int index)
    {
        return index < 0 ? 0.0 : values[index];
    }
}
