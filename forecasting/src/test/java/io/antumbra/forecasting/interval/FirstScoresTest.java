package io.antumbra.forecasting.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstScoresTest
{
    /** Student's t from the tables: Abramowitz and Stegun, 1964, table 26.10. */
    @ParameterizedTest
    @CsvSource({ "3, 0.9, 2.3534", "5, 0.9, 2.0150", "8, 0.9, 1.8595", "3, 0.8, 1.6377", "8, 0.95, 2.3060" })
    void shouldReachAsFarAsTheIntervalOfANormalSampleOfThatSize(
        final int count, final double coverage, final double quantile)
    {
        final FirstScores scores = new FirstScores(coverage);
        for (int i = 0; i < count; i++)
        {
            scores.update(2.0);
        }
        final double deviation = 2.0 * Math.sqrt(0.5 * Math.PI);
        assertEquals(deviation * Math.sqrt(1.0 + 1.0 / count) * quantile, scores.reach(), 0.03 * scores.reach());
    }
}
