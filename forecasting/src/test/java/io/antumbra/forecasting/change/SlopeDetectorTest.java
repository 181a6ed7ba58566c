package io.antumbra.forecasting.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlopeDetectorTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);

    /** Both are sums of what was observed, each value with a weight: how an impulse fades tells the weights. */
    @ParameterizedTest
    @ValueSource(doubles = { 4.0, 16.0, 100.0 })
    void shouldKnowTheErrorsOfItsLevelAndSlopeToEachOther(final double memory)
    {
        final SlopeDetector detector = new SlopeDetector(memory, 4.0);
        for (int i = 0; i < 10; i++)
        {
            detector.update(0.0);
        }
        double ofLevel = 0.0;
        double ofSlope = 0.0;
        for (int i = 0; i < 40.0 * memory; i++)
        {
            detector.update(0 == i ? 1.0 : 0.0);
            ofLevel += detector.level() * detector.level();
            ofSlope += detector.slope() * detector.slope();
        }
        assertEquals(Math.sqrt(ofLevel / ofSlope), detector.levelError() / detector.slopeError(), 1e-6);
    }

    @Test
    void shouldSeldomTellASlopeWhereThereIsNone()
    {
        final SlopeDetector detector = new SlopeDetector(16, 4.0);
        final Random random = new Random(SEED);
        final int length = 2_000_000;
        int told = 0;
        double square = 0.0;
        for (int i = 0; i < length; i++)
        {
            told += SlopeDetector.LEVEL == detector.update(1e6 + 100.0 * random.nextGaussian()) ? 0 : 1;
            square += detector.significance() * detector.significance();
        }
        final int times = told;
        assertTrue(times < length / 1_000, () -> "seed " + SEED + ": told at " + times + " of " + length);
        // Else the threshold would mean nothing: significance is in units of its own error.
        assertEquals(1.0, Math.sqrt(square / length), 0.1);
    }

    @Test
    void shouldTellASlopeSoonAndHowSteepItIs()
    {
        final Random random = new Random(SEED);
        for (final double slope : new double[]{ 0.3, -0.3, 1.0, -1.0 })
        {
            int slowest = 0;
            double delays = 0.0;
            for (int run = 0; run < 100; run++)
            {
                final SlopeDetector detector = new SlopeDetector(16, 4.0);
                for (int i = 0; i < 500; i++)
                {
                    detector.update(random.nextGaussian());
                }
                int delay = 0;
                while (SlopeDetector.LEVEL == detector.update(slope * ++delay + random.nextGaussian()))
                {
                    assertTrue(delay < 200, "seed " + SEED + ": never tells slope " + slope);
                }
                slowest = Math.max(slowest, delay);
                delays += delay / 100.0;
                for (int i = delay + 1; i < delay + 1_000; i++)
                {
                    assertEquals(
                        slope > 0.0 ? SlopeDetector.RISING : SlopeDetector.FALLING,
                        detector.update(slope * i + random.nextGaussian()));
                }
                assertEquals(slope, detector.slope(), 0.12, "seed " + SEED);
            }
            final int most = slowest;
            System.out.printf("slope %+.1f: told after %.1f, at most %d (seed %d)%n", slope, delays, most, SEED);
            assertTrue(delays < 50.0 && most < 80, () -> "slope " + slope + " told after " + most);
        }
    }

    @Test
    void shouldTellALineWithoutNoiseAndAConstant()
    {
        final SlopeDetector line = new SlopeDetector(8, 4.0);
        final SlopeDetector constant = new SlopeDetector(8, 4.0);
        for (int i = 0; i < 400; i++)
        {
            final int told = line.update(5.0 - 0.25 * i);
            assertEquals(SlopeDetector.LEVEL, constant.update(7.0));
            assertTrue(i < 120 || SlopeDetector.FALLING == told);
        }
        assertEquals(-0.25, line.slope(), 1e-6);
        assertEquals(0.0, constant.slope());
        assertEquals(0.0, constant.significance());
    }

    /** What a detector has to tell from a slope: errors of one sign for long. */
    @Test
    void shouldTakeNeitherAStepNorCorrelatedNoiseForASlope()
    {
        final SlopeDetector steps = new SlopeDetector(60, 4.0);
        final SlopeDetector correlated = new SlopeDetector(60, 4.0);
        final Random random = new Random(SEED);
        final int length = 200_000;
        int atSteps = 0;
        int atNoise = 0;
        double noise = 0.0;
        for (int i = 0; i < length; i++)
        {
            noise = 0.9 * noise + random.nextGaussian();
            atSteps += SlopeDetector.LEVEL == steps.update(25.0 * (i / 500 % 2) + random.nextGaussian()) ? 0 : 1;
            atNoise += SlopeDetector.LEVEL == correlated.update(noise) ? 0 : 1;
        }
        System.out.printf("of %d, told at %d with steps, at %d with noise%n", length, atSteps, atNoise);
        assertTrue(atSteps < length / 100, "seed " + SEED + ": told at " + atSteps + " of " + length + " with steps");
        assertTrue(atNoise < length / 1_000, "seed " + SEED + ": told at " + atNoise + " of " + length);
    }

    @Test
    void shouldGoOnAlongTheLineWhereAnObservationIsMissing()
    {
        final SlopeDetector detector = new SlopeDetector(8, 4.0);
        detector.skip();
        assertTrue(detector.isEmpty());
        for (int i = 0; i < 200; i++)
        {
            detector.update(5.0 + 2.0 * i);
        }
        detector.skip();
        detector.skip();
        assertEquals(5.0 + 2.0 * 201, detector.level(), 1e-6);
        detector.update(5.0 + 2.0 * 202);
        assertEquals(2.0, detector.slope(), 1e-6);
    }

    @Test
    void shouldNotFlickerBetweenThresholds()
    {
        final SlopeDetector detector = new SlopeDetector(16, 4.0);
        final Random random = new Random(SEED);
        int changes = 0;
        int before = SlopeDetector.LEVEL;
        for (int i = 0; i < 3_000; i++)
        {
            final int now = detector.update(random.nextGaussian() + 0.5 * Math.max(0, Math.min(i, 2_000) - 1_000));
            changes += now == before ? 0 : 1;
            before = now;
        }
        final int told = changes;
        assertTrue(2 == told, () -> "seed " + SEED + ": " + told + " changes where one slope began and ended");
    }

    @Test
    void shouldIgnoreWhatIsNoNumberAndBeAsNewAfterReset()
    {
        final SlopeDetector fresh = new SlopeDetector(4, 3.0);
        final SlopeDetector used = new SlopeDetector(4, 3.0);
        for (int i = 0; i < 100; i++)
        {
            used.update(1e100 * Math.sin(i));
            used.update(-1e101);
            used.update(Double.NaN);
            used.update(Double.NEGATIVE_INFINITY);
            assertTrue(Double.isFinite(used.slope()) && Double.isFinite(used.significance()));
        }
        used.reset();
        for (int i = 0; i < 100; i++)
        {
            final double value = Math.sin(i) + 0.1 * i;
            assertEquals(fresh.update(value), used.update(value));
            assertEquals(fresh.slope(), used.slope());
        }
    }

    @Test
    void shouldNameWhatIsAllowed()
    {
        assertEquals(
            "memory=3.0: allowed are 4.0 to 1048576.0 observations",
            assertThrows(IllegalArgumentException.class, () -> new SlopeDetector(3, 4.0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new SlopeDetector(1 << 21, 4.0));
        assertThrows(IllegalArgumentException.class, () -> new SlopeDetector(16, 0.0));
        assertThrows(IllegalArgumentException.class, () -> new SlopeDetector(16, Double.NaN));
    }
}
