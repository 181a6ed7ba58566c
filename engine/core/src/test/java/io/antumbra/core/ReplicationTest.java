package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.List;

import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.primary.Primary;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Entries on their way from a primary to its standbys, with everybody alive. */
class ReplicationTest
{
    private static final int SUBSET = 6;

    private static int templateId(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldAcknowledgeOnlyWhatEveryMemberHolds()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.link = (from, to, frame, length) -> to != 2 || templateId(frame) != SUBSET;
        cluster.append("a");
        cluster.run(50);
        assertEquals(1, cluster.nodes[1].shadow.end(0));
        assertEquals(0, cluster.nodes[0].primary.committed(0));
        assertEquals(RecordStatus.IN_FLIGHT, cluster.nodes[0].shadow.statusOf(0, 1));
        assertTrue(cluster.nodes[1].delivered.isEmpty(), "delivered before it was committed");

        cluster.link = (from, to, frame, length) -> true;
        cluster.append("b");
        cluster.awaitAcknowledged(2);
        cluster.run(1);
        assertEquals(RecordStatus.ACKNOWLEDGED, cluster.nodes[0].shadow.statusOf(0, 1));
        assertEquals(RecordStatus.ACKNOWLEDGED, cluster.nodes[1].shadow.statusOf(0, 1));
        assertEquals(cluster.nodes[1].delivered, List.of("0:1:a", "0:2:b"));
        assertEquals(cluster.nodes[2].delivered, List.of("0:1:a", "0:2:b"));
        assertEquals(2, cluster.nodes[0].acknowledged);
    }

