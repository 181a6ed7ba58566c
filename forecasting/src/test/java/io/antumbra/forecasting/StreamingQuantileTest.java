package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingQuantileTest
{
    @ParameterizedTest
    @CsvSource({ "0.05, -1.645", "0.5, 0.0", "0.9, 1.2816", "0.99, 2.3263" })
    void shouldFindTheQuantilesOfNormalNoise(final double quantile, final double expected)
    {
        final Random random = new Random(ForecastSupport.seed("shouldFindTheQuantilesOfNormalNoise"));
        final StreamingQuantile tracker = new StreamingQuantile(quantile);
        double sum = 0.0;
        for (int i = 0; i < 50_000; i++)
        {
            tracker.update(100.0 + 10.0 * random.nextGaussian());
            sum += i < 10_000 ? 0.0 : tracker.value();
        }
        assertEquals(100.0 + 10.0 * expected, sum / 40_000, 1.5);
    }

    @Property(tries = 60, seed = "2001")
    void shouldKeepTheShareAboveWhileTheSeriesShifts(
        @ForAll @DoubleRange(min = 0.5, max = 0.99) final double quantile,
        @ForAll @DoubleRange(min = 0.0, max = 20.0) final double swing, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final StreamingQuantile tracker = new StreamingQuantile(quantile);
        final int length = 20_000;
        int above = 0;
        for (int i = 0; i < length; i++)
        {
            final double value = swing * Math.sin(i / 2_000.0) + (i < 12_000 ? 1.0 : 5.0) * random.nextGaussian();
            above += value > tracker.value() ? 1 : 0;
            tracker.update(value);
        }
        assertEquals(1.0 - quantile, above / (double)length, 0.015);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.1, 0.5, 0.97, 0.999 })
    void shouldRankTheFirstOnes(final double quantile)
    {
        final Random random = new Random(ForecastSupport.seed("shouldRankTheFirstOnes"));
        final StreamingQuantile tracker = new StreamingQuantile(quantile);
        final double[] values = random.doubles(128).toArray();
        for (int count = 1; count <= values.length; count++)
        {
            tracker.update(values[count - 1]);
            final double[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            final int rank = Math.min(count, (int)Math.ceil((count + 1) * quantile));
            assertEquals(sorted[rank - 1], tracker.value());
        }
    }

    @Test
    void shouldStepUpOnlyFromBelow()
    {
        final StreamingQuantile median = new StreamingQuantile(0.5);
        for (int i = 0; i < 128; i++)
        {
            median.update(i % 2);
        }
        assertEquals(1.0, median.value());
        median.update(1.0);
        final double after = median.value();
        assertEquals(1.0 - 0.5 / 16 * 0.5, after, 1e-3, "one that is equal is not above");
        median.update(1.0);
        assertTrue(median.value() > after);
    }

    /** The scale falls faster than the value can follow: by the scale alone it would stay where it is. */
    @Test
    void shouldFollowASeriesThatBecomesQuiet()
    {
        final Random random = new Random(ForecastSupport.seed("shouldFollowASeriesThatBecomesQuiet"));
        final StreamingQuantile tracker = new StreamingQuantile(0.97);
        for (int i = 0; i < 1_000; i++)
        {
            tracker.update(10.0 * random.nextDouble());
        }
        assertEquals(9.7, tracker.value(), 0.5);
        for (int i = 0; i < 6_000; i++)
        {
            tracker.update(0.0);
        }
        assertEquals(0.0, tracker.value(), 0.5);
    }

    /** The scale is the distance from where the series is, not from where it began. */
    @Test
    void shouldForgetHowFarAwayTheFirstOneWas()
    {
        final StreamingQuantile median = new StreamingQuantile(0.5);
        final Random random = new Random(11);
        median.update(1e6);
        for (int i = 0; i < 4_000; i++)
        {
            median.update(random.nextGaussian());
            assertTrue(i < 3_000 || Math.abs(median.value()) < 1.0, () -> "median " + median.value());
        }
    }

    @Test
    void shouldTakeASpikeForNothing()
    {
        final Random random = new Random(1);
        final StreamingQuantile clean = new StreamingQuantile(0.9);
        final StreamingQuantile spiked = new StreamingQuantile(0.9);
        for (int i = 0; i < 4_000; i++)
        {
            final double value = random.nextGaussian();
            clean.update(value);
            spiked.update(2_000 == i ? 1e300 : value);
        }
        assertEquals(clean.value(), spiked.value(), 0.3);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.0, -7.5, 1e300, 1e-300 })
    void shouldStayOnAConstant(final double constant)
    {
        final StreamingQuantile tracker = new StreamingQuantile(0.99);
        for (int i = 0; i < 1_000; i++)
        {
            tracker.update(constant);
            assertEquals(constant, tracker.value());
        }
    }

    @Property(tries = 300, seed = "2002")
    void shouldStayFiniteAndScaleWithPowersOfTwo(@ForAll final double[] values)
    {
        final StreamingQuantile tracker = new StreamingQuantile(0.95);
        final StreamingQuantile halved = new StreamingQuantile(0.95);
        for (final double value : values)
        {
            if (Forecaster.isUsable(value) && Math.abs(value) > 1e-200)
            {
                tracker.update(value);
                halved.update(0.5 * value);
                assertTrue(Double.isFinite(tracker.value()));
                assertEquals(0.5 * tracker.value(), halved.value());
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndKeepItsState()
    {
        final StreamingQuantile tracker = new StreamingQuantile(0.5);
        assertTrue(tracker.update(3.0));
        assertFalse(tracker.update(Double.NaN));
        assertFalse(tracker.update(Double.NEGATIVE_INFINITY));
        assertFalse(tracker.update(Double.MAX_VALUE));
        assertEquals(3.0, tracker.value());
        assertEquals(1, tracker.observationCount());
        assertEquals(3, tracker.rejectedCount());
        tracker.reset();
        assertEquals(0.0, tracker.value());
        assertEquals(0, tracker.observationCount());
        assertEquals(0, tracker.rejectedCount());
    }

    @Test
    void shouldNameAQuantileThatIsNone()
    {
        for (final double quantile : new double[]{ 0.0, 1.0, -1.0, Double.NaN })
        {
            assertEquals(
                "quantile=" + quantile + ": allowed are values between 0 and 1, such as 0.99",
                assertThrows(IllegalArgumentException.class, () -> new StreamingQuantile(quantile)).getMessage());
        }
        assertEquals(0.25, new StreamingQuantile(0.25).quantile());
    }
}
