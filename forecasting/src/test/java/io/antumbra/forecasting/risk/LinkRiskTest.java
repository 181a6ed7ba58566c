package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinkRiskTest
{
    private static final long DEADLINE_NS = 1_000;

    private double sink;

    @Test
    void shouldRiseWhileNothingComesBack()
    {
        final LinkRisk risk = taughtByOutages();
        final long nowNs = 100_000_000;
        final long number = risk.onSend(nowNs, 0);
        final double fresh = risk.probability();
        final double waiting = risk.assess(nowNs + 900, 0);
        final double overdue = risk.assess(nowNs + 3_000, 0);
        assertTrue(fresh < 0.2, () -> "fresh " + fresh);
        assertTrue(fresh < waiting && waiting < overdue, () -> fresh + " " + waiting + " " + overdue);
        assertTrue(overdue > 0.5, () -> "overdue " + overdue);
        assertEquals(overdue, risk.probability());
        assertTrue(risk.onReply(number, nowNs + 3_100));
    }

    @Test
    void shouldAwaitNothingBeforeTheNewestThatWasAnswered()
    {
        final LinkRisk inOrder = taughtByOutages();
        final LinkRisk reordered = taughtByOutages();
        final long nowNs = 100_000_000;
        for (final LinkRisk risk : new LinkRisk[]{ inOrder, reordered })
        {
            final long older = risk.onSend(nowNs, 0);
            final long newer = risk.onSend(nowNs, 0);
            assertTrue(risk.onReply(inOrder == risk ? older : newer, nowNs + 300));
            assertTrue(risk.onReply(inOrder == risk ? newer : older, nowNs + 300));
        }
        assertEquals(inOrder.assess(nowNs + 900, 0), reordered.assess(nowNs + 900, 0));
    }

    @Test
    void shouldLearnFromAWindowAsSoonAsOneOfItIsLate()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).window(3));
        risk.onSend(0, 0);
        risk.onSend(1, 0);
        final long last = risk.onSend(2, 0);
        risk.assess(3, 0);
        assertEquals(0, risk.learnedCount());
        risk.onLost(last);
        risk.assess(4, 0);
        assertEquals(1, risk.learnedCount(), "those before it are open, and change nothing");
    }

    /** The link that answers a nanosecond later shows what the same replies teach when they are late. */
    @Test
    void shouldLearnThatAReplyAtTheDeadlineIsInTime()
    {
        final LinkRisk justInTime = answeredAfter(DEADLINE_NS);
        final LinkRisk justLate = answeredAfter(DEADLINE_NS + 1);
        assertEquals(0, justInTime.lateCount());
        assertEquals(2_000, justLate.lateCount());
        assertTrue(justInTime.probability() < 0.05, () -> "in time " + justInTime.probability());
        assertTrue(justLate.probability() > 0.95, () -> "late " + justLate.probability());
    }

    /** The first four are no longer kept: what is in their places is not overdue yet, the fifth is. */
    @Test
    void shouldFindWhatIsOverdueThoughOlderOnesWereDropped()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).window(2).capacity(8));
        for (int i = 0; i < 12; i++)
        {
            risk.onSend(80L * i, 0);
        }
        risk.assess(1_320, 0);
        assertEquals(0, risk.lateCount());
        risk.assess(1_321, 0);
        assertEquals(1, risk.lateCount());
    }

    /**
     * Every send that finds a deep queue is late, and nothing else tells so.
     */
    @Test
    void shouldLearnWhatTheQueueDepthMeans()
    {
        final Random random = new Random(1);
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        for (int i = 0; i < 4_000; i++)
        {
            final long nowNs = i * 10_000L;
            final boolean isDeep = random.nextInt(4) < 1;
            final long number = risk.onSend(nowNs, isDeep ? 50 : 0);
            risk.onReply(number, nowNs + (isDeep ? 2_000 : 300));
        }
        assertTrue(risk.assess(40_000_000, 50) > 0.9, () -> "deep " + risk.probability());
        assertTrue(risk.assess(40_000_000, 0) < 0.1, () -> "empty " + risk.probability());
    }

    @Test
    void shouldTakeANegativeQueueDepthForAnEmptyQueue()
    {
        final LinkRisk empty = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        final LinkRisk negative = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        for (int i = 0; i < 100; i++)
        {
            empty.onReply(empty.onSend(i * 10_000L, 0), i * 10_000L + 300);
            negative.onReply(negative.onSend(i * 10_000L, -i), i * 10_000L + 300);
        }
        assertEquals(empty.assess(1_000_000, 0), negative.assess(1_000_000, Integer.MIN_VALUE));
    }

    @Test
    void shouldCountALossAsLate()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        final Random random = new Random(2);
        int lost = 0;
        for (int i = 0; i < 4_000; i++)
        {
            final long number = risk.onSend(i * 10_000L, 0);
            if (random.nextInt(10) < 3)
            {
                lost++;
                assertTrue(risk.onLost(number));
            }
            else
            {
                risk.onReply(number, i * 10_000L + 300);
            }
        }
        assertEquals(lost, risk.lateCount());
        assertEquals(0.3, risk.assess(40_000_000, 0), 0.15);
    }

    @Test
    void shouldDecideByTimeWithoutAReplyAndTakeALateOneStill()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        final long first = risk.onSend(0, 0);
        risk.assess(DEADLINE_NS, 0);
        assertEquals(0, risk.lateCount());
        risk.assess(DEADLINE_NS + 1, 0);
        assertEquals(1, risk.lateCount());
        assertEquals(1, risk.learnedCount());
        assertTrue(risk.onReply(first, DEADLINE_NS + 500));
        assertEquals(1, risk.lateCount());
        final long second = risk.onSend(10_000, 0);
        assertTrue(risk.onReply(second, 10_000 + DEADLINE_NS));
        assertEquals(1, risk.lateCount());
        final long third = risk.onSend(20_000, 0);
        assertTrue(risk.onReply(third, 20_001 + DEADLINE_NS));
        assertEquals(2, risk.lateCount());
    }

    @Test
    void shouldRefuseWhatIsNoAnswer()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).capacity(4));
        final long number = risk.onSend(1_000, 0);
        assertFalse(risk.onReply(number + 1, 1_100));
        assertFalse(risk.onReply(-1, 1_100));
        assertFalse(risk.onReply(number, 999));
        assertTrue(risk.onReply(number, 1_100));
        assertFalse(risk.onReply(number, 1_200));
        assertFalse(risk.onLost(number));
        assertFalse(risk.onLost(number + 1));
        assertEquals(6, risk.rejectedCount());
        for (int i = 0; i < 4; i++)
        {
            risk.onSend(2_000, 0);
        }
        assertFalse(risk.onReply(number, 2_100));
        assertTrue(risk.onReply(number + 1, 2_100));
        assertEquals(7, risk.rejectedCount());
    }

    @Test
    void shouldCountWhatHadToMakeRoom()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).capacity(8).window(4));
        for (int i = 0; i < 20; i++)
        {
            risk.onSend(i, 0);
        }
        assertEquals(12, risk.droppedCount());
        assertEquals(0, risk.learnedCount());
    }

    @Test
    void shouldForgetTheLinkAndKeepWhatWasLearned()
    {
        final LinkRisk risk = taughtByOutages();
        final long learned = risk.learnedCount();
        final long number = risk.onSend(100_000_000, 0);
        risk.assess(100_009_000, 0);
        assertTrue(risk.probability() > 0.5);
        risk.onReconnect();
        assertFalse(risk.onReply(number, 100_009_100));
        assertTrue(risk.assess(100_009_200, 0) < 0.3, () -> "new link " + risk.probability());
        final long next = risk.onSend(100_010_000, 0);
        assertEquals(number + 1, next);
        risk.assess(100_013_000, 0);
        assertTrue(risk.probability() > 0.4, () -> "no longer knows an outage: " + risk.probability());
        assertTrue(risk.learnedCount() > learned);
    }

    /**
     * Any sequence of calls, with times that jump, numbers that are none and queues below zero.
     */
    @Property(tries = 300, seed = "4001")
    void shouldTellAProbabilityWhateverComes(
        @ForAll("calls") final long[] calls, @ForAll("times") final long[] times,
        @ForAll @IntRange(min = 1, max = 8) final int window)
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(7).capacity(16).window(window));
        final LinkRisk twin = new LinkRisk(new LinkRiskContext().deadlineNs(7).capacity(16).window(window));
        for (int i = 0; i < calls.length; i++)
        {
            final long nowNs = times[i % times.length];
            assertEquals(call(risk, calls[i], nowNs), call(twin, calls[i], nowNs));
            final double probability = risk.probability();
            assertTrue(probability >= 0.0 && probability <= 1.0, () -> "probability " + probability);
            assertEquals(probability, twin.probability());
            assertTrue(risk.learnedCount() + risk.droppedCount() <= risk.sendCount());
            assertTrue(risk.lateCount() <= risk.sendCount());
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).window(10));
        feed(risk, 0, 20_000);
        final long[] from = { 20_000 };
        assertEquals(0, Allocation.steadyBytes(() -> from[0] = feed(risk, from[0], 20_000)));
        assertTrue(sink >= 0.0);
        assertTrue(risk.learnedCount() > 50_000);
    }

    @Test
    void shouldNameASettingThatIsNotAllowed()
    {
        assertMessage("deadlineNs=0: allowed are 1 to 3600000000000 nanoseconds", new LinkRiskContext());
        assertMessage(
            "capacity=3: allowed are powers of two from 2 to 65536", new LinkRiskContext().deadlineNs(1).capacity(3));
        assertMessage(
            "window=9: allowed are 1 to 8 sends (half the capacity)",
            new LinkRiskContext().deadlineNs(1).capacity(16).window(9));
        final LinkRiskContext context = new LinkRiskContext().deadlineNs(1);
        context.conclude();
        assertThrows(IllegalStateException.class, () -> new LinkRisk(context));
    }

    @Provide
    Arbitrary<long[]> calls()
    {
        return Arbitraries.longs().between(-4, 40).array(long[].class).ofMinSize(1).ofMaxSize(400);
    }

    @Provide
    Arbitrary<long[]> times()
    {
        return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 50), Arbitraries.longs(),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L)).array(long[].class).ofMinSize(1).ofMaxSize(50);
    }

    private static boolean call(final LinkRisk risk, final long call, final long nowNs)
    {
        if (call < 0)
        {
            if (-4 == call)
            {
                risk.onReconnect();
            }
            risk.assess(nowNs, (int)nowNs);
            return true;
        }

        switch ((int)call % 4)
        {
            case 0:
                return risk.onReply(risk.sendCount() - call / 4, nowNs);
            case 1:
                return risk.onLost(risk.sendCount() - call / 4);
            default:
                return risk.onSend(nowNs, (int)call) >= 0;
        }
    }

    /**
     * Replies after 300 ns, and outages of 12 sends in a row now and then.
     */
    private static LinkRisk taughtByOutages()
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        for (int i = 0; i < 6_000; i++)
        {
            final long nowNs = i * 500L;
            final long number = risk.onSend(nowNs, 0);
            final long outageEndNs = (i / 200 * 200 + 12) * 500L;
            if (nowNs >= outageEndNs)
            {
                risk.onReply(number, nowNs + 300);
            }
        }
        return risk;
    }

    private static LinkRisk answeredAfter(final long rttNs)
    {
        final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS));
        for (int i = 0; i < 2_000; i++)
        {
            risk.onReply(risk.onSend(i * 10_000L, 0), i * 10_000L + rttNs);
        }
        return risk;
    }

    private long feed(final LinkRisk risk, final long from, final int sends)
    {
        for (long i = from; i < from + sends; i++)
        {
            final long number = risk.onSend(i * 100, (int)i & 7);
            sink += risk.probability();
            if (0 == i % 97)
            {
                risk.onLost(number - 1);
            }
            risk.onReply(number - 4, i * 100 + 50);
            sink += risk.assess(i * 100 + 60, 0);
            if (0 == i % 5_003)
            {
                risk.onReconnect();
            }
        }
        return from + sends;
    }

    private static void assertMessage(final String message, final LinkRiskContext context)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> new LinkRisk(context)).getMessage());
    }
}
