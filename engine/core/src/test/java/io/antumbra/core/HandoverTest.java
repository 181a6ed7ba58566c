package io.antumbra.core;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The lead moves while the primary lives, or because an operator says so. */
class HandoverTest
{
    private static final int CONFIGURATION = 12;
    private static final int FORCE = 5;
    private static final int NEW_EPOCH = 4;

    @Test
    void shouldMoveTheLeadWithoutAnOrphan()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(20);
        final ReplicaNode old = cluster.leader();
        cluster.append(old, "on its way");
        assertEquals(Outcome.OK, old.replica.handover(2, old.clockNs(cluster.nowNs)));
        assertEquals(Role.HANDING_OVER, old.replica.role());
        assertEquals(Outcome.NOT_PRIMARY, cluster.append(old, "too late"));
        assertEquals(Outcome.BACK_PRESSURED, old.replica.handover(1, old.clockNs(cluster.nowNs)));
        cluster.run(20);
        assertTrue(cluster.leader() != null, cluster::toString);
        assertEquals(2, cluster.leader().replicaId, cluster::toString);
        assertEquals(0b111, cluster.configuration.members.set());
        assertEquals(22, cluster.configuration.firstSequence(0), "what the old primary had is not the new one's");
        assertEquals(Role.FOLLOWING, old.replica.role());
        cluster.appendMany(10);
        cluster.awaitAcknowledged(31);
        cluster.run(300);
        assertFalse(old.events.toString().contains("orphans"), old.events::toString);
        assertEquals(31, old.delivered.size());
        cluster.judgeDelivery();
    }

    @Test
    void shouldRefuseToHandOverToWhoIsNotInSync()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.kill(2);
        cluster.run(50);
        assertEquals(Outcome.NOT_CONNECTED, leader.replica.handover(2, leader.clockNs(cluster.nowNs)));
        assertEquals(Outcome.NOT_CONNECTED, leader.replica.handover(7, leader.clockNs(cluster.nowNs)));
        assertEquals(Outcome.NOT_PRIMARY, cluster.nodes[1].replica.handover(0, cluster.nodes[1].clockNs(
            cluster.nowNs)));
        assertEquals(Role.LEADING, leader.replica.role());
        cluster.start(2);
        cluster.await("its new start to be recorded", () -> cluster.configuration.members.incarnation(2) ==
            cluster.nodes[2].replica.incarnation());
        cluster.run(1);
        assertEquals(Outcome.OK, leader.replica.dropStandby(1, leader.clockNs(cluster.nowNs)));
        cluster.await("drop", () -> !leader.replica.isInSync(1));
        assertTrue(cluster.nodes[1].replica.isFollowing());
        assertEquals(Outcome.NOT_CONNECTED, leader.replica.handover(1, leader.clockNs(cluster.nowNs)));
    }

    /** What it had acknowledged was said by a start that is gone, and so is what it held. */
    @Test
    void shouldNotGiveTheLeadToATargetThatHasJustStartedAgain()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2) != NEW_EPOCH;
        assertEquals(Outcome.OK, leader.replica.handover(2, leader.clockNs(cluster.nowNs)));
        cluster.kill(2);
        cluster.nodes[2].shadow.truncate(0, 4, 0);
        cluster.start(2);
        cluster.run(300);
        assertEquals(1, cluster.configuration.epoch, "given to a start that has shown nothing yet");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
        cluster.appendMany(1);
        cluster.awaitAcknowledged(11);
    }

    @Test
    void shouldAcceptAgainWhenTheTargetDoesNotCatchUp()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2;
        cluster.append(leader, "not at 2");
        assertEquals(Outcome.OK, leader.replica.handover(2, leader.clockNs(cluster.nowNs)));
        cluster.run(1_200);
        assertEquals(Role.LEADING, leader.replica.role());
        assertEquals(1, cluster.configuration.epoch);
    }

    @Test
    void shouldAcceptAgainWhileTheArbiterIsSilentAndLeaveWhenItAnswers()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.isArbiterUp = false;
        assertEquals(Outcome.OK, leader.replica.handover(2, leader.clockNs(cluster.nowNs)));
        cluster.run(1_500);
        assertEquals(Role.LEADING, leader.replica.role());
        assertFalse(leader.replica.hasReadLease(leader.clockNs(cluster.nowNs)), "the handover may be granted");
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
        cluster.isArbiterUp = true;
        cluster.await("new leader", () -> cluster.leader() != null && cluster.leader().replicaId == 2);
        cluster.appendMany(5);
        cluster.awaitAcknowledged(15);
    }

    @Test
    void shouldFindTheNewPrimaryWhenEveryAnswerIsLost()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        cluster.appendMany(5);
        cluster.link = (from, to, frame, length) -> from != ReplicaCluster.ARBITER || to != 0 || frame.getShort(2) !=
            CONFIGURATION;
        leader.replica.handover(1, leader.clockNs(cluster.nowNs));
        cluster.await("grant", () -> cluster.configuration.epoch == 2);
        cluster.run(300);
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        assertEquals(1, cluster.leader().replicaId);
        assertEquals(Role.FOLLOWING, leader.replica.role());
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
    }

    @Test
    void shouldForceAReplicaThatNobodyWouldElect()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        for (int id = 0; id < 3; id++)
        {
            cluster.kill(id);
            cluster.nodes[id].bootId = 2;
        }
        cluster.nodes[2].shadow.truncate(0, 8, 0);
        cluster.acknowledged.tailMap(8L).clear();
        cluster.start(1);
        cluster.start(2);
        cluster.run(10_000);
        assertEquals(null, cluster.leader());
        assertEquals(Outcome.OK, cluster.nodes[1].replica.force(2, cluster.nodes[1].clockNs(cluster.nowNs)));
        cluster.awaitLeader();
        assertEquals(2, cluster.leader().replicaId);
        assertTrue(cluster.nodes[1].events.contains("forced 2 without 11 lease false"),
            cluster.nodes[1].events::toString);
        cluster.appendMany(1);
        cluster.awaitAcknowledged(8);
        cluster.awaitInSync();
        assertTrue(cluster.nodes[1].events.contains("orphans 0 8 3"), cluster.nodes[1].events::toString);
        assertTrue(cluster.nodes[1].problems.contains(Problem.HANDLER), "its handler has seen what is gone");
        assertTrue(cluster.nodes[2].replica.isEligible());
    }

    @Test
    void shouldDeposeALivePrimaryByForce()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.nodes[2].replica.force(2, cluster.nodes[2].clockNs(cluster.nowNs));
        cluster.await("forced leader", () -> cluster.configuration.epoch == 2 && cluster.leader() != null);
        assertEquals(2, cluster.leader().replicaId);
        cluster.awaitInSync();
        assertEquals(Role.FOLLOWING, cluster.nodes[0].replica.role());
        cluster.appendMany(10);
        cluster.awaitAcknowledged(20);
    }

    /** A force names any start of its target; two of them must not lead the same epoch. */
    @Test
    void shouldLeadAForcedEpochOnce()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.nodes[2].replica.force(2, cluster.nodes[2].clockNs(cluster.nowNs));
        cluster.await("forced leader", () -> cluster.configuration.epoch == 2 && cluster.leader() != null);
        cluster.kill(2);
        cluster.start(2);
        cluster.awaitInSync();
        assertEquals(2, cluster.leader().replicaId);
        assertTrue(cluster.leader().replica.epoch() > 2, "an epoch was begun twice");
    }

    /** It dies before it could do anything in the epoch but begin it. */
    @Test
    void shouldBeginAForcedEpochOnce()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        cluster.link = (from, to, frame, length) -> from == ReplicaCluster.ARBITER || to == ReplicaCluster.ARBITER;
        cluster.nodes[2].replica.force(2, cluster.nodes[2].clockNs(cluster.nowNs));
        cluster.await("take over", () -> cluster.nodes[2].events.contains("TAKING_OVER 2"));
        cluster.nodes[2].events.clear();
        cluster.kill(2);
        cluster.start(2);
        cluster.await("another epoch", () -> cluster.configuration.epoch == 3);
        cluster.run(100);
        assertFalse(cluster.nodes[2].events.contains("TAKING_OVER 2"), cluster.nodes[2].events::toString);
    }

    /** The one that was ordered to ask is deposed meanwhile; its operator waits all the same. */
    @Test
    void shouldTellTheOutcomeOfAForceToWhoLeadsNoMore()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode old = cluster.leader();
        cluster.link = (from, to, frame, length) -> (from == 0 && to == ReplicaCluster.ARBITER && frame.getShort(
            2) == 11 && frame.getByte(12) != FORCE) || (from == ReplicaCluster.ARBITER && to == 0) || (from != 0 &&
                to != 0);
        old.replica.force(1, old.clockNs(cluster.nowNs));
        cluster.await("another leader", () -> cluster.leader() != null && cluster.leader().replicaId != 0);
        cluster.await("end of its lead", () -> old.replica.role() == Role.FOLLOWING);
        cluster.link = (from, to, frame, length) -> true;
        cluster.run(300);
        assertTrue(old.events.contains("force refused"), old.events::toString);
    }

    @Test
    void shouldRefuseAForceOnAnOutdatedConfiguration()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.link = (from, to, frame, length) -> from != 1 || frame.getShort(2) != 11 || frame.getByte(12) != FORCE;
        cluster.nodes[1].replica.force(1, cluster.nodes[1].clockNs(cluster.nowNs));
        cluster.run(5);
        final ReplicaNode leader = cluster.leader();
        leader.replica.handover(2, leader.clockNs(cluster.nowNs));
        cluster.await("handover", () -> cluster.configuration.epoch == 2);
        cluster.link = (from, to, frame, length) -> true;
        cluster.run(500);
        assertTrue(cluster.nodes[1].events.contains("force refused"), cluster.nodes[1].events::toString);
        assertEquals(2, cluster.leader().replicaId);
    }
}
