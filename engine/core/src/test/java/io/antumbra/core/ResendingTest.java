package io.antumbra.core;

import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendReason;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a primary sends again and when, with a forecast that stands still, so that each time is known. */
class ResendingTest extends ResendFixture
{
    private List<Long> timesNs(final ResendAction action)
    {
        final List<Long> times = new ArrayList<>();
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            if (decisions().action(i) == action)
            {
                times.add(decisions().timeNs(i));
            }
        }
        return times;
    }

    private static void assertAbout(final long expectedNs, final long actualNs)
    {
        assertTrue(Math.abs(expectedNs - actualNs) <= TestCluster.STEP_NS, () -> actualNs + " for " + expectedNs);
    }

    private void append(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            cluster.append("lost");
        }
    }

    @Test
    void shouldCopyAShortTailWhenItIsOverdue()
    {
        startAndLoseEverything();
        append(5);
        final long sentNs = cluster.nowNs;
        while (cluster.nowNs < sentNs + OVERDUE_NS - TestCluster.STEP_NS)
        {
            cluster.step();
        }
        assertEquals(0, decisions().next());
        cluster.step();
        assertEquals(5, cluster.nodes[0].work, "frames sent");
        assertEquals(5, decisions().next());
        for (int i = 0; i < 5; i++)
        {
            assertEquals(ResendAction.COPY, decisions().action(i));
            assertEquals(ResendReason.TAIL, decisions().reason(i));
            assertEquals(i + 1, decisions().first(i));
            assertAbout(sentNs + OVERDUE_NS, decisions().timeNs(i));
        }
        assertEquals(0, primary().probesSent);
        assertEquals(5, primary().resentTails);
        assertEquals(5, primary().retransmitted);
    }

    @Test
    void shouldProbeForATailThatIsLongerAndPayForIt()
    {
        config.copyBurstBytes = 100;
        startAndLoseEverything();
        append(6);
        cluster.run(1);
        assertEquals(List.of(cluster.nowNs), timesNs(ResendAction.PROBE));
        cluster.run(1);
        assertEquals(2, primary().probesSent);
        assertEquals(2, decisions().next());
        assertTrue(decisions().budgetLeftBytes(1) < decisions().budgetLeftBytes(0), "a probe costs bytes too");
    }

    /** The copy may be held, and its answer lost: what is cheaper finds out first. */
    @Test
    void shouldLeaveToProbesForAWhileWhatACopyHasNotSettled()
    {
        startAndLoseEverything();
        append(1);
        final long sentNs = cluster.nowNs;
        cluster.await("the second copy", () -> timesNs(ResendAction.COPY).size() == 2);
        final List<Long> copies = timesNs(ResendAction.COPY);
        assertAbout(sentNs + OVERDUE_NS, copies.get(0));
        assertAbout(copies.get(0) + OVERDUE_NS + 3 * ROUND_TRIP_NS, copies.get(1));
        final List<Long> probes = timesNs(ResendAction.PROBE);
        assertEquals(2, probes.size());
        assertAbout(copies.get(0) + OVERDUE_NS, probes.get(0));
        assertAbout(copies.get(0) + 2 * OVERDUE_NS, probes.get(1));
    }

    @Test
    void shouldSpendTheBudgetOnACopyAndNothingOnLineA()
    {
        startAndLoseEverything();
        append(1);
        final long framesSent = primary().framesSent;
        final long bytesOnLineA = primary().bytesOnLineA;
        cluster.run(1);
        assertEquals(ResendAction.COPY, decisions().action(0));
        assertEquals(framesSent, primary().framesSent);
        assertEquals(bytesOnLineA, primary().bytesOnLineA);
        assertEquals(1, primary().copiesSent);
        assertTrue(primary().bytesOnLineB > 0);
        assertEquals((long)(config.copyBurstBytes * (1 - config.copyExperimentShare) - primary().bytesOnLineB),
            decisions().budgetLeftBytes(0));
    }

    @Test
    void shouldRepeatOnceByLineAWhereThereIsNoLineB()
    {
        cluster.lineB = null;
        cluster.startAll();
        cluster.run(5);
        final List<Long> subsets = new ArrayList<>();
        cluster.link = (from, to, frame, length) ->
        {
            if (isSubset(frame))
            {
                subsets.add(cluster.nowNs);
            }
            return isControl(from, to, frame, length);
        };
        append(1);
        cluster.run(90);
        assertEquals(2, subsets.size(), "the frame and its repetition");
        assertAbout(subsets.get(0) + OVERDUE_NS, subsets.get(1));
        assertEquals(List.of(subsets.get(1)), timesNs(ResendAction.REPEAT));
        assertEquals(0, timesNs(ResendAction.COPY).size());
        assertEquals(0, primary().copiesSent);
        assertEquals(2, primary().framesSent);
        assertEquals(0, primary().bytesOnLineB);
    }

    @Test
    void shouldProbeWhereNeitherLineTakesACopy()
    {
        cluster.lineB = null;
        startAndLoseEverything();
        append(1);
        cluster.room = (from, to, frame, length) -> !isSubset(frame);
        cluster.await("a probe", () -> primary().probesSent > 0);
        assertEquals(0, cluster.nodes[0].work, "no frame was sent again");
        assertEquals(1, decisions().next(), "what was not sent is no decision");
        assertEquals(0, primary().retransmitted);
    }

    /** Dense traffic: the frame behind it shows the gap at once, and line A is given three round trips more. */
    @Test
    void shouldCopyAGapThatLineAHasNotRepairedInTime()
    {
        cluster.startAll();
        for (int i = 0; i < 200; i++)
        {
            append(1);
            cluster.step();
            cluster.step();
        }
        cluster.run(1);
        cluster.link = ResendFixture::isControl;
        append(1);
        final List<Long> sentNs = new ArrayList<>();
        for (int i = 0; i < 400 && decisions().next() == 0; i++)
        {
            if (i % 4 == 3)
            {
                append(1);
                sentNs.add(cluster.nowNs);
            }
            cluster.step();
        }
        assertEquals(ResendReason.GAP, decisions().reason(0));
        assertEquals(201, decisions().first(0));
        assertAbout(sentNs.get(0) + OVERDUE_NS + 3 * ROUND_TRIP_NS, decisions().timeNs(0));
        assertEquals(1, primary().resentGaps);
    }

    /** Entries of stream 1 that travel in one frame. */
    private void appendSubset(final int count)
    {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[10]);
        final EntryMeta[] metas = new EntryMeta[count];
        for (int i = 0; i < metas.length; i++)
        {
            metas[i] = new EntryMeta();
            metas[i].streamId = 1;
            metas[i].entryLength = payload.capacity();
            metas[i].subsetId = 1;
            metas[i].subsetCount = metas.length;
            assertEquals(Outcome.OK, cluster.nodes[0].primary.append(metas[i], payload, 0));
        }
        cluster.nodes[0].primary.beginSubset(metas[0].streamId, metas[0].sequence, cluster.nowNs);
        for (final EntryMeta meta : metas)
        {
            cluster.nodes[0].primary.addEntry(meta, payload, 0);
        }
        cluster.nodes[0].primary.endSubset(cluster.nowNs);
    }

    @Test
    void shouldCountARetransmissionOfEachEntryOfACopy()
    {
        startAndLoseEverything();
        appendSubset(3);
        cluster.run(1);
        assertEquals(ResendAction.COPY, decisions().action(0));
        assertEquals(3, decisions().last(0));
        assertEquals(3, primary().retransmitted);
    }

    /** Line B alone: nothing else repairs it. */
    @Test
    void shouldGoBackLessAndLessOftenWhereLineBIsAlone()
    {
        cluster.startAll();
        cluster.hasLineA = false;
        append(1);
        final long sentNs = cluster.nowNs;
        cluster.run(70);
        final List<Long> times = timesNs(ResendAction.GO_BACK);
        assertAbout(sentNs + OVERDUE_NS, times.get(0));
        assertTrue(times.size() >= 6 && times.size() <= 7, () -> "went back at " + times);
        for (int i = 1; i < times.size(); i++)
        {
            assertAbout(OVERDUE_NS << (i - 1), times.get(i) - times.get(i - 1));
        }
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(1);
    }

    @Test
    void shouldSayThatACopyIsNotTheFirst()
    {
        startAndLoseEverything();
        append(1);
        cluster.run(20);
        assertEquals(1, primary().resentTails);
        assertEquals(timesNs(ResendAction.COPY).size() - 1, primary().resentAgain);
        assertTrue(primary().resentAgain > 1 && primary().resentGaps == 0 && primary().resentForHealth == 0);
    }

    @Test
    void shouldTellThePrimaryHowMuchOfLineBIsLost()
    {
        config.copyShare = 1;
        final long[] frames = { 0 };
        cluster.lineB = (from, to, frame, length) -> frames[0]++ % 4 != 1;
        cluster.startAll();
        for (int i = 0; i < 2_000; i++)
        {
            append(1);
            cluster.run(1);
        }
        assertEquals(0.25, cluster.nodes[0].primary.monitor(1).lossRatioOfLineB(), 0.02);
        assertEquals(frames[0], primary().copiesSent);
    }

    @Test
    void shouldNotNumberTheFrameOfTheNextStandbyAfterACopyForThisOne()
    {
        final TestCluster three = new TestCluster(2);
        three.nodes[0].config.copyShare = 1;
        three.lineB = (from, to, frame, length) -> true;
        three.startAll();
        final int[] subsets = { 0 };
        three.link = (from, to, frame, length) ->
        {
            if (isSubset(frame))
            {
                subsets[0]++;
                assertEquals(0, frame.getLong(8 + SubsetDecoder.lineNumberEncodingOffset(), ByteOrder.LITTLE_ENDIAN));
            }
            return true;
        };
        three.append("to both by both lines");
        three.awaitAcknowledged(1);
        assertEquals(2, subsets[0]);
        assertEquals(2, three.nodes[0].primary.stats().copiesSent);
    }

    @Test
    void shouldPayForWhatGoesByBothLinesAndLeaveHalfOfTheBudget()
    {
        forecast.risk = 1;
        config.copyBurstBytes = 2_000;
        cluster.startAll();
        cluster.run(200);
        for (int i = 1; i <= 60; i++)
        {
            append(1);
            cluster.awaitAcknowledged(i);
        }
        assertTrue(primary().resentForRisk > 2);
        final long last = decisions().next() - 1;
        final long half = (long)(2_000 * (1 - config.copyExperimentShare) / 2);
        assertTrue(decisions().budgetLeftBytes(last) < half + 200, () -> decisions().budgetLeftBytes(last) + " left");
        assertTrue(decisions().budgetLeftBytes(last) > half - 200, () -> decisions().budgetLeftBytes(last) + " left");
        assertEquals(1, decisions().risk(last));
        assertEquals(OVERDUE_NS, decisions().overdueAfterNs(last));
    }

    /** Sixteen in a duty cycle, and no more under way than have come through. */
    @Test
    void shouldCopyAsMuchAtOnceAsTheWindowAllows()
    {
        config.copyShare = 1;
        config.copyBurstBytes = 1 << 20;
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.startAll();
        cluster.run(5);
        for (int i = 1; i <= 60; i++)
        {
            cluster.append("held, and copied: the window grows");
            cluster.awaitAcknowledged(i);
        }
        final List<Long> copies = new ArrayList<>();
        cluster.link = ResendFixture::isControl;
        cluster.lineB = null;
        append(40);
        cluster.lineB = (from, to, frame, length) ->
        {
            copies.add(cluster.nowNs);
            return false;
        };
        cluster.await("copies of what line A lost", () -> !copies.isEmpty());
        assertEquals(16, copies.size(), "in the first duty cycle");
        cluster.step();
        assertEquals(32, copies.size(), "and in the next");
        cluster.await("one that was lost", () -> primary().resentAgain > 0);
        cluster.run(1);
        assertEquals(4, primary().resentAgain, "in an outage few are under way");
    }

    @Test
    void shouldTellHowManyFramesOfAGapItSent()
    {
        startAndLoseEverything();
        append(8);
        cluster.await("copies", () -> primary().resentGaps > 0);
        assertEquals(4, primary().resentGaps);
        assertEquals(4, cluster.nodes[0].work, "frames sent");
    }

    @Test
    void shouldProbeForATailThatIsTooLongToBeCopied()
    {
        startAndLoseEverything();
        append(6);
        cluster.await("something is done", () -> decisions().next() > 0);
        assertEquals(1, decisions().next());
        assertEquals(ResendAction.PROBE, decisions().action(0));
    }

    @Test
    void shouldProbeForWhatTheShadowRetainsNoLonger()
    {
        final TestNode node = cluster.nodes[0];
        final long[] oldest = { 1 };
        node.shadowPort = spy((method, args) -> method.equals("oldestRetained") ? oldest[0] : null);
        startAndLoseEverything();
        append(2);
        oldest[0] = 3;
        cluster.await("something is done", () -> decisions().next() > 0);
        assertEquals(1, decisions().next());
        assertEquals(ResendAction.PROBE, decisions().action(0));
        assertEquals(0, cluster.nodes[0].work, "no frame was sent again");
    }

    @Test
    void shouldWriteIntoTheShadowHowOftenEachEntryWasSentAgain()
    {
        final List<Object> sequences = new ArrayList<>();
        cluster.nodes[0].shadowPort = spy((method, args) ->
        {
            if (method.equals("retransmitted"))
            {
                sequences.add(args[1]);
            }
            return null;
        });
        startAndLoseEverything();
        appendSubset(3);
        cluster.await("a copy", () -> primary().copiesSent > 0);
        assertEquals(List.of(1L, 2L, 3L), sequences);
    }

    /** The shadow of the primary, but for what the answer says where that is not null. */
    private Shadow spy(final BiFunction<String, Object[], Object> answer)
    {
        return (Shadow)Proxy.newProxyInstance(Shadow.class.getClassLoader(), new Class<?>[]{ Shadow.class },
            (proxy, method, args) ->
            {
                final Object answered = answer.apply(method.getName(), args);
                return answered != null ? answered : method.invoke(cluster.nodes[0].shadow, args);
            });
    }

    @Test
    void shouldTellTheRiskOfItsLinks()
    {
        startAndLoseEverything();
        assertEquals(0, cluster.nodes[0].primary.risk());
        forecast.risk = 0.25;
        append(1);
        cluster.run(5);
        assertEquals(0.25, cluster.nodes[0].primary.risk());
    }
}
