package io.antumbra.forecasting.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CumulativeSumTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);

    @Test
    void shouldSeldomTellAChangeWhereThereIsNone()
    {
        final CumulativeSum test = new CumulativeSum(0.0, 0.5, 8.0);
        final Random random = new Random(SEED);
        int alarms = 0;
        final int length = 2_000_000;
        for (int i = 0; i < length; i++)
        {
            alarms += CumulativeSum.UNCHANGED == test.update(random.nextGaussian()) ? 0 : 1;
        }
        // Siegmund's approximation of the mean time to a two-sided false alarm: (e^(2kb) - 2kb - 1) / (2k^2) / 2 with
        // b = h + 1.166, here about 9,600 from rest; rises of the threshold make it rarer.
        final int told = alarms;
        assertTrue(told > 40 && told < length / 9_000, () -> "seed " + SEED + ": " + told + " false alarms");
    }

    @Test
    void shouldTellAShiftWithinTheDelayThatIsDocumented()
    {
        final Random random = new Random(SEED);
        final int runs = 400;
        for (final double shift : new double[]{ 1.0, 2.0, -1.0, -3.0 })
        {
            double delays = 0.0;
            for (int run = 0; run < runs; run++)
            {
                final CumulativeSum test = new CumulativeSum(0.0, 0.5, 8.0);
                int delay = 0;
                int told = CumulativeSum.UNCHANGED;
                while (CumulativeSum.UNCHANGED == told)
                {
                    delay++;
                    told = test.update(shift + random.nextGaussian());
                }
                assertEquals(shift > 0.0 ? CumulativeSum.RISEN : CumulativeSum.FALLEN, told);
                delays += delay;
            }
            final double expected = 8.0 / (Math.abs(shift) - 0.5);
            assertEquals(expected, delays / runs, 0.3 * expected, "seed " + SEED + ", shift " + shift);
        }
    }

    /** By simulation of the test itself, its input standardised exactly: what Siegmund's approximation is worth. */
    @ParameterizedTest
    @CsvSource({ "0.5, 1000", "1.0, 100", "1.0, 1000", "1.0, 20000", "2.0, 1000", "3.0, 1000" })
    void shouldAlarmFalselyAsSeldomAsStated(final double shift, final double runLength)
    {
        final CumulativeSum test = CumulativeSum.ofRunLength(shift, runLength);
        final double threshold = test.threshold();
        final Random random = new Random(SEED);
        final int length = 4_000_000;
        int up = 0;
        int down = 0;
        for (int i = 0; i < length; i++)
        {
            final int told = test.update(random.nextGaussian());
            up += CumulativeSum.RISEN == told ? 1 : 0;
            down += CumulativeSum.FALLEN == told ? 1 : 0;
        }
        final double found = length / (double)(up + down);
        System.out.printf(
            "shift %.1f, stated run length %.0f: found %.0f (threshold %.2f)%n", shift, runLength, found, threshold);
        assertTrue(found > 0.9 * runLength && found < (shift > 2.0 ? 3.0 : 1.25) * runLength,
            "seed " + SEED + ": run length " + found);
        assertEquals(0.5, up / (double)(up + down), 2.0 / Math.sqrt(up + down), "as many rises as falls");
        assertEquals(threshold, test.threshold(), "stays where it is");
    }

    @Test
    void shouldNotTakeASingleOutlierForAChange()
    {
        final CumulativeSum test = new CumulativeSum(0.0, 0.5, 8.0);
        assertEquals(CumulativeSum.UNCHANGED, test.update(1e300));
        assertEquals(CumulativeSum.UNCHANGED, test.update(Double.NaN));
        assertEquals(CumulativeSum.UNCHANGED, test.update(0.0));
        assertEquals(CumulativeSum.RISEN, test.update(Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldTellLessAndLessWhereEverythingChangesAllTheTime()
    {
        final CumulativeSum test = new CumulativeSum(0.0, 0.5, 8.0);
        int early = 0;
        int late = 0;
        for (int i = 0; i < 100_000; i++)
        {
            final boolean isTold = CumulativeSum.UNCHANGED != test.update(0 == i / 50 % 2 ? 3.0 : -3.0);
            early += isTold && i < 200 ? 1 : 0;
            late += isTold && i >= 99_800 ? 1 : 0;
            assertTrue(test.threshold() >= 8.0 && test.threshold() <= 512.0);
        }
        final int atFirst = early;
        final int atLast = late;
        assertTrue(atFirst >= 3 && 0 == atLast, () -> atFirst + " alarms at first, " + atLast + " at last");
    }

    @Test
    void shouldBeAsNewAfterReset()
    {
        final CumulativeSum test = new CumulativeSum(1.0, 0.5, 4.0);
        for (int i = 0; i < 100; i++)
        {
            test.update(9.0);
        }
        test.reset();
        assertEquals(4.0, test.threshold());
        assertEquals(CumulativeSum.UNCHANGED, test.update(5.0));
        assertEquals(CumulativeSum.RISEN, test.update(5.0));
    }

    @Test
    void shouldNameWhatIsAllowed()
    {
        assertEquals(
            "threshold=0.0: allowed are more than 0.0",
            assertThrows(IllegalArgumentException.class, () -> new CumulativeSum(0.0, 0.5, 0.0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CumulativeSum(0.0, -0.1, 1.0));
        assertThrows(IllegalArgumentException.class, () -> new CumulativeSum(Double.NaN, 0.5, 1.0));
        assertThrows(IllegalArgumentException.class, () -> new CumulativeSum(0.0, 0.5, Double.POSITIVE_INFINITY));
    }
}
