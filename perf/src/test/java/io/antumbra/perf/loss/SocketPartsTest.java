package io.antumbra.perf.loss;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What of a run on real sockets can be judged without one. */
class SocketPartsTest
{
    @Test
    void shouldMeanEntriesToBeSentAsTheWorkloadSays()
    {
        final SocketSchedule schedule = new SocketSchedule(Workload.BURST, new SplittableRandom(1));
        final int[] counts = new int[Workload.BURST.streams];
        final long[] lastNs = new long[counts.length];
        long beforeNs = 0;
        while (schedule.dueNs() < 1_000_000_000L)
        {
            final int streamId = schedule.streamId();
            assertTrue(schedule.dueNs() >= beforeNs, "in order of time");
            beforeNs = schedule.dueNs();
            if (counts[streamId] > 0)
            {
                assertEquals(counts[streamId] % 5 == 0 ? 250_000_000L - 4 * 20_000 : 20_000, schedule.dueNs() -
                    lastNs[streamId], "stream " + streamId + " entry " + counts[streamId]);
            }
            lastNs[streamId] = schedule.dueNs();
            counts[streamId]++;
            schedule.advance();
        }
        for (final int count : counts)
        {
            assertEquals(20, count);
        }
    }

    @Test
    void shouldDrawThePhasesBySeed()
    {
        final long first = new SocketSchedule(Workload.SPARSE, new SplittableRandom(1)).dueNs();

        assertEquals(first, new SocketSchedule(Workload.SPARSE, new SplittableRandom(1)).dueNs());
        assertNotEquals(first, new SocketSchedule(Workload.SPARSE, new SplittableRandom(2)).dueNs());
    }

    @Test
    void shouldKnowAnEntryByItsBytes()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 + Workload.ENTRY_LENGTH]);
        final UnsafeBuffer entry = new UnsafeBuffer(buffer, 8, Workload.ENTRY_LENGTH);
        EntryBytes.put(entry, 3, 77);

        assertEquals(3, EntryBytes.streamId(buffer, 8));
        assertEquals(77, EntryBytes.sequence(buffer, 8, Workload.ENTRY_LENGTH, 3));
        assertThrows(IllegalStateException.class, () -> EntryBytes.sequence(buffer, 8, Workload.ENTRY_LENGTH, 4));
        assertThrows(IllegalStateException.class, () -> EntryBytes.sequence(buffer, 8, Workload.ENTRY_LENGTH - 1, 3));
        entry.putInt(4, 78);
        assertThrows(IllegalStateException.class, () -> EntryBytes.sequence(buffer, 8, Workload.ENTRY_LENGTH, 3));
    }

    @Test
    void shouldBeginEachRoundWithAnotherRival()
    {
        assertEquals(List.of("a", "b", "c"), SocketRuns.order(List.of("a", "b", "c"), 0));
        assertEquals(List.of("b", "c", "a"), SocketRuns.order(List.of("a", "b", "c"), 1));
        assertEquals(List.of("a", "b", "c"), SocketRuns.order(List.of("a", "b", "c"), 3));
    }

    @Test
    void shouldCountForAsLongAsTheQuantileNeedsUnlessToldOtherwise() throws IOException
    {
        final SocketOptions options = new SocketOptions();
        double seconds = 0;
        for (final Cell cell : Cells.matching(SocketOptions.CELLS))
        {
            final double counted = options.rounds * options.lengthNs(cell) / 1e9;
            final long entries = (long)(counted * cell.workload.entriesPerSecond());
            assertTrue(LossReport.beyond(entries, LossGoals.judged(cell)) >= 100, cell.name + " " + entries);
            seconds += SocketRivals.DEFAULTS.size() * (counted + options.rounds * options.warmUpNs(false) / 1e9);
        }
        assertTrue(seconds < 85 * 60, "90 minutes with what it takes to start and end: " + seconds);

        options.seconds = 7.0;
        assertEquals(7_000_000_000L, options.lengthNs(Cells.matching(List.of("burst/ge")).get(0)));
        options.seconds = 0.0;
        assertTrue(assertThrows(IllegalArgumentException.class, options::check).getMessage().startsWith("--seconds=0"));
    }

    @Test
    void shouldCountWhatLiesBeyondAQuantile()
    {
        assertEquals(100, LossReport.beyond(100_000, 0.999));
        assertEquals(99, LossReport.beyond(99_999, 0.999));
        assertEquals(0, LossReport.beyond(1, 0.5));
    }

    @Test
    void shouldNameARivalThatExistsInVirtualTimeOnly()
    {
        final String message = assertThrows(IllegalArgumentException.class, () -> SocketRivals.kinds(List.of("plain",
            "timer"))).getMessage();

        assertTrue(message.contains("rivals=timer") && message.contains("duplicate"), message);
        assertEquals(4, SocketRivals.kinds(SocketRivals.DEFAULTS).size());
    }

    @Test
    void shouldCountTheBytesBetweenTwoCountsAndNeverLessThanNone()
    {
        final ByteCounts before = new ByteCounts();
        before.addBytes(Traffic.FIRST, 1000);
        before.addBytes(Traffic.HEARTBEAT, 50);
        final ByteCounts after = new ByteCounts();
        after.addBytes(Traffic.FIRST, 3000);
        after.addBytes(Traffic.RETRANSMIT, 300);
        after.addBytes(Traffic.HEARTBEAT, 20);

        final ByteCounts between = SocketBytes.between(before, after);

        assertEquals(2000, between.bytes(Traffic.FIRST));
        assertEquals(0, between.bytes(Traffic.HEARTBEAT));
        assertEquals(0.15, between.extraRatio(), 1e-9);
    }
}