    @Test
    void shouldResendAnOverdueTail()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.appendMany(100);
        cluster.awaitAcknowledged(100);
        final long before = cluster.nodes[0].primary.stats().retransmitted;
        final int[] dropped = { 0 };
        cluster.link = (from, to, frame, length) -> templateId(frame) != SUBSET || ++dropped[0] > 2;
        cluster.append("tail");
        cluster.awaitAcknowledged(101);
        assertEquals(before + 1, cluster.nodes[0].primary.stats().retransmitted, "once, and then a probe showed it");
        assertTrue(cluster.nodes[1].standby.stats().gaps > 0, "the lost tail was not seen as a gap");
    }

    @Test
    void shouldResendNoEntryTwiceByLineAToAStandbyThatFellSilent()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.appendMany(100);
        cluster.awaitAcknowledged(100);
        final long before = cluster.nodes[0].primary.stats().retransmitted;
        cluster.link = (from, to, frame, length) -> from != 1;
        for (int i = 0; i < 20; i++)
        {
            cluster.append("tail " + i);
            cluster.run(30);
        }
        final long resent = cluster.nodes[0].primary.stats().retransmitted - before;
        assertTrue(resent > 0 && resent <= 20, () -> resent + " resent: a growing tail again from its beginning");
    }

    @Test
    void shouldNotAdmitADroppedStandbyBeforeItIsHeardAgain()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.link = (from, to, frame, length) -> from != 2;
        cluster.run(1_200);
        assertEquals(Outcome.OK, cluster.nodes[0].primary.dropStandby(2, cluster.nowNs));
        cluster.appendMany(10);
        cluster.awaitAcknowledged(20);
        assertFalse(cluster.nodes[0].primary.isInSync(2), "a standby that is not heard is in sync");

        cluster.link = (from, to, frame, length) -> true;
        cluster.run(1_200);
        assertTrue(cluster.nodes[0].primary.isInSync(2), "a standby that is heard again is not in sync");
    }

    @Test
    void shouldAcceptADuplicateOnce()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.link = (from, to, frame, length) -> templateId(frame) != 8;
        cluster.append("once");
        cluster.run(60);
        cluster.link = (from, to, frame, length) -> true;
        cluster.append("twice");
        cluster.awaitAcknowledged(2);
        cluster.run(1);
        assertTrue(cluster.nodes[1].standby.stats().duplicates > 0, "no resend arrived twice");
        assertEquals(cluster.nodes[1].delivered, List.of("0:1:once", "0:2:twice"));
    }

    @Test
    void shouldHoldUpWhileEveryStandbyRefuses()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        final Primary primary = cluster.nodes[0].primary;
        assertFalse(primary.isHeldUp());
        cluster.room = (from, to, frame, length) -> to != 1 || templateId(frame) != SUBSET;
        cluster.append("one refuses");
        assertFalse(primary.isHeldUp(), "the other standby takes entries");

        cluster.room = (from, to, frame, length) -> templateId(frame) != SUBSET;
        cluster.append("both refuse");
        cluster.run(60);
        assertTrue(primary.isHeldUp());

        cluster.room = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(2);
        assertFalse(primary.isHeldUp());
    }

    @Test
    void shouldNotBeHeldUpByARefusedResendThatNobodyNeedsAnyMore()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        final Primary primary = cluster.nodes[0].primary;
        cluster.link = (from, to, frame, length) -> from != 1;
        cluster.append("arrives, its acknowledgement does not");
        final int[] refused = { 0 };
        cluster.room = (from, to, frame, length) ->
        {
            final boolean isSubset = templateId(frame) == SUBSET;
            refused[0] += isSubset ? 1 : 0;
            return !isSubset;
        };
        cluster.run(60);
        assertTrue(refused[0] > 0, "nothing was resent");
        assertFalse(primary.isHeldUp(), "held up with nothing to send");

        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(1);
        assertFalse(primary.isHeldUp(), "held up for ever: no frame is left that could be taken");
    }

    @Test
    void shouldPushBackWhenTheWindowIsFull()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.nodes[0].config.maxInFlight = 3;
        cluster.startAll();
        cluster.link = (from, to, frame, length) -> from != 1;
        assertEquals(1, cluster.append("1"));
        assertEquals(2, cluster.append("2"));
        assertEquals(3, cluster.append("3"));
        assertEquals(Outcome.BACK_PRESSURED, cluster.append("4"));
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(3);
        assertEquals(4, cluster.append("4"));
    }

    @Test
    void shouldReuseRetentionForEver()
    {
        final TestCluster cluster = new TestCluster(2, 300).startAll();
        cluster.appendMany(2000);
        cluster.awaitAcknowledged(2000);
        cluster.run(1);
        assertEquals(2000, cluster.nodes[1].delivered.size());
        assertEquals("0:2000:entry 2000", cluster.nodes[2].delivered.get(1999));
        assertTrue(cluster.nodes[0].shadow.oldestRetained(0) > 1);
    }

    @Test
    void shouldKeepStreamsApart()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.append(0, 0, "a");
        cluster.append(1, 0, "b");
        cluster.append(0, 0, "c");
        cluster.awaitAcknowledged(2);
        cluster.await("stream 1", () -> cluster.nodes[0].primary.committed(1) == 1);
        cluster.run(1);
        assertTrue(cluster.nodes[1].delivered.containsAll(List.of("0:1:a", "0:2:c", "1:1:b")));
    }

    @Test
    void shouldHoldUpNoOtherStreamWhenTheHandlerThrows()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        final TestNode standby = cluster.nodes[1];
        standby.throwsAt = 0;
        cluster.append(0, 0, "not taken");
        cluster.append(1, 0, "taken");
        cluster.awaitAcknowledged(1);
        cluster.run(10_000);
        assertEquals(List.of("1:1:taken"), standby.delivered);
        assertEquals(standby.thrown.size(), standby.standby.stats().handlerFailures);
        assertEquals(1, standby.problems.stream().filter((p) -> p == Problem.HANDLER).count());
        long pauseMs = 0;
        for (int i = 1; i < standby.thrown.size(); i++)
        {
            final long before = pauseMs;
            pauseMs = (standby.thrown.get(i) - standby.thrown.get(i - 1)) / 1_000_000;
            assertTrue(pauseMs >= Math.min(1000, 2 * before) && pauseMs <= 1000, "pause " + i + " is " + pauseMs);
        }
        assertEquals(1000, pauseMs, "the longest pause");
        standby.throwsAt = -1;
        cluster.append(0, 0, "after");
        cluster.run(1_000);
        assertEquals(List.of("1:1:taken", "0:1:not taken", "0:2:after"), standby.delivered);
    }

    @Test
    void shouldSendToOthersOnlyWhatShadowNodesHold()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.shadowNode(1);
        cluster.startAll();
        cluster.link = (from, to, frame, length) -> from != 1;
        cluster.append("guarded");
        cluster.run(20);
        assertEquals(1, cluster.nodes[1].shadow.end(0));
        assertEquals(0, cluster.nodes[2].shadow.end(0), "sent on before the shadow node acknowledged it");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(1);
        assertEquals(1, cluster.nodes[2].shadow.end(0));
    }

    @Test
    void shouldGiveBackWhatIsCommittedThoughAShadowNodeHasLostItToo()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.shadowNode(1);
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.link = (from, to, frame, length) -> to != 1 || new FrameCheck().templateId(frame, 0,
            length) != SubsetDecoder.TEMPLATE_ID;
        loseTail(cluster, 1, 1);
        loseTail(cluster, 2, 4);
        cluster.await("what was committed", () -> cluster.nodes[2].shadow.end(0) == 5);
        assertEquals(0, cluster.nodes[1].shadow.end(0), "the shadow node was to hold nothing");
        cluster.append("fresh");
        cluster.run(20);
        assertEquals(5, cluster.nodes[2].shadow.end(0), "sent on before the shadow node acknowledged it");
    }

    private static void loseTail(final TestCluster cluster, final int id, final long from)
    {
        cluster.kill(id);
        cluster.nodes[id].shadow.truncate(0, from, 0);
        cluster.start(id);
        cluster.await("standby " + id, () -> cluster.nodes[id].standby.isFollowing());
        cluster.run(1);
    }

    @Test
    void shouldDeliverUnprotectedEntriesLiveAndAsGapsAfterRestart()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.policy = ShadowingPolicy.priorityAtLeast(5);
        cluster.startAll();
        cluster.append(0, 9, "kept");
        cluster.append(0, 1, "live");
        cluster.awaitAcknowledged(2);
        cluster.run(1);
        assertEquals(cluster.nodes[1].delivered, List.of("0:1:kept", "0:2:live"));

        cluster.kill(1);
        cluster.nodes[1].handlerPositions.clear();
        cluster.nodes[1].delivered.clear();
        cluster.start(1);
        cluster.run(300);
        assertEquals(cluster.nodes[1].delivered, List.of("0:1:kept", "0:2:gap"));
        final EntryView view = new EntryView();
        assertEquals(Outcome.OK, cluster.nodes[0].shadow.read(0, 2, view));
        assertEquals(0, view.meta().storedLength, "the primary keeps a header only");
        assertTrue(view.meta().isUnprotected());
    }

    @Test
    void shouldAcknowledgeOnlyWhatIsSyncedInThatMode()
    {
        final TestCluster cluster = new TestCluster(1);
        for (int id = 0; id < cluster.nodes.length; id++)
        {
            final CoreConfig config = TestCluster.config(id);
            config.syncedToDevice = true;
            cluster.nodes[id] = new TestNode(id, config, 64);
        }
        cluster.startAll();
        cluster.append("durable");
        assertEquals(0, cluster.nodes[0].shadow.held(0), "not synced yet");
        cluster.awaitAcknowledged(1);
        assertEquals(1, cluster.nodes[0].shadow.held(0));
        assertEquals(1, cluster.nodes[1].shadow.held(0));
    }
}
