package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftingMeanTest
{
    private static final int SHIFTS = 200;
    private static final int STAY = 500;

    /**
     * Levels that stay for 500 observations each: the error in the fifty after a shift, and in the rest of a stay,
     * beside means of long and of short memory.
     */
    @Test
    void shouldForgetFastAfterAShiftAndNothingOtherwise()
    {
        final Random random = new Random(ForecastSupport.seed("shouldForgetFastAfterAShiftAndNothingOtherwise"));
        final Forecaster[] rivals =
            { new ShiftingMean(2.0, 10_000.0), mean(0.999), mean(0.95), ExponentialSmoothing.average(0.2) };
        final double[] after = new double[rivals.length];
        final double[] rest = new double[rivals.length];
        double level = 0.0;
        for (int shift = 0; shift < SHIFTS; shift++)
        {
            level += (random.nextBoolean() ? 1.0 : -1.0) * (2.0 + 6.0 * random.nextDouble());
            for (int i = 0; i < STAY; i++)
            {
                final double value = level + random.nextGaussian();
                for (int k = 0; k < rivals.length; k++)
                {
                    // The noise of the value itself is nobody's error.
                    final double square = Math.pow(rivals[k].forecast() - level, 2);
                    after[k] += i >= 1 && i <= 50 ? square / (SHIFTS * 50.0) : 0.0;
                    rest[k] += i > 50 ? square / (SHIFTS * (STAY - 51.0)) : 0.0;
                    rivals[k].update(value);
                }
            }
        }
        for (int k = 0; k < rivals.length; k++)
        {
            after[k] = Math.sqrt(after[k]);
            rest[k] = Math.sqrt(rest[k]);
            System.out.printf("%s: error of the level %.3f in the fifty after a shift, %.3f later%n", rivals[k],
                after[k], rest[k]);
        }
        assertTrue(after[0] < 0.35 * after[1], "with and without forgetting: " + after[0] + ", " + after[1]);
        assertTrue(rest[0] < 0.6 * rest[2], "as exact as a short memory never is: " + rest[0] + ", " + rest[2]);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0x1p-900, 0x1p-20, 0x1p300, 0x1p900 })
    void shouldForecastTheSameInAnyUnit(final double unit)
    {
        final Random random = new Random(1);
        final ShiftingMean plain = new ShiftingMean(1.0, 1_000.0);
        final ShiftingMean scaled = new ShiftingMean(1.0, 1_000.0);
        for (int i = 0; i < 3_000; i++)
        {
            final double value = 3.0 + 5.0 * (i / 400 % 2) + random.nextGaussian();
            assertTrue(plain.update(value) && scaled.update(value * unit));
            assertEquals(plain.forecast() * unit, scaled.forecast());
            assertEquals(plain.deviation(3) * unit, scaled.deviation(3));
        }
        assertEquals(plain.shiftCount(), scaled.shiftCount());
        assertTrue(plain.shiftCount() >= 7 && plain.shiftCount() <= 14, () -> plain.shiftCount() + " shifts of 7");
    }

    @Test
    void shouldRefuseWhatIsNoObservationAndBeAsNewAfterReset()
    {
        final ShiftingMean mean = new ShiftingMean(1.0, 1_000.0);
        assertEquals(0.0, mean.forecast());
        for (final double value : new double[]{ Double.NaN, Double.NEGATIVE_INFINITY, 1e308 })
        {
            assertFalse(mean.update(value));
        }
        assertTrue(mean.update(4.0) && mean.update(6.0));
        assertEquals(5.0, mean.forecast());
        assertEquals(5.0, mean.forecast(7));
        assertEquals(Math.sqrt(2.0), mean.deviation(1), 1e-12);
        assertEquals(2, mean.observationCount());
        assertEquals(3, mean.rejectedCount());
        mean.reset();
        assertEquals(0.0, mean.forecast());
        assertEquals(0.0, mean.deviation(1));
        assertEquals(0, mean.observationCount() + mean.rejectedCount() + mean.shiftCount());
        assertThrows(IllegalArgumentException.class, () -> mean.forecast(0));
        assertThrows(IllegalArgumentException.class, () -> mean.deviation(0));
    }

    private static Forecaster mean(final double forgetting)
    {
        return new IncrementalArima(new ArimaContext().p(0).q(0).forgetting(forgetting));
    }
}
