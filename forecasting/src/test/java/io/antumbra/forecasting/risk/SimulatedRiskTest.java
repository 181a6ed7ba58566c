package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The risk of links of which everything is known; other seeds than those that constants were chosen with.
 */
class SimulatedRiskTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", 90_001);

    @Test
    void shouldBeCalibratedAndTellMoreThanTheAverageRoundTrip()
    {
        System.out.println("simulated links: -Dantumbra.test.seed=" + SEED);
        final List<RiskTrial> trials = SimulatedLink.all(SEED).map(RiskTrial::of).toList();
        double gain = 0.0;
        for (final RiskTrial trial : trials)
        {
            System.out.println(trial);
            assertTrue(trial.reliability().calibrationError() <= 0.03, trial::toString);
            gain += (trial.area() - trial.areaOfAverage()) / trials.size();
        }
        assertTrue(gain > 0.03, "mean gain in area " + gain);
    }

    /**
     * Delays before an outage tell nothing here, and during it no reply does.
     */
    @Test
    void shouldSeeAnOutageWhileNothingComesBack()
    {
        final RiskTrial trial = RiskTrial.of(SimulatedLink.memoryless().simulate(SEED));
        assertTrue(trial.area() > trial.areaOfAverage() + 0.08, trial::toString);
        assertTrue(trial.brier().skill() > 0.12, trial::toString);
    }

    @Test
    void shouldLearnFromEachSendWhoseWindowIsDecidedAndCountTheLateOnes()
    {
        final PingTrace trace = SimulatedLink.lossy().simulate(SEED);
        final LinkRisk risk = RiskTrial.of(trace).risk();
        int late = 0;
        int last = 0;
        for (int i = 0; i < trace.length(); i++)
        {
            late += trace.rttMs(i) > trace.deadlineMs() ? 1 : 0;
            last += trace.length() - 1 == i || trace.run(i + 1) != trace.run(i) ? 1 : 0;
        }
        assertEquals(trace.length(), risk.sendCount());
        assertEquals(0, risk.droppedCount());
        assertEquals(0, risk.rejectedCount());
        // What is not decided when a run ends, at most some sends more than a window, is forgotten with the link.
        assertTrue(risk.learnedCount() <= trace.length() && risk.learnedCount() >= trace.length() - last * 12);
        assertTrue(risk.lateCount() <= late && risk.lateCount() >= late - last * 3, () -> "late " + risk.lateCount());
    }

    /**
     * Two links that are alike up to a moment get the same probabilities up to it, to the bit.
     */
    @Test
    void shouldKnowNothingOfTheFuture()
    {
        final PingTrace trace = SimulatedLink.shortOutages().simulate(SEED);
        final int changed = 600;
        final double[] told = RiskTrial.of(trace).probabilities();
        final double[] toldOfChanged = RiskTrial.of(slowerFrom(trace, changed, 700)).probabilities();
        final int difference = Arrays.mismatch(told, toldOfChanged);
        assertTrue(difference > changed, () -> "packet " + difference + " knew of packet " + changed);
        assertTrue(difference < changed + 5, () -> "packet " + difference + " was the first to see " + changed);
    }

    private static PingTrace slowerFrom(final PingTrace trace, final int packet, final int longerMs)
    {
        final int[] runs = IntStream.range(0, trace.length()).map(trace::run).toArray();
        final int[] sendTimesMs = IntStream.range(0, trace.length()).map(trace::sendTimeMs).toArray();
        final int[] rttsMs = IntStream.range(0, trace.length())
            .map(i -> trace.rttMs(i) + (i < packet ? 0 : longerMs)).toArray();
        return new PingTrace("slower", trace.deadlineMs(), runs, sendTimesMs, rttsMs);
    }
}
