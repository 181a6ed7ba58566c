package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialSmoothingTest
{
    @Test
    void shouldRepeatTheLastValueExactly()
    {
        final ExponentialSmoothing last = ExponentialSmoothing.lastValue();
        for (int i = 0; i < 100; i++)
        {
            final double value = 1e10 * Math.sin(i);
            last.update(value);
            assertEquals(value, last.forecast());
            assertEquals(value, last.forecast(10));
        }
    }

    @Test
    void shouldAverageWithExponentialWeights()
    {
        final ExponentialSmoothing average = ExponentialSmoothing.average(0.25);
        average.update(8.0);
        average.update(4.0);
        assertEquals(7.0, average.forecast());
        average.update(3.0);
        assertEquals(6.0, average.forecast());
        assertEquals(6.0, average.forecast(5));
    }

    @Test
    void shouldFollowALineByHolt()
    {
        final ExponentialSmoothing holt = ExponentialSmoothing.holt(0.5, 0.5);
        holt.update(10.0);
        holt.update(14.0);
        // Level 12, slope 1: half of half the step of 4.
        assertEquals(13.0, holt.forecast());
        assertEquals(15.0, holt.forecast(3));
        for (int t = 2; t < 200; t++)
        {
            holt.update(10.0 + 4.0 * t);
        }
        assertEquals(10.0 + 4.0 * 200, holt.forecast(), 1e-6);
        assertEquals(10.0 + 4.0 * 209, holt.forecast(10), 1e-6);
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndStayFinite()
    {
        final ExponentialSmoothing holt = ExponentialSmoothing.holt(1.0, 1.0);
        assertFalse(holt.update(Double.NaN));
        assertTrue(holt.update(Forecaster.MAX_MAGNITUDE));
        assertTrue(holt.update(-Forecaster.MAX_MAGNITUDE));
        assertTrue(Double.isFinite(holt.forecast()));
        assertTrue(Double.isFinite(holt.forecast(Integer.MAX_VALUE)));
        assertEquals(2, holt.observationCount());
        assertEquals(1, holt.rejectedCount());
        holt.reset();
        assertEquals(0.0, holt.forecast());
        assertEquals(0, holt.observationCount());
        assertEquals(0, holt.rejectedCount());
        assertThrows(IllegalArgumentException.class, () -> holt.forecast(0));
    }

    @Test
    void shouldNameTheGainThatIsNotAllowed()
    {
        assertEquals(
            "slopeGain=0.0: allowed are more than 0.0 and at most 1.0",
            assertThrows(IllegalArgumentException.class, () -> ExponentialSmoothing.holt(0.5, 0.0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> ExponentialSmoothing.holt(1.1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> ExponentialSmoothing.average(Double.NaN));
        assertEquals("last value", ExponentialSmoothing.lastValue().toString());
        assertEquals("average(0.2)", ExponentialSmoothing.average(0.2).toString());
        assertEquals("Holt(0.3,0.1)", ExponentialSmoothing.holt(0.3, 0.1).toString());
    }
}
