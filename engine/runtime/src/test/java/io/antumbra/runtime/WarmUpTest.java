package io.antumbra.runtime;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WarmUpTest
{
    @Test
    void shouldRunEveryForecastOfAMonitor()
    {
        final double forecasts = WarmUp.forecasts();
        assertTrue(forecasts > 0 && forecasts < 1e9, "forecasts " + forecasts);
        assertEquals(forecasts, WarmUp.forecasts(), 0, "the same each time");
    }
}
