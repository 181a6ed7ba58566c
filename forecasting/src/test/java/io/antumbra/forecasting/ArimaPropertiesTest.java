package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ArimaPropertiesTest
{
    @Property(tries = 40, seed = "1001")
    void shouldRecoverTheCoefficientsOfAKnownProcess(
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double autoregressive,
        @ForAll @DoubleRange(min = -0.8, max = 0.8) final double movingAverage,
        @ForAll @DoubleRange(min = -100.0, max = 100.0) final double mean,
        @ForAll final Estimation estimation,
        @ForAll final int seed)
    {
        // Where the two nearly cancel, the process is white noise and any such pair is right.
        if (Math.abs(autoregressive + movingAverage) < 0.4)
        {
            return;
        }

        final ArmaProcess process =
            new ArmaProcess(new double[]{ autoregressive }, new double[]{ movingAverage }, mean);
        final IncrementalArima model =
            new IncrementalArima(new ArimaContext().p(1).q(1).forgetting(1.0).estimation(estimation));
        for (final double value : process.simulate(20_000, new Random(seed)))
        {
            model.update(value);
        }
        assertEquals(autoregressive, model.autoregressive(1), 0.06);
        assertEquals(movingAverage, model.movingAverage(1), 0.06);
        assertEquals(1.0, model.errorDeviation(), 0.1);
    }

    @Property(tries = 40, seed = "1002")
    void shouldComeNearTheTrueInnovations(
        @ForAll @IntRange(min = 1, max = 5) final int p, @ForAll @IntRange(min = 0, max = 2) final int q,
        @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final double[] series = ArmaProcess.random(p, q, random).simulate(8_000, random);
        final double error = ForecastSupport.rootMeanSquareError(series, ForecastSupport.arima(p, 0, q));
        assertTrue(error < 1.06, () -> "error " + error + " where the innovations have 1");
    }

    @Property(tries = 100, seed = "1003")
    void shouldScaleExactlyWithPowersOfTwo(
        @ForAll("orders") final int[] order, @ForAll @IntRange(min = -900, max = 900) final int exponent,
        @ForAll final int seed)
    {
        final double factor = Math.scalb(1.0, exponent);
        final double[] series = randomWalk(seed, 300);
        final IncrementalArima model = ForecastSupport.arima(order[0], order[1], order[2]);
        final IncrementalArima scaled = ForecastSupport.arima(order[0], order[1], order[2]);
        for (final double value : series)
        {
            model.update(value);
            scaled.update(value * factor);
            assertEquals(model.forecast() * factor, scaled.forecast());
            assertEquals(model.forecast(4) * factor, scaled.forecast(4));
        }
    }

    @Property(tries = 100, seed = "1004")
    void shouldScaleAndShiftWithTheSeries(
        @ForAll("orders") final int[] order, @ForAll @DoubleRange(min = -1e3, max = 1e3) final double shift,
        @ForAll @DoubleRange(min = 0.01, max = 100.0) final double factor, @ForAll final int seed)
    {
        final double[] series = randomWalk(seed, 200);
        final IncrementalArima model = ForecastSupport.arima(order[0], order[1], order[2]);
        final IncrementalArima moved = ForecastSupport.arima(order[0], order[1], order[2]);
        final double tolerance = 1e-6 * (Math.abs(shift) + factor);
        for (final double value : series)
        {
            model.update(value);
            moved.update(shift + value * factor);
            assertEquals(shift + model.forecast() * factor, moved.forecast(), tolerance);
        }
    }

    @Property(tries = 50, seed = "1005")
    void shouldRepeatItself(@ForAll("orders") final int[] order, @ForAll("hostile") final double[] series)
    {
        final IncrementalArima first = ForecastSupport.arima(order[0], order[1], order[2]);
        final IncrementalArima second = ForecastSupport.arima(order[0], order[1], order[2]);
        for (final double value : series)
        {
            assertEquals(first.update(value), second.update(value));
            assertEquals(Double.doubleToLongBits(first.forecast()), Double.doubleToLongBits(second.forecast()));
        }
    }

    @Property(tries = 1_000, seed = "1006")
    void shouldStayFiniteUnderHostileInput(
        @ForAll("orders") final int[] order, @ForAll final Estimation estimation,
        @ForAll @DoubleRange(min = 0.9, max = 1.0) final double forgetting, @ForAll("hostile") final double[] series)
    {
        final IncrementalArima model = new IncrementalArima(
            new ArimaContext().p(order[0]).d(order[1]).q(order[2]).forgetting(forgetting).estimation(estimation));
        final double priorTrace = order[0] + order[2];
        long taken = 0;
        for (final double value : series)
        {
            taken += model.update(value) ? 1 : 0;
            assertTrue(Double.isFinite(model.forecast()), () -> model + " forecasts " + model.forecast());
            assertTrue(Double.isFinite(model.errorDeviation()), () -> "deviation " + model.errorDeviation());
            assertTrue(model.covarianceTrace() <= priorTrace * 1.000001, () -> "trace " + model.covarianceTrace());
        }
        assertTrue(Double.isFinite(model.forecast(100)), () -> model + " forecasts " + model.forecast(100));
        assertEquals(taken, model.observationCount());
        assertEquals(series.length - taken, model.rejectedCount());
    }

    @Provide
    Arbitrary<int[]> orders()
    {
        return Combinators
            .combine(Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 3))
            .as((p, d, q) -> new int[]{ p, d, q });
    }

    /**
     * Runs of constants, noise of any scale, alternations, spikes and what is no number, in any sequence.
     */
    @Provide
    Arbitrary<double[]> hostile()
    {
        final Arbitrary<Double> levels = Arbitraries.of(
            0.0, 1.0, -1.0, 1e-300, 1e300, -1e300, 0x1p1000, -0x1p1000, Double.MIN_VALUE, Double.MAX_VALUE, 1e9,
            Double.NaN, Double.POSITIVE_INFINITY, 7.0, 0.1);
        return Combinators.combine(levels, levels, Arbitraries.integers().between(1, 60))
            .as(ArimaPropertiesTest::stretch).list().ofMinSize(1).ofMaxSize(12).map(ArimaPropertiesTest::joined);
    }

    private static double[] stretch(final double level, final double noise, final int length)
    {
        final double[] result = new double[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = 0 == length % 2 ? level : level + noise * Math.sin(i * length);
        }
        return result;
    }

    private static double[] joined(final Iterable<double[]> stretches)
    {
        double[] result = {};
        for (final double[] next : stretches)
        {
            final int length = result.length;
            result = Arrays.copyOf(result, length + next.length);
            System.arraycopy(next, 0, result, length, next.length);
        }
        return result;
    }

    private static double[] randomWalk(final int seed, final int length)
    {
        final Random random = new Random(seed);
        final double[] series = new double[length];
        double level = 0.0;
        for (int i = 0; i < length; i++)
        {
            level = 0.9 * level + random.nextGaussian();
            series[i] = level + 0.3 * random.nextGaussian();
        }
        return series;
    }
}
