package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalSmoothingTest
{
    private static final double[] SHAPE = { 5.0, -1.0, 2.0, -6.0 };

    @Test
    void shouldForecastTheValueOneSeasonAgo()
    {
        final SeasonalSmoothing model = SeasonalSmoothing.lastSeason(3);
        final double[] values = { 1.0, 5.0, 9.0, 2.0, 6.0, 7.0, 3.0 };
        for (int t = 0; t < values.length; t++)
        {
            if (t >= 3)
            {
                assertEquals(values[t - 3], model.forecast(), 1e-12);
            }
            model.update(values[t]);
        }
        assertEquals(6.0, model.forecast(), 1e-12);
        assertEquals(7.0, model.forecast(2), 1e-12);
        assertEquals(3.0, model.forecast(3), 1e-12);
        assertEquals(6.0, model.forecast(4), 1e-12);
        assertEquals(3.0, model.forecast(Integer.MAX_VALUE - 1), 1e-12);
    }

    @Test
    void shouldForecastTheLastValueWhileTheFirstSeasonIsNotOver()
    {
        final SeasonalSmoothing model = SeasonalSmoothing.holtWinters(4, 0.3, 0.1, 0.2);
        assertEquals(0.0, model.forecast());
        for (int t = 0; t < 3; t++)
        {
            model.update(SHAPE[t]);
            assertEquals(SHAPE[t], model.forecast());
            assertEquals(SHAPE[t], model.forecast(9));
        }
    }

    @Test
    void shouldFollowALineWithASeasonExactlyAfterSomeSeasons()
    {
        final SeasonalSmoothing model = SeasonalSmoothing.holtWinters(4, 0.3, 0.2, 0.2);
        for (int t = 0; t < 2_000; t++)
        {
            model.update(100.0 + 0.5 * t + SHAPE[t % 4]);
        }
        for (int h = 1; h <= 9; h++)
        {
            assertEquals(100.0 + 0.5 * (1_999 + h) + SHAPE[(1_999 + h) % 4], model.forecast(h), 1e-6);
        }
    }

    @Test
    void shouldBeatTheLastValueOnANoisySeason()
    {
        final Random random = new Random(ForecastSupport.seed("shouldBeatTheLastValueOnANoisySeason"));
        final double[] series = new double[400];
        for (int t = 0; t < series.length; t++)
        {
            series[t] = SHAPE[t % 4] + random.nextGaussian();
        }
        final double smoothed =
            ForecastSupport.rootMeanSquareError(series, SeasonalSmoothing.holtWinters(4, 0.1, 0.0, 0.1));
        assertTrue(smoothed < 1.25, () -> "error " + smoothed + " where the noise has 1");
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndBeAsNewAfterReset()
    {
        final SeasonalSmoothing fresh = SeasonalSmoothing.holtWinters(5, 0.3, 0.1, 0.2);
        final SeasonalSmoothing used = SeasonalSmoothing.holtWinters(5, 0.3, 0.1, 0.2);
        for (int i = 0; i < 33; i++)
        {
            assertTrue(used.update(1e9 * Math.sin(i)));
            assertFalse(used.update(Double.NaN));
        }
        assertEquals(33, used.observationCount());
        assertEquals(33, used.rejectedCount());
        used.reset();
        for (int i = 0; i < 40; i++)
        {
            fresh.update(Math.cos(i));
            used.update(Math.cos(i));
            assertFalse(used.update(Double.NEGATIVE_INFINITY));
            assertEquals(fresh.forecast(), used.forecast());
            assertEquals(fresh.forecast(7), used.forecast(7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 1, SeasonalSmoothing.MAX_SEASON + 1 })
    void shouldNameTheSeasonsThatAreAllowed(final int season)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> SeasonalSmoothing.lastSeason(season));
        assertEquals("season=" + season + ": allowed are 2 to 16384", ex.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SeasonalSmoothing.holtWinters(4, 0.0, 0.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SeasonalSmoothing.holtWinters(4, 0.1, 1.1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> SeasonalSmoothing.holtWinters(4, 0.1, 0.1, Double.NaN));
    }
}
