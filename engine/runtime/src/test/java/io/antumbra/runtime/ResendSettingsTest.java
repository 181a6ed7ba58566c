package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.CoreConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResendSettingsTest
{
    private static String all(final CoreConfig core)
    {
        return core.copyShare + " " + core.copyBurstBytes + " " + core.copyExperimentShare + " " +
            core.copyDeadlineNs + " " + core.mediumRisk + " " + core.highRisk + " " + core.copyFloorNs + " " +
            core.copyCeilingNs + " " + core.unhealthyPauseNs + " " + core.unhealthyQueueEntries;
    }

    private static String applied(final ResendSettings settings)
    {
        final CoreConfig core = new CoreConfig();
        settings.applyTo(core);
        return all(core);
    }

    @Test
    void shouldStartFromTheDefaultsOfTheCore()
    {
        assertEquals(all(new CoreConfig()), applied(new ResendSettings()));
    }

    @Test
    void shouldHandOnEverySetting()
    {
        assertEquals("0.1 2 0.3 4 0.5 0.6 7 8 9 10", applied(new ResendSettings().copyShare(0.1).copyBurstBytes(2)
            .copyExperimentShare(0.3).copyDeadlineNs(4).mediumRisk(0.5).highRisk(0.6).copyFloorNs(7).copyCeilingNs(8)
            .unhealthyPauseNs(9).unhealthyQueueEntries(10)));
    }

    @Test
    void shouldReadTheSystemProperties()
    {
        final Map<String, String> properties = new LinkedHashMap<>();
        properties.put(ResendSettings.COPY_SHARE_PROP, "0.1");
        properties.put(ResendSettings.COPY_BURST_PROP, "2k");
        properties.put(ResendSettings.COPY_EXPERIMENT_SHARE_PROP, "0.3");
        properties.put(ResendSettings.COPY_DEADLINE_PROP, "4us");
        properties.put(ResendSettings.MEDIUM_RISK_PROP, "0.5");
        properties.put(ResendSettings.HIGH_RISK_PROP, "0.6");
        properties.put(ResendSettings.COPY_FLOOR_PROP, "7ns");
        properties.put(ResendSettings.COPY_CEILING_PROP, "8ms");
        properties.put(ResendSettings.UNHEALTHY_PAUSE_PROP, "9ms");
        properties.put(ResendSettings.UNHEALTHY_QUEUE_PROP, "10");
        try
        {
            properties.forEach(System::setProperty);
            assertEquals("0.1 2048 0.3 4000 0.5 0.6 7 8000000 9000000 10", applied(new ResendSettings()));
            System.setProperty(ResendSettings.HIGH_RISK_PROP, "much");
            assertTrue(assertThrows(AntumbraException.class, ResendSettings::new).getMessage()
                .contains("antumbra.risk.high=much: not a number"));
        }
        finally
        {
            properties.keySet().forEach(System::clearProperty);
        }
    }
}
