package io.antumbra.perf.loss;

import io.antumbra.core.LinkForecast;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is computed from the trials. */
class FiguresTest
{
    private static final long ENTRIES = 5_000;

    private static RivalResult result(final String cell, final RivalKind kind) throws IOException
    {
        final Cell of = Cells.matching(List.of(cell)).get(0);
        return new RivalResult(List.of(Trial.run(of, kind, 1, ENTRIES), Trial.run(of, kind, 2, ENTRIES)));
    }

    @Test
    void shouldHaveNoFloorAboveThePathWhereNothingIsLost()
    {
        final Histogram floor = RepairFloor.latencies(0, 100_000, 500_000);

        assertEquals(0.25, floor.getMaxValue() / 1e6, 0.001);
    }

    @Test
    void shouldPutTheFloorARoundTripAndTheNextFrameAboveThePath()
    {
        final Histogram floor = RepairFloor.latencies(0.001, 100_000, 500_000);

        // one of 1,000 is lost: shown by the next, there after a round trip; five behind it wait, each less
        assertEquals(0.25, floor.getValueAtPercentile(99) / 1e6, 0.001);
        assertEquals(0.85, floor.getValueAtPercentile(99.95) / 1e6, 0.01);
    }

    @Test
    void shouldGiveTheSameIntervalEachTimeAndAWiderOneForSeedsThatDiffer()
    {
        final double[] alike = Bootstrap.interval(10, (times) -> 7);
        final double[] different = Bootstrap.interval(10, (times) -> times[0]);

        assertArrayEquals(new double[]{ 7, 7 }, alike);
        assertArrayEquals(different, Bootstrap.interval(10, (times) -> times[0]));
        assertEquals(0, different[0]);
        assertTrue(different[1] >= 3, "upper end " + different[1]);
    }

    @Test
    void shouldSeeTheBetterOfTwoAndNothingInTwoAlike() throws IOException
    {
        final RivalResult plain = result("burst/blackout", RivalKind.of("plain"));
        final RivalResult oracle = result("burst/blackout", RivalKind.of("oracle"));

        assertTrue(PredictionGoals.isBetter(oracle, plain));
        assertFalse(PredictionGoals.isBetter(plain, oracle));
        assertFalse(PredictionGoals.isBetter(plain, plain));
    }

    @Test
    void shouldJudgeOnlyTheCellsThatWereRun() throws IOException
    {
        final List<RivalResult> results = List.of(result("burst/random1", RivalKind.of("plain")), result(
            "burst/random1", RivalKind.of(RivalKind.ANTUMBRA)));

        assertEquals(List.of("burst/random1: p99.90 / plain", "burst/random1: extra bytes above plain"), new LossGoals(
            results).goals().stream().map((goal) -> goal.name().replaceAll(" \\(.*", "")).toList());
    }

    @Test
    void shouldForecastNothingFromWhatHappens()
    {
        final LinkForecast fixed = Forecasts.fixed(1, 2, 3).forLink(1);
        final LinkForecast random = Forecasts.random(1).forLink(1);
        fixed.onRoundTrip(1_000_000, 1);
        fixed.onOutage(1_000_000, 1);

        assertEquals(1, fixed.overdueAfterNs());
        assertEquals(2, fixed.roundTripNs());
        assertEquals(3, fixed.outageNs());
        assertNotEquals(random.overdueAfterNs(), random.overdueAfterNs());
    }

    @Test
    void shouldSizeTheGroupsOfParityByTheShareOfBytesThatTheyMaySpend()
    {
        assertEquals(20, EqualParity.groupSize(0.05));
        assertEquals(250, EqualParity.groupSize(0.004));
        assertEquals(2, EqualParity.groupSize(1.5), "a group of one is a copy, not parity");
        assertEquals(1000, EqualParity.groupSize(0));
        assertEquals(1000, EqualParity.groupSize(-0.02), "where Antumbra spends less than plain Aeron");
    }
}
