package io.antumbra.forecasting.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.ExponentialSmoothing;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.risk.Allocation;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformalIntervalTest
{
    private static final int LENGTH = 16_000;

    private double sink;

    @Property(tries = 40, seed = "3001")
    void shouldCoverWhileLevelAndScaleSwing(
        @ForAll @DoubleRange(min = 0.5, max = 0.98) final double coverage,
        @ForAll @DoubleRange(min = 0.0, max = 1.5) final double swing,
        @ForAll @DoubleRange(min = 0.0, max = 30.0) final double drift, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        assertCovers(
            coverage, 0.015,
            i -> drift * Math.sin(i / 900.0) + Math.exp(swing * Math.sin(i / 700.0)) * random.nextGaussian());
    }

    @Property(tries = 40, seed = "3002")
    void shouldCoverWhenTheScaleJumps(
        @ForAll @IntRange(min = -10, max = 10) final int exponent,
        @ForAll @IntRange(min = 1_000, max = 15_000) final int at, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final double factor = Math.pow(10.0, 0.3 * exponent);
        assertCovers(0.9, 0.03, i -> 100.0 + (i < at ? 1.0 : factor) * random.nextGaussian());
    }

    @Property(tries = 40, seed = "3003")
    void shouldCoverHeavyTailsOnOneSide(@ForAll final int seed)
    {
        final Random random = new Random(seed);
        assertCovers(0.9, 0.015, i -> 20.0 + Math.exp(2.0 * random.nextGaussian()));
    }

    /**
     * Five different values: any fixed bounds would hold 80 % or 100 %.
     */
    @Property(tries = 40, seed = "3004")
    void shouldCoverExactlyAFewWholeNumbers(@ForAll final int seed)
    {
        final Random random = new Random(seed);
        assertCovers(0.9, 0.015, i -> 17 + random.nextInt(5));
    }

    /**
     * The last 30 % of many short series: normal noise, Student's t(3), and, where there are values enough to see it,
     * noise that grows fivefold.
     */
    @ParameterizedTest
    @ValueSource(ints = { 20, 40, 100, 250 })
    void shouldCoverShortSeries(final int length)
    {
        final Random random = new Random(6);
        final int runs = 60_000 / length;
        for (int kind = 0; kind < (length < 40 ? 2 : 3); kind++)
        {
            int judged = 0;
            int covered = 0;
            double width = 0.0;
            for (int run = 0; run < runs; run++)
            {
                final ConformalInterval interval = new ConformalInterval(0.95);
                for (int i = 0; i < length; i++)
                {
                    final double tail =
                        1 == kind ? Math.sqrt((square(random) + square(random) + square(random)) / 3) : 1;
                    final double value =
                        random.nextGaussian() / tail * (2 == kind ? Math.pow(5.0, i / (double)length) : 1.0);
                    if (i >= 0.7 * length)
                    {
                        judged++;
                        covered += value >= interval.lower(0.0, 1.0) && value <= interval.upper(0.0, 1.0) ? 1 : 0;
                        width += interval.upper(0.0, 1.0) - interval.lower(0.0, 1.0);
                    }
                    interval.update(value, 0.0, 1.0);
                }
            }
            final double coverage = covered / (double)judged;
            final String told = String.format("%d values, kind %d: coverage %.3f, mean width %.2f", length, kind,
                coverage, width / judged);
            System.out.println(told);
            assertTrue(coverage > (0 == kind ? 0.94 : 0.90) && coverage < 0.98, told);
            assertTrue(0 != kind || width / judged < 5.8, told);
        }
    }

    /**
     * One who has no deviation to tell says 1, whatever the unit of the series.
     */
    @ParameterizedTest
    @ValueSource(ints = { -990, -101, 101, 990 })
    void shouldCoverInAnyUnitWithADeviationOfOne(final int exponent)
    {
        final double unit = Math.scalb(1.0, exponent);
        final Random random = new Random(8);
        final ConformalInterval interval = new ConformalInterval(0.9);
        for (int i = 0; i < 4_000; i++)
        {
            interval.update(unit * random.nextGaussian(), 0.0, 1.0);
        }
        final double coverage = interval.coveredCount() / (double)interval.observationCount();
        assertEquals(0.9, coverage, 0.01);
        assertEquals(3.3, interval.upper(0.0, 1.0) / unit - interval.lower(0.0, 1.0) / unit, 0.5);
    }

    @Test
    void shouldBeNarrowerThanAConstantWhereThePastTellsTheSpread()
    {
        final Random random = new Random(1);
        final IntervalScore score = score(0.9, i -> Math.exp(1.5 * Math.sin(i / 700.0)) * random.nextGaussian());
        assertTrue(score.meanWidth() < 0.9 * score.constantWidth(), score::toString);
    }

    @Test
    void shouldCostLittleOnStationaryNoise()
    {
        final Random random = new Random(2);
        final IntervalScore score = score(0.9, i -> 5.0 + random.nextGaussian());
        assertTrue(score.meanWidth() < 1.04 * score.constantWidth(), score::toString);
    }

    @Test
    void shouldTakeASpikeForNearlyNothing()
    {
        final Random random = new Random(3);
        final ConformalInterval clean = new ConformalInterval(0.9);
        final ConformalInterval spiked = new ConformalInterval(0.9);
        for (int i = 0; i < 4_000; i++)
        {
            final double value = random.nextGaussian();
            clean.update(value, 0.0, 1.0);
            spiked.update(3_990 == i ? 1e300 : value, 0.0, 1.0);
        }
        assertEquals(clean.upper(0.0, 1.0), spiked.upper(0.0, 1.0), 0.5);
        assertEquals(clean.lower(0.0, 1.0), spiked.lower(0.0, 1.0), 0.5);
    }

    @Test
    void shouldRecoverFromAFirstForecastThatKnewNothing()
    {
        final Random random = new Random(4);
        final ConformalInterval interval = new ConformalInterval(0.9);
        interval.update(1e9, 0.0, 1.0);
        for (int i = 0; i < 100; i++)
        {
            interval.update(1e9 + random.nextGaussian(), 1e9, 1.0);
        }
        assertTrue(interval.upper(1e9, 1.0) - interval.lower(1e9, 1.0) < 10.0);
    }

    @Test
    void shouldWidenWithTheDeviationOfTheHorizon()
    {
        final Random random = new Random(5);
        final ConformalInterval interval = new ConformalInterval(0.8);
        for (int i = 0; i < 2_000; i++)
        {
            interval.update(random.nextGaussian(), 0.0, 1.0);
        }
        assertEquals(3.0 * interval.upper(0.0, 1.0), interval.upper(0.0, 3.0), 1e-12);
        assertEquals(3.0 * interval.lower(0.0, 1.0), interval.lower(0.0, 3.0), 1e-12);
        assertEquals(-1.28, interval.lower(0.0, 1.0), 0.25);
        assertEquals(1.28, interval.upper(0.0, 1.0), 0.25);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.0, -7.5, 1e300, 1e-300 })
    void shouldStayOnAConstant(final double constant)
    {
        final ConformalInterval interval = new ConformalInterval(0.9);
        for (int i = 0; i < 1_000; i++)
        {
            interval.update(constant, constant, 0 == i % 2 ? 0.0 : 1.0);
            assertEquals(constant, interval.lower(constant, 0.0));
            assertEquals(constant, interval.upper(constant, 0.0));
        }
        assertEquals(constant, interval.lower(constant, 1.0));
        assertEquals(1_000, interval.coveredCount());
    }

    @Property(tries = 300, seed = "3005")
    void shouldStayFiniteAndOrderedUnderHostileInput(
        @ForAll("hostile") final double[] values, @ForAll("hostile") final double[] forecasts,
        @ForAll("hostile") final double[] deviations)
    {
        final ConformalInterval interval = new ConformalInterval(0.95);
        final ConformalInterval twin = new ConformalInterval(0.95);
        long taken = 0;
        for (int i = 0; i < values.length; i++)
        {
            final double forecast = forecasts[i % forecasts.length];
            final double deviation = deviations[i % deviations.length];
            final boolean isTaken = interval.update(values[i], forecast, deviation);
            assertEquals(isTaken, twin.update(values[i], forecast, deviation));
            taken += isTaken ? 1 : 0;
            final double lower = interval.lower(3.0, 1.0);
            final double upper = interval.upper(3.0, 1.0);
            assertTrue(Double.isFinite(lower) && Double.isFinite(upper) && lower <= upper, () -> lower + ".." + upper);
            assertEquals(lower, twin.lower(3.0, 1.0));
            assertEquals(upper, twin.upper(3.0, 1.0));
        }
        assertEquals(taken, interval.observationCount());
        assertEquals(values.length - taken, interval.rejectedCount());
        assertTrue(interval.coveredCount() <= taken);
    }

    @Property(tries = 60, seed = "3006")
    void shouldScaleExactlyWithPowersOfTwo(@ForAll @IntRange(min = -300, max = 300) final int exponent,
        @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final double factor = Math.scalb(1.0, exponent);
        final ConformalInterval interval = new ConformalInterval(0.9);
        final ConformalInterval scaled = new ConformalInterval(0.9);
        for (int i = 0; i < 300; i++)
        {
            final double forecast = random.nextGaussian();
            final double value = forecast + random.nextGaussian();
            interval.update(value, forecast, 1.0);
            scaled.update(value * factor, forecast * factor, factor);
            assertEquals(interval.lower(forecast, 1.0) * factor, scaled.lower(forecast * factor, factor));
            assertEquals(interval.upper(forecast, 1.0) * factor, scaled.upper(forecast * factor, factor));
        }
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndKeepItsState()
    {
        final ConformalInterval interval = new ConformalInterval(0.9);
        assertTrue(interval.update(1.0, 0.5, 1.0));
        assertTrue(interval.update(0.0, 0.5, 1.0));
        final double upper = interval.upper(2.0, 1.0);
        assertFalse(interval.update(Double.NaN, 0.0, 1.0));
        assertFalse(interval.update(1.0, Double.POSITIVE_INFINITY, 1.0));
        assertFalse(interval.update(1.0, 0.0, Double.NaN));
        assertFalse(interval.update(1.0, 0.0, -1.0));
        assertEquals(upper, interval.upper(2.0, 1.0));
        assertEquals(2, interval.observationCount());
        assertEquals(4, interval.rejectedCount());
        interval.reset();
        assertEquals(0, interval.observationCount());
        assertEquals(0, interval.rejectedCount());
        assertEquals(new ConformalInterval(0.9).upper(2.0, 1.0), interval.upper(2.0, 1.0));
    }

    @Test
    void shouldNameACoverageThatIsNone()
    {
        for (final double coverage : new double[]{ 0.0, 1.0, -1.0, Double.NaN })
        {
            assertEquals(
                "coverage=" + coverage + ": allowed are values between 0 and 1, such as 0.9",
                assertThrows(IllegalArgumentException.class, () -> new ConformalInterval(coverage)).getMessage());
        }
        assertEquals(0.75, new ConformalInterval(0.75).coverage());
    }

    /** At so small a coverage the two sides cross now and then, and are swapped. */
    @Test
    void shouldMirrorWithTheSeries()
    {
        final Random random = new Random(5);
        final ConformalInterval interval = new ConformalInterval(0.05);
        final ConformalInterval mirrored = new ConformalInterval(0.05);
        for (int i = 0; i < 5_000; i++)
        {
            final double forecast = random.nextGaussian();
            final double observed = forecast + random.nextGaussian();
            assertEquals(-interval.lower(forecast, 1.0), mirrored.upper(-forecast, 1.0), "upper " + i);
            assertEquals(-interval.upper(forecast, 1.0), mirrored.lower(-forecast, 1.0), "lower " + i);
            interval.update(observed, forecast, 1.0);
            mirrored.update(-observed, -forecast, 1.0);
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final ConformalInterval interval = new ConformalInterval(0.9);
        feed(interval, 20_000);
        assertEquals(0, Allocation.steadyBytes(() -> feed(interval, 50_000)));
        assertTrue(Double.isFinite(sink));
    }

    @Provide
    Arbitrary<double[]> hostile()
    {
        return Arbitraries.of(
            0.0, 1.0, -1.0, 3.0, 1e-300, 1e300, -1e300, 0x1p1000, Double.MIN_VALUE, Double.MAX_VALUE, 1e9, Double.NaN,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1).array(double[].class).ofMinSize(1).ofMaxSize(200);
    }

    private void feed(final ConformalInterval interval, final int updates)
    {
        for (int i = 0; i < updates; i++)
        {
            final double forecast = i % 17;
            sink = interval.lower(forecast, 1.0) + interval.upper(forecast, 2.0);
            interval.update(0 == i % 1_001 ? Double.NaN : forecast + i * 7_919L % 31, forecast, 1.0);
        }
    }

    private static double square(final Random random)
    {
        final double normal = random.nextGaussian();
        return normal * normal;
    }

    private static IntervalScore score(final double coverage, final IntToDoubleFunction process)
    {
        final double[] series = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++)
        {
            series[i] = process.applyAsDouble(i);
        }
        final Forecaster forecaster = ExponentialSmoothing.average(0.05);
        return IntervalScore.of(series, forecaster, new ConformalInterval(coverage));
    }

    private static void assertCovers(
        final double coverage, final double tolerance, final IntToDoubleFunction process)
    {
        final IntervalScore score = score(coverage, process);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            assertEquals(coverage, score.coverageInQuarter(quarter), tolerance, score::toString);
        }
    }
}
