package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The risk that any of the next ten pings over a 5G network is late, on recorded traces: causal, online from the first
 * ping, one set of constants, which were chosen on {@link SimulatedLink}s.
 */
class CellularRiskTest
{
    private static final int SAMPLES = 200;

    @Test
    void shouldTellTheRiskWhereTheSignalIsWeak()
    {
        assertRisk(PingTrace.weak(), 0.88, 0.30, 0.03);
    }

    @Test
    void shouldTellTheRiskInTheCountry()
    {
        assertRisk(PingTrace.rural(), 0.92, 0.60, 0.05);
    }

    @Test
    void shouldTellTheRiskInTown()
    {
        assertRisk(PingTrace.urban(), 0.83, 0.03, 0.03);
    }

    private static void assertRisk(
        final PingTrace trace, final double minArea, final double minSkill, final double maxCalibrationError)
    {
        final RiskTrial trial = RiskTrial.of(trace);
        final double[] spans = trial.bootstrap(SAMPLES, new Random(1));
        System.out.printf(
            "5G %s; over runs, 5 to 95 %%: area %.3f to %.3f, skill %.3f to %.3f%n", trial, spans[0], spans[1],
            spans[2], spans[3]);
        assertTrue(trial.area() >= minArea, trial::toString);
        assertTrue(trial.area() >= trial.areaOfAverage(), trial::toString);
        assertTrue(trial.brier().skill() >= minSkill, trial::toString);
        assertTrue(trial.reliability().calibrationError() <= maxCalibrationError, trial::toString);
        assertTrue(trial.topFactor() <= 1.5, trial::toString);
    }
}
