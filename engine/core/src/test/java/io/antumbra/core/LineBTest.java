package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.antumbra.core.resend.DecisionLog;
import io.antumbra.core.resend.PeerHealth;
import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendReason;
import io.antumbra.core.standby.Standby;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Copies on line B, and line B alone. */
class LineBTest
{
    private static final int LINE_NUMBER = 8 + SubsetDecoder.lineNumberEncodingOffset();

    private final TestCluster cluster = new TestCluster(1);

    private static boolean isSubset(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == SubsetDecoder.TEMPLATE_ID;
    }

    private static boolean isControl(final int from, final int to, final DirectBuffer frame, final int length)
    {
        return !isSubset(frame) && !isProbe(frame);
    }

    private static boolean isProbe(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == HeartbeatDecoder.TEMPLATE_ID &&
            frame.getLong(8 + HeartbeatDecoder.inSyncSetEncodingOffset(), ByteOrder.LITTLE_ENDIAN) == 0;
    }

    private CoreStats primary()
    {
        return cluster.nodes[0].primary.stats();
    }

    private CoreStats standby()
    {
        return cluster.nodes[1].standby.stats();
    }

    /** Learns the round trip, then loses all entries on line A. */
    private void startAndLoseLineA()
    {
        cluster.startAll();
        cluster.appendMany(100);
        cluster.awaitAcknowledged(100);
        cluster.link = LineBTest::isControl;
    }

    @Test
    void shouldBringAnOverdueTailByLineB()
    {
        cluster.lineB = (from, to, frame, length) -> true;
        startAndLoseLineA();
        final long copies = primary().copiesSent;
        cluster.append("tail");
        cluster.awaitAcknowledged(101);
        assertEquals(copies + 1, primary().copiesSent);
        assertEquals(1, primary().usefulCopies);
        assertEquals(1, standby().usefulCopies);
        assertEquals(0, standby().gaps);
        cluster.run(1);
        assertEquals("0:101:tail", cluster.nodes[1].delivered.get(100));
    }

    @Test
    void shouldCopyAgainLaterEachTimeUntilItIsHeld()
    {
        final List<Long> timesNs = new ArrayList<>();
        cluster.lineB = (from, to, frame, length) ->
        {
            timesNs.add(cluster.nowNs);
            return false;
        };
        startAndLoseLineA();
        timesNs.clear();
        cluster.append("lost again and again");
        cluster.run(400);
        assertTrue(timesNs.size() >= 6 && timesNs.size() < 20, () -> timesNs.size() + " copies in 400 ms");
        long before = 0;
        for (int i = 1; i < timesNs.size(); i++)
        {
            final long distanceNs = timesNs.get(i) - timesNs.get(i - 1);
            assertTrue(distanceNs >= 1.5 * before || distanceNs >= 100_000_000, distanceNs + " after " + before);
            assertTrue(distanceNs <= 101_000_000, distanceNs + " ns between two copies");
            before = distanceNs;
        }
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(101);
    }

    @Test
    void shouldNumberTheFramesOfLineBOnly()
    {
        final List<Long> numbers = new ArrayList<>();
        cluster.lineB = (from, to, frame, length) -> numbers.add(frame.getLong(LINE_NUMBER, ByteOrder.LITTLE_ENDIAN));
        cluster.startAll();
        cluster.link = (from, to, frame, length) ->
        {
            assertTrue(!isSubset(frame) || frame.getLong(LINE_NUMBER, ByteOrder.LITTLE_ENDIAN) == 0);
            return isControl(from, to, frame, length);
        };
        for (int i = 1; i <= 3; i++)
        {
            cluster.append("copied");
            cluster.awaitAcknowledged(i);
        }
        assertEquals(List.of(1L, 2L, 3L), numbers);
    }

    @Test
    void shouldStayWithinTheBudget()
    {
        cluster.nodes[0].config.copyBurstBytes = 1_000;
        cluster.nodes[0].config.copyShare = 0.5;
        cluster.lineB = (from, to, frame, length) -> false;
        startAndLoseLineA();
        final long fresh = primary().bytesOnLineA;
        for (int i = 0; i < 200; i++)
        {
            cluster.append("lost");
        }
        cluster.run(2_000);
        assertTrue(primary().budgetExhausted > 0, "nothing was held back");
        final long most = 1_000 + (primary().bytesOnLineA - fresh) / 2;
        assertTrue(primary().bytesOnLineB <= most, () -> primary().bytesOnLineB + " bytes of copies, budget " + most);
        assertTrue(primary().bytesOnLineB > 500, "nothing was copied");
        cluster.link = (from, to, frame, length) -> true;
        cluster.append("shows the gap");
        cluster.awaitAcknowledged(301);
    }

    @Test
    void shouldCarryEverythingByLineBWhileLineAIsAway()
    {
        final long seed = Long.getLong("antumbra.seed", System.nanoTime());
        final Random random = new Random(seed);
        cluster.hasLineA = false;
        cluster.lineB = (from, to, frame, length) -> random.nextInt(5) != 0;
        cluster.startAll();
        cluster.appendMany(500);
        cluster.await("everything by line B, seed " + seed, () -> cluster.nodes[0].primary.committed(0) == 500);
        cluster.run(200);
        assertDelivered(500, "seed " + seed);
        assertEquals(0, standby().gaps, "a gap on line B is none");
    }

