package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The in-sync set, which the arbiter holds: what is needed from asking until the answer, and after it. */
class ArbitratedSetTest
{
    private static final int CONFIGURATION = 12;
    private static final int ARBITER_REQUEST = 11;
    private static final int SUBSET = 6;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int ECHO_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH + AcknowledgementEncoder
        .echoedTimestampNsEncodingOffset();
    private static final int CHANGE_SET = 2;
    private static final int KIND_OFFSET = 12;

    private static boolean isAnswerTo(final int id, final int from, final int to, final DirectBuffer frame)
    {
        return from == ReplicaCluster.ARBITER && to == id && frame.getShort(2) == CONFIGURATION;
    }

    private static boolean isChangeOfSet(final DirectBuffer frame)
    {
        return frame.getShort(2) == ARBITER_REQUEST && frame.getByte(KIND_OFFSET) == CHANGE_SET;
    }

    @Test
    void shouldDropAndAdmitByTheArbiter()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.kill(2);
        cluster.append(cluster.leader(), "waits");
        cluster.awaitAcknowledged(1);
        assertEquals(0b011, cluster.configuration.members.set());
        assertTrue(cluster.leader().events.contains("dropped 2"));
        cluster.appendMany(10);
        cluster.start(2);
        cluster.awaitInSync();
        assertEquals(0b111, cluster.configuration.members.set());
        assertEquals(cluster.nodes[2].replica.incarnation(), cluster.configuration.members.incarnation(2));
    }

    @Test
    void shouldNeedWhoIsAskedOutUntilTheAnswer()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2 && !isAnswerTo(0, from, to, frame);
        cluster.append(leader, "not at 2");
        cluster.await("grant", () -> cluster.configuration.members.set() == 0b011);
        cluster.run(5_000);
        assertEquals(0, leader.replica.committed(0), "acknowledged without a member that was only asked out");
        assertTrue(leader.replica.isInSync(2));
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2;
        cluster.awaitAcknowledged(1);
        assertFalse(leader.replica.isInSync(2));
    }

    /**
     * The answer that takes a standby in is lost: the arbiter knows it as a member, so it may be given the lead, and
     * must hold all that is acknowledged from asking on, however long the answer takes.
     */
    @Test
    void shouldNeedWhoIsAskedInUntilTheAnswer()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        assertEquals(Outcome.OK, leader.replica.dropStandby(2, leader.clockNs(cluster.nowNs)));
        cluster.await("drop", () -> !leader.replica.isInSync(2));
        cluster.link = (from, to, frame, length) -> !isAnswerTo(0, from, to, frame);
        cluster.await("grant", () -> cluster.configuration.members.set() == 0b111);
        final long before = leader.replica.committed(0);
        cluster.link = (from, to, frame, length) -> !isAnswerTo(0, from, to, frame) && from != 2 && to != 2;
        cluster.append(leader, "not at 2");
        cluster.run(6_000);
        assertEquals(before, leader.replica.committed(0), "acknowledged without one that was asked in");
        assertFalse(leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)), "it may lead, and promises nothing");
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        cluster.kill(1);
        cluster.await("the one that was asked in", () -> cluster.configuration.epoch == 2);
        assertEquals(2, cluster.configuration.primaryId);
        cluster.start(1);
        cluster.awaitLeader();
        assertEquals(before, cluster.leader().replica.end(0));
    }

    /** Its session has ended, and its way into the set with that; the question is still open. */
    @Test
    void shouldNeedWhoIsAskedInAlthoughItIsGone()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        assertEquals(Outcome.OK, leader.replica.dropStandby(2, leader.clockNs(cluster.nowNs)));
        cluster.await("drop", () -> !leader.replica.isInSync(2));
        cluster.link = (from, to, frame, length) -> !isAnswerTo(0, from, to, frame);
        cluster.await("grant", () -> cluster.configuration.members.set() == 0b111);
        final long before = leader.replica.committed(0);
        cluster.kill(2);
        cluster.append(leader, "not at 2");
        cluster.run(3_000);
        assertEquals(before, leader.replica.committed(0), "acknowledged without one that may lead");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitAcknowledged(before + 1);
        assertEquals(0b011, cluster.configuration.members.set());
    }

    /** What is still on the way when a standby is dropped says nothing of whether it is there. */
    @Test
    void shouldNotTakeADroppedStandbyBackForWhatItSaidBefore()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final byte[] last = dropInSilence(cluster);
        mustStayOut(cluster, last);
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        assertEquals(0b111, cluster.configuration.members.set());
    }

    /** Nobody has sent a time that has not come, so an echo of one is no sign of life either. */
    @Test
    void shouldNotTakeADroppedStandbyBackForAnEchoOfATimeToCome()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final UnsafeBuffer frame = new UnsafeBuffer(dropInSilence(cluster));
        final long hourAheadNs = cluster.leader().clockNs(cluster.nowNs) + TimeUnit.HOURS.toNanos(1);
        frame.putLong(ECHO_OFFSET, hourAheadNs, ByteOrder.LITTLE_ENDIAN);
        new FrameSeal().seal(frame, frame.capacity() - FrameSeal.LENGTH, ACKNOWLEDGEMENT);
        mustStayOut(cluster, frame.byteArray());
    }

    /** Drops replica 2, of which nothing arrives any more; returns the last acknowledgement that did. */
    private static byte[] dropInSilence(final ReplicaCluster cluster)
    {
        final ReplicaNode leader = cluster.leader();
        final byte[][] last = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            if (from == 2 && to == leader.replicaId && frame.getShort(2) == ACKNOWLEDGEMENT)
            {
                last[0] = new byte[length];
                frame.getBytes(0, last[0]);
            }
            return true;
        };
        cluster.run(200);
        assertEquals(Outcome.OK, leader.replica.dropStandby(2, leader.clockNs(cluster.nowNs)));
        cluster.link = (from, to, frame, length) -> from != 2;
        cluster.await("drop", () -> !leader.replica.isInSync(2));
        return last[0];
    }

    private static void mustStayOut(final ReplicaCluster cluster, final byte[] acknowledgement)
    {
        for (int i = 0; i < 20; i++)
        {
            cluster.run(10);
            cluster.link = (from, to, frame, length) -> true;
            cluster.repeat(2, cluster.leader().replicaId, acknowledgement);
            cluster.link = (from, to, frame, length) -> from != 2;
        }
        assertEquals(0b011, cluster.configuration.members.set());
    }

    @Test
    void shouldRepeatARequestUntilItIsAnswered()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final int[] requests = { 0 };
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2 && (to != ReplicaCluster.ARBITER ||
            !isChangeOfSet(frame) || ++requests[0] > 3);
        cluster.append(cluster.leader(), "waits");
        cluster.awaitAcknowledged(1);
        assertTrue(requests[0] > 3, "asked " + requests[0] + " times");
        assertEquals(0b011, cluster.configuration.members.set());
    }

    /** A member that came back with less than it had acknowledged: its new start must not be known as a member. */
    @Test
    void shouldNotRecordANewStartBeforeItHoldsAll()
    {
        final ReplicaCluster cluster = new ReplicaCluster(4);
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        final ReplicaNode leader = cluster.leader();
        final long earlier = cluster.configuration.members.incarnation(2);
        cluster.kill(2);
        cluster.nodes[2].shadow.truncate(0, 6, 0);
        cluster.nodes[2].bootId = 2;
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2) != SUBSET;
        cluster.start(2);
        cluster.await("it to follow", () -> cluster.nodes[2].replica.isFollowing());
        assertEquals(Outcome.OK, leader.replica.dropStandby(3, leader.clockNs(cluster.nowNs)));
        cluster.await("drop", () -> !leader.replica.isInSync(3));
        cluster.run(2_000);
        assertEquals(earlier, cluster.configuration.members.incarnation(2));
        assertFalse(cluster.nodes[2].replica.isEligible(), "vouches for ten and holds five");
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("record", () -> cluster.configuration.members.incarnation(2) != earlier);
        assertEquals(10, cluster.nodes[2].replica.end(0));
    }

    @Test
    void shouldNotShrinkBelowTheMinimum()
    {
        final ReplicaCluster cluster = new ReplicaCluster(2).startAll();
        cluster.kill(1);
        cluster.append(cluster.leader(), "waits");
        cluster.run(5_000);
        assertEquals(0, cluster.leader().replica.committed(0));
        assertEquals(0b11, cluster.configuration.members.set());
        assertTrue(cluster.leader().problems.contains(Problem.MIN_IN_SYNC));
        cluster.start(1);
        cluster.awaitAcknowledged(1);
        cluster.await("its new start to be recorded", () -> cluster.configuration.members.incarnation(1) ==
            cluster.nodes[1].replica.incarnation());
    }

    /** It has lost its state and gets it back: whoever was refused meanwhile has to be asked for anew. */
    @Test
    void shouldAskAgainAfterARefusal()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        final Arbiter whole = cluster.arbiter;
        cluster.arbiter = new Arbiter(1);
        assertEquals(Outcome.OK, leader.replica.dropStandby(2, leader.clockNs(cluster.nowNs)));
        cluster.run(50);
        cluster.arbiter = whole;
        assertEquals(0b111, cluster.configuration.members.set());
        cluster.run(TimeUnit.NANOSECONDS.toMillis(leader.config.helloIntervalNs));
        assertEquals(Outcome.OK, leader.replica.dropStandby(2, leader.clockNs(cluster.nowNs)));
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b011);
        cluster.awaitInSync();
    }

    @Test
    void shouldAcknowledgeAloneOnlyWhileTheArbiterLetsIt()
    {
        final ReplicaCluster cluster = alone();
        final ReplicaNode leader = cluster.leader();
        cluster.append(leader, "alone");
        cluster.awaitAcknowledged(1);
        assertEquals(0b01, cluster.configuration.members.set());
        assertTrue(leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)));
        cluster.isArbiterUp = false;
        cluster.run(1_100);
        cluster.append(leader, "without the arbiter");
        cluster.run(5_000);
        assertEquals(1, leader.replica.committed(0), "acknowledged alone without a lease");
        assertFalse(leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)));
        cluster.isArbiterUp = true;
        cluster.awaitAcknowledged(2);
    }

    @Test
    void shouldTellTheLeaseOfADeposedPrimaryThatIsAlone()
    {
        final ReplicaCluster cluster = alone();
        cluster.append(cluster.leader(), "alone");
        cluster.awaitAcknowledged(1);
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        cluster.start(1);
        cluster.run(300);
        cluster.acknowledged.clear();
        cluster.nodes[1].replica.force(1, cluster.nodes[1].clockNs(cluster.nowNs));
        cluster.await("force", () -> cluster.configuration.epoch == 2);
        cluster.run(10);
        assertTrue(cluster.nodes[1].events.contains("forced 2 without 1 lease true"),
            cluster.nodes[1].events::toString);
        cluster.append(cluster.nodes[0], "may be acknowledged until the lease is over");
        cluster.run(TimeUnit.NANOSECONDS.toMillis(cluster.nodes[0].config.arbiterLeaseNs));
        cluster.append(cluster.nodes[0], "not this");
        final long committed = cluster.nodes[0].replica.committed(0);
        cluster.run(3_000);
        assertEquals(committed, cluster.nodes[0].replica.committed(0));
        assertFalse(cluster.acknowledged.containsValue("not this"));
    }

    @Test
    void shouldCommitNothingUntilAMemberThatIsNotConfiguredIsDropped()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3);
        cluster.nodes[1].suspicion = new FixedSuspicion(false);
        cluster.nodes[2].suspicion = new FixedSuspicion(false);
        cluster.nodes[2].config.suspectAfterNs = TimeUnit.MINUTES.toNanos(1);
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.kill(0);
        cluster.nodes[0].unknownPeer = 2;
        cluster.start(0);
        cluster.link = (from, to, frame, length) -> to != ReplicaCluster.ARBITER || !isChangeOfSet(frame);
        cluster.await("take over", () -> cluster.configuration.epoch == 2);
        cluster.run(3_000);
        assertEquals(0, cluster.configuration.primaryId);
        assertEquals(0, cluster.nodes[0].replica.committed(0), "committed without a member that may propose itself");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
        assertEquals(0b011, cluster.configuration.members.set());
        assertTrue(cluster.nodes[0].problems.contains(Problem.UNKNOWN_REPLICA));
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
    }

    /** It leads at once, since all of it is committed; the one it does not know may propose itself all the same. */
    @Test
    void shouldServeNoReadsUntilAMemberThatIsNotConfiguredIsDropped()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3);
        cluster.nodes[1].unknownPeer = 2;
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.link = (from, to, frame, length) -> !isChangeOfSet(frame);
        assertEquals(Outcome.OK, cluster.nodes[0].replica.handover(1, cluster.nodes[0].clockNs(cluster.nowNs)));
        cluster.awaitLeader();
        cluster.run(300);
        final ReplicaNode leader = cluster.leader();
        assertEquals(1, leader.replicaId);
        assertFalse(leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)), "somebody unknown may lead");
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("lease", () -> leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)));
        assertEquals(0b011, cluster.configuration.members.set());
    }

    /** Two replicas of which one is enough, and the second one is down and dropped. */
    private static ReplicaCluster alone()
    {
        final ReplicaCluster cluster = new ReplicaCluster(2);
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.minInSync = 1;
        }
        cluster.startAll();
        cluster.kill(1);
        cluster.await("drop", () -> cluster.configuration.members.set() == 1);
        return cluster;
    }
}
