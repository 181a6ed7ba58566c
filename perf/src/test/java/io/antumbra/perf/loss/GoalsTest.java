package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Verdicts over results whose latencies and bytes are made up, so that each is known. */
class GoalsTest
{
    private static final String CELL = "burst/ge";
    private static final int SEEDS = 4;
    private static final int FIRST_BYTES = 1_000_000_000;

    /** All latencies alike, a little other for each seed; extra bytes on top of what the trials have in common. */
    private static RivalResult result(final String cell, final String kind, final long latencyNs, final double extra)
        throws IOException
    {
        final List<TrialResult> trials = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final TrialResult trial =
                Trial.run(Cells.matching(List.of(cell)).get(0), RivalKind.of(kind), seed, 100);
            trial.latencies.reset();
            trial.latencies.recordValueWithCount(latencyNs + seed * latencyNs / 1000, 10_000);
            trial.bytes.add(Traffic.FIRST, FIRST_BYTES);
            trial.bytes.add(Traffic.COPY, (int)(extra * FIRST_BYTES));
            trials.add(trial);
        }
        return new RivalResult(trials);
    }

    private static boolean isBetter(final long learnedNs, final double learnedExtra, final long fixedNs,
        final double fixedExtra) throws IOException
    {
        return PredictionGoals.isBetter(result(CELL, "plain", learnedNs, learnedExtra),
            result(CELL, "plain", fixedNs, fixedExtra));
    }

    @Test
    void shouldPreferWhatIsFasterAtEqualBytesOrCheaperAtEqualLatency() throws IOException
    {
        assertTrue(isBetter(900_000, 0.05, 1_000_000, 0.05), "faster at equal bytes");
        assertTrue(isBetter(1_000_000, 0.04, 1_000_000, 0.05), "cheaper at equal latency");
        assertTrue(isBetter(900_000, 0.04, 1_000_000, 0.05), "both");
        assertFalse(isBetter(1_000_000, 0.05, 1_000_000, 0.05), "neither");
        assertFalse(isBetter(900_000, 0.06, 1_000_000, 0.05), "faster, and dearer");
        assertFalse(isBetter(1_100_000, 0.04, 1_000_000, 0.05), "cheaper, and slower");
        assertFalse(isBetter(1_000_000, 0.0495, 1_000_000, 0.05), "cheaper by less than counts");
    }

    @Test
    void shouldTellBesideWhereTheForecasterIsFasterWithMoreBytes() throws IOException
    {
        final List<Goal> goals = new LossGoals(List.of(
            result("burst/ge", RivalKind.ANTUMBRA, 900_000, 0.06), result("burst/ge", RivalKind.FIXED, 1_000_000, 0.05),
            result("sparse/ge", RivalKind.ANTUMBRA, 900_000, 0.05), result("sparse/ge", RivalKind.FIXED, 1_000_000,
                0.05),
            result("burst/blackout", RivalKind.ANTUMBRA, 1_000_000, 0.05), result("burst/blackout", RivalKind.FIXED,
                1_000_000, 0.05)))
            .goals();

        final Goal goal = goal(goals, "forecaster beats the best fixed constants in 1 of 3 bursty, blackout and" +
            " recorded cells (faster with more bytes in 1)");
        assertEquals(1.0 / 3, goal.measured(), 1e-9);
        assertFalse(goal.isMet());
    }

    @Test
    void shouldDrawTheSameSeedsEachTime()
    {
        final double[] once = Bootstrap.interval(10, GoalsTest::fine);
        assertArrayEquals(once, Bootstrap.interval(10, GoalsTest::fine));
        assertNotEquals(once[0], once[1]);
    }

    /** Another number for each way to draw. */
    private static double fine(final int[] times)
    {
        double sum = 0;
        for (int i = 0; i < times.length; i++)
        {
            sum += times[i] * Math.sqrt(i + 2);
        }
        return sum;
    }

    @Test
    void shouldJudgeNothingWhereAntumbraDidNotRun() throws IOException
    {
        final List<RivalResult> results = new ArrayList<>();
        for (final String cell : List.of(CELL, "burst/none", "burst/blackout", "burst/random1", "10k/random5"))
        {
            for (final String rival : List.of(RivalKind.PLAIN, "tuned", "timer", "duplicate", RivalKind.FIXED))
            {
                results.add(result(cell, rival, 1_000_000, 0));
            }
        }
        assertEquals(List.of(), new LossGoals(results).goals());
    }

    @Test
    void shouldCompareAntumbraWithTheBestThatSpendsNoMore() throws IOException
    {
        final List<Goal> goals = new LossGoals(List.of(
            result(CELL, RivalKind.ANTUMBRA, 2_000_000, 0.03),
            result(CELL, RivalKind.PLAIN, 80_000_000, 0),
            result(CELL, "tuned", 1_000_000, 0.04),
            result(CELL, "timer", 1_600_000, 0.029),
            result(CELL, "probe", 40_000_000, 0.01))).goals();

        final double best = measured(goals, CELL + ": p99.9 / best that spends no more (timer)");
        assertEquals(1.25, best, 0.01);
        assertFalse(goal(goals, CELL + ": p99.9 / best that").isMet());
        assertEquals(1.0 / 40, measured(goals, CELL + ": p99.90 / plain"), 0.001);
        assertTrue(goal(goals, CELL + ": p99.90 / plain").isMet());
        assertEquals(3, measured(goals, CELL + ": extra bytes above plain"), 0.01);
        assertEquals(2, measured(goals, "geometric mean of p99.9 / tuned"), 0.01);
    }

    private static Goal goal(final List<Goal> goals, final String name)
    {
        return goals.stream().filter((goal) -> goal.name().startsWith(name)).findFirst().orElseThrow(
            () -> new AssertionError(name + " is not among " + goals));
    }

    private static double measured(final List<Goal> goals, final String name)
    {
        return goal(goals, name).measured();
    }
}
