package io.antumbra.core;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CoreConfigTest
{
    private static void assertRefused(final Consumer<CoreConfig> change, final String message)
    {
        final CoreConfig config = new CoreConfig();
        change.accept(config);
        assertEquals(message, assertThrows(IllegalArgumentException.class, config::conclude).getMessage());
    }

    @Test
    void shouldRefuseAHighRiskBelowTheMediumOne()
    {
        assertRefused((config) ->
        {
            config.mediumRisk = 0.6;
            config.highRisk = 0.5;
        }, "highRisk=0.5 is not allowed: from mediumRisk=0.6 to 1");
        assertRefused((config) -> config.mediumRisk = Double.NaN, "mediumRisk=NaN is not allowed: from 0 to 1");
        assertRefused((config) -> config.highRisk = 1.5, "highRisk=1.5 is not allowed: from 0 to 1");
    }

    @Test
    void shouldRefuseDistancesOfCopiesThatMakeNoSense()
    {
        assertRefused((config) -> config.copyCeilingNs = 0,
            "copyCeilingNs=0 is not allowed: from 1 to 3600000000000");
        assertRefused((config) -> config.copyFloorNs = config.copyCeilingNs + 1,
            "copyFloorNs=100000001 is not allowed: from 1 to 100000000");
    }
}