    @Test
    void shouldGoOnByLineAWhenItIsBack()
    {
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.startAll();
        cluster.appendMany(50);
        cluster.hasLineA = false;
        cluster.appendMany(50);
        cluster.awaitAcknowledged(100);
        final long byLineB = primary().bytesOnLineB;
        assertTrue(byLineB > 0);
        cluster.hasLineA = true;
        cluster.appendMany(50);
        cluster.awaitAcknowledged(150);
        assertEquals(byLineB, primary().bytesOnLineB);
        cluster.run(1);
        assertDelivered(150, "both lines in turn");
    }

    @Test
    void shouldDropWhatLineBBringsTooEarly()
    {
        cluster.startAll();
        cluster.link = LineBTest::isControl;
        cluster.append("lost");
        cluster.append("comes too early");
        final long[] brought = { 0 };
        cluster.lineB = (from, to, frame, length) -> ++brought[0] != 1;
        cluster.await("a copy that is too early", () -> standby().earlyCopies == 1);
        assertEquals(0, standby().gaps);
        assertEquals(0, cluster.nodes[0].primary.committed(0));
        final long sent = primary().caughtUp;
        cluster.awaitAcknowledged(2);
        assertEquals(sent, primary().caughtUp, "the primary went back for a gap on line B");
        assertEquals(2, standby().usefulCopies);
    }

    @Test
    void shouldShowALongTailByAProbe()
    {
        startAndLoseLineA();
        cluster.link = (from, to, frame, length) -> !isSubset(frame);
        for (int i = 101; i <= 130; i++)
        {
            cluster.append("entry " + i);
        }
        cluster.await("a probe", () -> primary().probesSent > 0);
        cluster.link = (from, to, frame, length) -> true;
        final long retransmitted = primary().retransmitted;
        cluster.awaitAcknowledged(130);
        cluster.run(1);
        assertDelivered(130, "after a probe");
        assertTrue(standby().gaps > 0, "the probe showed nothing");
        assertTrue(primary().retransmitted - retransmitted <= 12, "copied what the probe had brought");
        assertEquals(ResendAction.PROBE, cluster.nodes[0].primary.decisions().action(0));
    }

    @Test
    void shouldSendByBothLinesWhileTheRiskIsHigh()
    {
        cluster.nodes[0].config.copyShare = 1;
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.startAll();
        cluster.run(5);
        cluster.link = LineBTest::isControl;
        for (int i = 1; i <= 20; i++)
        {
            final long sentNs = cluster.nowNs;
            cluster.append("doubled");
            cluster.awaitAcknowledged(i);
            assertTrue(cluster.nowNs - sentNs <= 5 * TestCluster.STEP_NS, "line B was not used at once");
        }
        assertEquals(20, primary().resentForRisk);
        assertEquals(20, standby().usefulCopies);
    }

    @Test
    void shouldLearnLineBByAFewCopies()
    {
        cluster.lineB = (from, to, frame, length) -> true;
        cluster.startAll();
        for (int i = 0; i < 1_000; i++)
        {
            cluster.append("entry " + (i + 1));
            cluster.run(1);
        }
        cluster.run(50);
        assertTrue(primary().resentAsExperiment > 0, "nothing was learned of line B");
        assertTrue(primary().bytesOnLineB * 200 <= primary().bytesOnLineA, () -> primary().bytesOnLineB +
            " bytes spent on a line that loses nothing, of " + primary().bytesOnLineA);
        assertEquals(0, cluster.nodes[0].primary.monitor(1).lossRatioOfLineB());
        assertEquals(standby().wastedCopies, primary().copiesSent);
    }

    @Test
    void shouldBringAllToAStandbyThatIsNotWell()
    {
        cluster.lineB = (from, to, frame, length) -> true;
        startAndLoseLineA();
        final PeerHealth.State before = cluster.nodes[0].primary.health(1);
        cluster.link = (from, to, frame, length) -> false;
        final Standby standby = cluster.nodes[1].standby;
        cluster.nodes[1].standby = null;
        cluster.run(30);
        cluster.nodes[1].standby = standby;
        cluster.link = LineBTest::isControl;
        for (int i = 0; i < 10_000 && cluster.nodes[0].primary.health(1) == PeerHealth.State.HEALTHY; i++)
        {
            cluster.append("not overdue yet");
            cluster.step();
        }
        assertEquals(PeerHealth.State.HEALTHY, before);
        assertEquals(PeerHealth.State.UNHEALTHY, cluster.nodes[0].primary.health(1));
        cluster.step();
        assertTrue(primary().resentForHealth > 0, "what is under way is copied at once");
    }

    @Test
    void shouldTellWhySomethingWasSentAgain()
    {
        cluster.lineB = (from, to, frame, length) -> true;
        startAndLoseLineA();
        cluster.append("tail");
        cluster.awaitAcknowledged(101);
        final DecisionLog decisions = cluster.nodes[0].primary.decisions();
        final long last = decisions.next() - 1;
        assertEquals(1, decisions.replicaId(last));
        assertEquals(0, decisions.streamId(last));
        assertEquals(101, decisions.first(last));
        assertEquals(101, decisions.last(last));
        assertEquals(ResendAction.COPY, decisions.action(last));
        assertEquals(ResendReason.TAIL, decisions.reason(last));
        assertTrue(decisions.budgetLeftBytes(last) > 0 && decisions.overdueAfterNs(last) > 0);
        assertTrue(decisions.timeNs(last) > 0 && decisions.timeNs(last) < cluster.nowNs);
    }

    private void assertDelivered(final int count, final String what)
    {
        assertEquals(count, cluster.nodes[1].delivered.size(), what);
        for (int i = 1; i <= count; i++)
        {
            assertEquals("0:" + i + ":entry " + i, cluster.nodes[1].delivered.get(i - 1), what);
        }
    }
}
