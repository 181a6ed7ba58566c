package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.resend.LinkMonitor;
import org.junit.jupiter.api.Test;

class WarmUpTest
{
    @Test
    void shouldRunEveryForecastOfAMonitor()
    {
        final LinkMonitor monitor = WarmUp.forecasts();
        assertTrue(monitor.expectedRoundTripNs() > 0);
        assertTrue(monitor.expectedJitterNs() > 0);
        assertTrue(monitor.expectedLossRatioOfLineA() > 0);
        assertTrue(monitor.expectedLossRatioOfLineB() > 0);
        assertTrue(monitor.expectedDeliveryRateBytes() > 0);
    }
}
