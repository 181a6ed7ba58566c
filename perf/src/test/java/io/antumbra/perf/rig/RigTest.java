package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Goal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What of the rig can be judged without a clock: schedule, round trips, repeats, ratios, options.
 */
class RigTest
{
    private static final PrintStream NOWHERE =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @Command
    private static final class Parsed
    {
        @Mixin
        private RigOptions rig;

        @Mixin
        private LoadOptions load;
    }

    @Command
    private static final class ParsedNode
    {
        @Mixin
        private NodeOptions node;
    }

    @Test
    void shouldKeepTheScheduleWhateverWasLate()
    {
        final SendSchedule schedule = new SendSchedule(1_000, 10_000);

        assertEquals(1_000, schedule.dueNs());
        assertFalse(schedule.isDue(999));
        assertTrue(schedule.isDue(1_000));
        schedule.advance();
        schedule.advance();
        assertEquals(201_000, schedule.dueNs());
        assertFalse(schedule.isDue(200_999));
        assertTrue(schedule.isDue(5_000_000));
    }

    @Test
    void shouldCountFromTheIntendedTimeAndLeaveOutTheWarmUp()
    {
        final RoundTrips roundTrips = new RoundTrips(1_000, 3_000, 2);
        for (final long dueNs : new long[]{ 0, 1_000, 2_999, 3_000, 3_001 })
        {
            roundTrips.onSent(dueNs);
        }

        roundTrips.onAcknowledged(2, 1_500);
        roundTrips.onAcknowledged(4, 9_000);

        assertEquals(1, roundTrips.unacknowledged());
        assertEquals(2, roundTrips.histogram().getTotalCount());
        assertEquals(500, (double)roundTrips.histogram().getMinValue(), 1.0);
        assertEquals(6_001, (double)roundTrips.histogram().getMaxValue(), 8.0);
    }

    @Test
    void shouldKeepNoMoreEntriesThanThereIsRoomFor()
    {
        final Parsed parsed = new Parsed();
        new CommandLine(parsed).parseArgs("--rate", "1000000", "--seconds", "100");
        parsed.load.check();
        assertEquals(100_000_001, parsed.load.maxEntries());
        new CommandLine(parsed).parseArgs("--rate", "1000000", "--seconds", "101");
        assertEquals("--seconds=101.0 is not allowed: from 0.1 to 100.0",
            assertThrows(IllegalArgumentException.class, parsed.load::check).getMessage());
    }

    @Test
    void shouldPutEachContenderAfterEachOtherEquallyOften()
    {
        final Map<String, Integer> neighbours = new TreeMap<>();
        String before = "";
        for (int round = 1; round <= 12; round++)
        {
            for (final String contender : Rounds.order(List.of("A", "B", "C"), round))
            {
                neighbours.merge(before + contender, 1, Integer::sum);
                before = contender;
            }
        }

        neighbours.remove("A");
        assertEquals(Map.of("AB", 6, "AC", 6, "BA", 6, "BC", 6, "CA", 5, "CB", 6), neighbours);
    }

    @Test
    void shouldRepeatDisturbedMeasurementsWhileTheBudgetLasts()
    {
        final List<Integer> asked = new ArrayList<>();
        final Rounds rounds = new Rounds(parse("--rounds=2", "--raw-only", "--max-repeats=1").rig, (contender, round) ->
        {
            asked.add(round);
            return result(contender, round, 10_000, true);
        }, NOWHERE);

        rounds.run(RoundtripReport::printProgress);

        assertEquals(List.of(1, 1, 2), asked);
        assertEquals(2, rounds.results().size());
    }

    @Test
    void shouldMeasureEveryContenderInEveryRoundBeginningOneFurtherEachTime()
    {
        final List<String> order = new ArrayList<>();
        final Rounds rounds = new Rounds(parse("--rounds=2", "--shadow-dir=/dev/shm,disk").rig, (contender, round) ->
        {
            order.add(round + contender.fileName());
            return result(contender, round, 1_000, false);
        }, NOWHERE);

        rounds.run(RoundtripReport::printProgress);

        assertEquals(List.of("1raw", "1antumbra-dev-shm", "1antumbra-disk", "2antumbra-dev-shm", "2antumbra-disk",
            "2raw"), order);
    }

    @Test
    void shouldCompareMediansOverRounds()
    {
        final Rounds rounds = new Rounds(parse("--rounds=3", "--shadow-dir=/dev/shm").rig, (contender, round) -> result(
            contender, round, contender.isRaw() ? 10_000L * round : 12_000L * round, false), NOWHERE);
        rounds.run(RoundtripReport::printProgress);

        final Goal goal = new RoundtripReport(rounds).ratio(Contender.antumbra(Path.of("/dev/shm")), 0, 1.3);

        assertEquals(1.2, goal.measured(), 0.01);
        assertTrue(goal.isMet());
    }

    @Test
    void shouldNameWhatIsNotAllowed()
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, parse("--length=7").load::check);

        assertTrue(ex.getMessage().contains("--length=7"), ex.getMessage());
        assertThrows(IllegalArgumentException.class, parse("--rounds=0").rig::check);
    }

    @Test
    void shouldCarryOptionsToTheOtherProcessUnchanged()
    {
        final NodeOptions sent = new NodeOptions();
        sent.name = "n";
        sent.endpoint = "127.0.0.1:1";
        sent.peer = "127.0.0.1:2";
        sent.isFlood = true;
        sent.folder = Path.of("f");
        sent.journalFolder = Path.of("j");
        final ParsedNode received = new ParsedNode();

        new CommandLine(received).parseArgs(sent.toArguments().toArray(new String[0]));

        assertEquals(sent.toArguments(), received.node.toArguments());
    }

    private static Parsed parse(final String... arguments)
    {
        final Parsed parsed = new Parsed();
        new CommandLine(parsed).parseArgs(arguments);
        return parsed;
    }

    private static RoundResult result(final Contender contender, final int round, final long valueNs,
        final boolean isDisturbed)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValue(valueNs);
        return new RoundResult(contender, round, histogram, 0, 0, 0, isDisturbed ? 50 : 0, isDisturbed);
    }
}
