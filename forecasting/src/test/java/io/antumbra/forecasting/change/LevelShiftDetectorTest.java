package io.antumbra.forecasting.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.risk.Allocation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The run length that is stated, the delay that follows from it, and what is told of a shift; by simulation.
 */
class LevelShiftDetectorTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);
    private static final double MEAN = 1_000.0;
    private static final double DEVIATION = 7.0;

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @CsvSource({ "0.5, 500", "1.0, 500", "1.0, 5000", "1.0, 50000", "2.0, 500", "2.0, 5000", "3.0, 5000" })
    void shouldAlarmFalselyAsSeldomAsStated(final double shift, final double runLength)
    {
        final LevelShiftDetector detector = new LevelShiftDetector(shift, runLength);
        final int length = (int)Math.max(1_000_000, 100 * runLength);
        for (int i = 0; i < length; i++)
        {
            detector.update(normal(0.0));
        }
        final double found = length / (double)detector.changeCount();
        System.out.printf("shift %.1f, stated run length %.0f: found %.0f (seed %d)%n", shift, runLength, found, SEED);
        assertTrue(found > 0.75 * runLength && found < 2.0 * runLength, "seed " + SEED + ": run length " + found);
    }

    @Test
    void shouldKnowMeanAndDeviationOfTheFewThatItHasSeen()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 10_000.0);
        final double[] values = { 3.0, -1.0, 4.0, -1.0, 5.0, -9.0, 2.0, 6.0 };
        double sum = 0.0;
        double squares = 0.0;
        for (int n = 1; n <= values.length; n++)
        {
            detector.update(values[n - 1]);
            sum += values[n - 1];
            squares += values[n - 1] * values[n - 1];
            assertEquals(sum / n, detector.level(), 1e-12);
            final double variance = 1 == n ? 0.0 : (squares - sum * sum / n) / (n - 1.0);
            assertEquals(Math.sqrt(variance), detector.deviation(), 1e-12, "of " + n);
        }
    }

    /**
     * After eight values the next one is judged as one of Student's distribution of seven degrees of freedom around a
     * mean that is itself uncertain (Hawkins, Self-starting CUSUM charts for location and scale, 1987): the least step
     * of two equal values that is told follows from that alone.
     */
    @Test
    void shouldJudgeTheFirstOnesByHowLittleIsKnown()
    {
        final double[] values = { 3.0, -1.0, 4.0, -1.0, 5.0, -9.0, 2.0, 6.0 };
        final double mean = 1.125;
        final double variance = 23.267857142857142;
        double low = 0.0;
        double high = 10.0 * Math.sqrt(variance);
        final double threshold = CumulativeSum.ofRunLength(1.0, 100.0).threshold();
        while (high - low > 1e-9)
        {
            final double step = 0.5 * (low + high);
            final double second = (variance * 7.0 + step * step * 8.0 / 9.0) / 8.0;
            final double sum = normal(step, variance, 8) + normal(step * 8.0 / 9.0, second, 9) - 1.0;
            low = sum > threshold ? low : step;
            high = sum > threshold ? step : high;
        }
        for (final double factor : new double[]{ 0.999, 1.001 })
        {
            final LevelShiftDetector detector = new LevelShiftDetector(1.0, 100.0);
            for (final double value : values)
            {
                detector.update(value);
            }
            assertEquals(mean, detector.level(), 1e-12);
            assertEquals(Math.sqrt(variance), detector.deviation(), 1e-12);
            assertEquals(CumulativeSum.UNCHANGED, detector.update(mean + factor * low));
            final int expected = factor > 1.0 ? CumulativeSum.RISEN : CumulativeSum.UNCHANGED;
            assertEquals(expected, detector.update(mean + factor * low), "a step of " + factor * low);
        }
    }

    /** Wallace's approximation: a t of n - 1 degrees of freedom as the normal that is as seldom. */
    private static double normal(final double distance, final double variance, final int n)
    {
        final double f = n - 1.0;
        final double square = distance * distance / (variance * (1.0 + 1.0 / n));
        return (8.0 * f + 1.0) / (8.0 * f + 3.0) * Math.sqrt(f * Math.log1p(square / f));
    }

    @Test
    void shouldCountFromTheFirstShiftedOneToTheOneThatTold()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 10_000.0);
        for (int i = 0; i < 500; i++)
        {
            assertEquals(CumulativeSum.UNCHANGED, detector.update(0 == i % 2 ? 1.0 : -1.0));
        }
        int shifted = 1;
        while (CumulativeSum.RISEN != detector.update(50.0))
        {
            shifted++;
        }
        assertTrue(shifted > 1, "a single one is no shift yet");
        assertEquals(shifted, detector.sinceChange());
        assertEquals(50.0, detector.level());
    }

    /** Self-starting: the first hundred values, of which mean and deviation are learned, alarm no more than others. */
    @Test
    void shouldAlarmFalselyAsSeldomAsStatedFromTheBeginning()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 1_000.0);
        long alarms = 0;
        final int runs = 20_000;
        for (int run = 0; run < runs; run++)
        {
            detector.reset();
            for (int i = 0; i < 100; i++)
            {
                detector.update(normal(0.0));
            }
            alarms += detector.changeCount();
        }
        final double perThousand = alarms / (runs * 0.1);
        System.out.printf("first hundred values: %.2f alarms in 1,000 (seed %d)%n", perThousand, SEED);
        assertTrue(perThousand > 0.3 && perThousand < 1.3, "seed " + SEED + ": " + perThousand + " alarms in 1,000");
    }

    @ParameterizedTest
    @CsvSource({ "1.0, 1.0", "1.0, -1.0", "1.0, 2.0", "1.0, -3.0", "2.0, 2.0", "2.0, -4.0" })
    void shouldTellAShiftByItsSignItsSizeAndItsBeginningWithinTheDelay(final double tuned, final double shift)
    {
        final int runs = 2_000;
        final int before = 400;
        double delays = 0.0;
        double sizes = 0.0;
        double misses = 0.0;
        int falseAlarms = 0;
        int told = 0;
        for (int run = 0; run < runs; run++)
        {
            final LevelShiftDetector detector = new LevelShiftDetector(tuned, 10_000.0);
            for (int i = 0; i < before; i++)
            {
                detector.update(normal(0.0));
            }
            if (detector.changeCount() > 0)
            {
                falseAlarms++;
                continue;
            }
            told++;
            int delay = 1;
            int direction = detector.update(normal(shift));
            while (CumulativeSum.UNCHANGED == direction)
            {
                delay++;
                assertTrue(delay < 1_000, "seed " + SEED + ": never tells a shift of " + shift);
                direction = detector.update(normal(shift));
            }
            assertEquals(shift > 0.0 ? CumulativeSum.RISEN : CumulativeSum.FALLEN, direction);
            delays += delay;
            sizes += detector.shift() / DEVIATION;
            misses += Math.abs(delay - detector.sinceChange());
        }
        final double expected = delay(tuned, Math.abs(shift), 10_000.0);
        System.out.printf(
            "shift %+.1f, tuned to %.1f: told after %.1f (theory %.1f), as %+.2f, its beginning %.1f off, %d false%n",
            shift, tuned, delays / told, expected, sizes / told, misses / told, falseAlarms);
        assertEquals(expected, delays / told, 0.3 * expected + 1.0, "seed " + SEED);
        assertEquals(shift, sizes / told, 0.35 * Math.abs(shift), "seed " + SEED);
        assertTrue(misses / told < 0.5 * expected + 1.0, "seed " + SEED + ": off by " + misses / told);
        assertTrue(falseAlarms < 2 * runs * before / 10_000, "seed " + SEED + ": " + falseAlarms + " false alarms");
    }

    @Test
    void shouldFollowALevelThatShiftsAgainAndAgain()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(2.0, 10_000.0);
        double level = 0.0;
        int wrong = 0;
        final int shifts = 500;
        for (int i = 0; i < shifts; i++)
        {
            final double step = (random.nextBoolean() ? 1.0 : -1.0) * (3.0 + 5.0 * random.nextDouble());
            level += step;
            double told = 0.0;
            for (int j = 0; j < 200; j++)
            {
                told += CumulativeSum.UNCHANGED == detector.update(normal(level)) ? 0.0 : detector.shift();
            }
            wrong += 0 == i || Math.abs(told / DEVIATION - step) < 1.0 + 0.4 * Math.abs(step) ? 0 : 1;
            assertEquals(MEAN + DEVIATION * level, detector.level(), 0.6 * DEVIATION, "seed " + SEED);
        }
        final long changes = detector.changeCount();
        System.out.printf("%d shifts: %d told, %d wrong (seed %d)%n", shifts, changes, wrong, SEED);
        assertTrue(changes >= shifts - 1 && changes < 1.15 * shifts, "seed " + SEED + ": " + changes);
        assertTrue(wrong <= shifts / 50, "seed " + SEED + ": " + wrong + " of " + shifts + " wrong");
        assertEquals(DEVIATION, detector.deviation(), 0.1 * DEVIATION);
    }

    /** Student's t with three degrees of freedom: no fourth moment, but hardly more alarms. */
    @Test
    void shouldBearHeavyTails()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 1_000.0);
        final int length = 1_000_000;
        for (int i = 0; i < length; i++)
        {
            double square = 0.0;
            for (int j = 0; j < 3; j++)
            {
                final double normal = random.nextGaussian();
                square += normal * normal;
            }
            detector.update(random.nextGaussian() / Math.sqrt(square / 3.0));
        }
        final double found = length / (double)detector.changeCount();
        System.out.printf("t(3): run length %.0f where 1,000 is stated (seed %d)%n", found, SEED);
        assertTrue(found > 500.0, "seed " + SEED + ": run length " + found);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.0, -3.5, 1e9, 1e-9 })
    void shouldTellAConstantThatBecameAnotherOne(final double constant)
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 1_000.0);
        for (int i = 0; i < 100; i++)
        {
            assertEquals(CumulativeSum.UNCHANGED, detector.update(constant));
        }
        assertEquals(0.0, detector.deviation());
        int told = CumulativeSum.UNCHANGED;
        int delay = 0;
        while (CumulativeSum.UNCHANGED == told)
        {
            told = detector.update(constant - 2.0);
            assertTrue(++delay < 6, "told after 5 at most");
        }
        assertEquals(CumulativeSum.FALLEN, told);
        assertEquals(constant - 2.0, detector.level(), 1e-9 * Math.abs(constant) + 1e-12);
    }

    @Test
    void shouldNeitherTakeAnOutlierForAShiftNorARefusedValueForAnything()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 10_000.0);
        for (int i = 0; i < 50; i++)
        {
            detector.update(i % 3);
        }
        final double level = detector.level();
        final double deviation = detector.deviation();
        for (final double value : new double[]{ Double.NaN, Double.POSITIVE_INFINITY, -1e300 })
        {
            assertEquals(CumulativeSum.UNCHANGED, detector.update(value));
        }
        assertEquals(3, detector.rejectedCount());
        assertEquals(level, detector.level());
        assertEquals(CumulativeSum.UNCHANGED, detector.update(1e100));
        assertEquals(CumulativeSum.UNCHANGED, detector.update(1.0));
        assertEquals(level, detector.level(), 4.0 * deviation / 50.0, "an outlier counts as four deviations");
    }

    @Test
    void shouldBeAsNewAfterReset()
    {
        final LevelShiftDetector fresh = new LevelShiftDetector(1.0, 1_000.0);
        final LevelShiftDetector used = new LevelShiftDetector(1.0, 1_000.0);
        for (int i = 0; i < 300; i++)
        {
            used.update(i < 150 ? normal(0.0) : normal(9.0));
            used.update(Double.NaN);
        }
        assertTrue(used.changeCount() > 0 && used.shift() > 0.0);
        used.reset();
        assertEquals(0, used.changeCount());
        assertEquals(0, used.rejectedCount());
        assertEquals(0, used.sinceChange());
        assertEquals(0.0, used.shift());
        for (int i = 0; i < 3_000; i++)
        {
            final double value = normal(i < 1_000 ? 0.0 : 2.0);
            assertEquals(fresh.update(value), used.update(value));
            assertEquals(fresh.level(), used.level());
            assertEquals(fresh.deviation(), used.deviation());
        }
    }

    @Test
    void shouldNameWhatIsAllowed()
    {
        assertEquals(
            "shift=0.0: allowed are 0.1 to 3.0 deviations",
            assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(0.0, 1_000.0)).getMessage());
        assertEquals(
            "averageRunLength=99.0: allowed are 100 to 10^12 observations",
            assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(1.0, 99.0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(3.1, 1_000.0));
        assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(Double.NaN, 1_000.0));
        assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(1.0, 1e13));
        assertThrows(IllegalArgumentException.class, () -> new LevelShiftDetector(1.0, Double.NaN));
    }

    @Test
    void shouldAllocateNothing()
    {
        final LevelShiftDetector detector = new LevelShiftDetector(1.0, 1_000.0);
        final Runnable feed = () ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                detector.update(i % 17 + (i / 500 % 2) * 20.0);
            }
        };
        feed.run();
        assertEquals(0, Allocation.steadyBytes(feed));
        assertTrue(detector.changeCount() > 100);
    }

    /** Siegmund's approximation, as {@link CumulativeSum#ofRunLength} gives it. */
    private static double delay(final double tuned, final double shift, final double runLength)
    {
        final double b = CumulativeSum.ofRunLength(tuned, runLength).threshold() + 1.166;
        final double c = shift - 0.5 * tuned;
        return (Math.exp(-2.0 * c * b) + 2.0 * c * b - 1.0) / (2.0 * c * c);
    }

    private double normal(final double level)
    {
        return MEAN + DEVIATION * (level + random.nextGaussian());
    }
}
