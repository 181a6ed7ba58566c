package io.antumbra.core;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A primary dies, is cut off, or stops, and another replica leads with all that was acknowledged. */
class FailoverTest
{
    @Test
    void shouldCreateTheShardAndTakeTheOthersIn()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        assertEquals(0, cluster.leader().replicaId);
        assertEquals(0b111, cluster.configuration.members.set());
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.run(300);
        assertEquals(20, cluster.nodes[2].delivered.size());
        assertEquals(20, cluster.nodes[0].delivered.size(), "the handler of the one that leads");
        cluster.judgeDelivery();
    }

    @Test
    void shouldLeadWithAllThatWasAcknowledgedWhenThePrimaryDies()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(50);
        cluster.awaitAcknowledged(50);
        cluster.append(cluster.nodes[0], "in flight");
        cluster.run(1);
        cluster.kill(0);
        final ReplicaNode next = cluster.awaitLeader();
        assertNotEquals(0, next.replicaId);
        assertEquals(0b110, cluster.configuration.members.set());
        assertEquals(51, next.replica.end(0));
        cluster.awaitAcknowledged(51);
        cluster.appendMany(10);
        cluster.awaitAcknowledged(61);
        cluster.start(0);
        cluster.awaitInSync();
        assertEquals(61, cluster.nodes[0].replica.end(0));
        cluster.run(300);
        cluster.judgeDelivery();
        assertEquals(61, cluster.nodes[0].delivered.size());
    }

    @Test
    void shouldWaitForASecondReplicaBeforeItLeads()
    {
        final ReplicaCluster cluster = new ReplicaCluster(2).startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.kill(0);
        cluster.await("take over", () -> cluster.nodes[1].replica.role() == Role.TAKING_OVER);
        cluster.run(5_000);
        assertEquals(Role.TAKING_OVER, cluster.nodes[1].replica.role());
        assertEquals(Outcome.NOT_PRIMARY, cluster.append(cluster.nodes[1], "too early"));
        assertTrue(cluster.nodes[1].problems.contains(Problem.MIN_IN_SYNC), "nobody is told why");
        cluster.start(0);
        cluster.awaitInSync();
        assertEquals(1, cluster.leader().replicaId);
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
    }

    @Test
    void shouldCommitNothingBelowTheMinimum()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3);
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.minInSync = 3;
        }
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.append(cluster.nodes[0], "in flight");
        cluster.step();
        cluster.kill(0);
        cluster.await("take over", () -> cluster.configuration.epoch == 2);
        final ReplicaNode next = cluster.nodes[cluster.configuration.primaryId];
        cluster.run(5_000);
        assertEquals(6, next.replica.end(0), "the tail did not arrive: nothing is shown");
        assertEquals(5, next.replica.committed(0));
        cluster.start(0);
        cluster.awaitAcknowledged(6);
    }

    @Test
    void shouldFenceAPrimaryThatWasOnlyCutOff()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        cluster.append(cluster.nodes[0], "never acknowledged");
        cluster.append(cluster.nodes[0], "nor this");
        cluster.await("another leader", () -> cluster.leader() != null && cluster.leader().replicaId != 0);
        assertTrue(cluster.nodes[0].replica.isLeading(), "it cannot know");
        cluster.appendMany(3);
        cluster.awaitAcknowledged(13);
        assertEquals(10, cluster.nodes[0].replica.committed(0));
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        assertEquals(Role.FOLLOWING, cluster.nodes[0].replica.role());
        assertTrue(cluster.nodes[0].events.contains("orphans 0 11 2"), cluster.nodes[0].events::toString);
        cluster.run(300);
        assertEquals(13, cluster.nodes[0].delivered.size());
        cluster.judgeDelivery();
    }

    @Test
    void shouldNotActOnAnAnswerThatComesAfterAPauseLongerThanEveryTimeOut()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.nodes[0].isPaused = true;
        cluster.await("another leader", () -> cluster.leader() != null);
        cluster.appendMany(10);
        cluster.awaitAcknowledged(20);
        cluster.nodes[0].isPaused = false;
        cluster.append(cluster.nodes[0], "on waking up");
        cluster.awaitInSync();
        cluster.run(300);
        assertFalse(cluster.acknowledged.containsValue("on waking up"));
        cluster.judgeDelivery();
    }

    @Test
    void shouldLeadAgainAfterItsOwnRestart()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.kill(0);
        cluster.start(0);
        cluster.awaitInSync();
        assertEquals(0, cluster.leader().replicaId);
        assertEquals(2, cluster.leader().replica.epoch());
        cluster.appendMany(1);
        cluster.awaitAcknowledged(11);
    }

    @Test
    void shouldSurviveTwoFailuresInOneFailover()
    {
        final ReplicaCluster cluster = new ReplicaCluster(4).startAll();
        cluster.appendMany(30);
        cluster.awaitAcknowledged(30);
        cluster.kill(0);
        cluster.await("candidate", () -> cluster.configuration.epoch == 2);
        final int second = cluster.configuration.primaryId;
        cluster.kill(second);
        final ReplicaNode third = cluster.awaitLeader();
        assertTrue(third.replicaId != 0 && third.replicaId != second);
        cluster.appendMany(10);
        cluster.awaitAcknowledged(40);
        cluster.start(0);
        cluster.start(second);
        cluster.awaitInSync();
        cluster.run(300);
        cluster.judgeDelivery();
    }

    @Test
    void shouldGoOnWithoutTheArbiterAndFailOverOnceItIsBack()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.isArbiterUp = false;
        cluster.appendMany(100);
        cluster.awaitAcknowledged(100);
        cluster.run(10_000);
        cluster.appendMany(10);
        cluster.awaitAcknowledged(110);
        cluster.kill(0);
        cluster.run(10_000);
        assertEquals(null, cluster.leader());
        cluster.isArbiterUp = true;
        cluster.awaitLeader();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(120);
    }

    /** Committed is not enough for a slot to be used again: the handler of the one that leads is given it, too. */
    @Test
    void shouldHoldBackNewEntriesUntilTheOwnHandlerHasSeenTheOldOnes()
    {
        final int capacity = 64;
        final ReplicaCluster cluster = new ReplicaCluster(3, capacity).startAll();
        final ReplicaNode leader = cluster.leader();
        leader.isStuck = true;
        for (int i = 0; i < 2 * capacity; i++)
        {
            cluster.append(leader, "entry " + (leader.replica.end(0) + 1));
            cluster.run(1);
        }
        assertEquals(capacity, leader.replica.end(0));
        leader.isStuck = false;
        cluster.run(2_000);
        assertEquals(capacity, leader.delivered.size());
        cluster.appendMany(1);
        cluster.awaitAcknowledged(capacity + 1);
        cluster.run(300);
        cluster.judgeDelivery();
    }

    @Test
    void shouldStayClosedWhenNobodyCanVouch()
    {
        final ReplicaCluster cluster = new ReplicaCluster(2).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.kill(0);
        cluster.kill(1);
        cluster.nodes[0].shadow.truncate(0, 1, 0);
        cluster.nodes[1].bootId = 2;
        cluster.start(0);
        cluster.start(1);
        cluster.run(20_000);
        assertEquals(null, cluster.leader());
        assertEquals(1, cluster.configuration.epoch);
        assertTrue(cluster.nodes[0].problems.contains(Problem.CLOSED));
    }

    /** It is an orphan in the new epoch only; before that one is promised, it may be needed in the old one. */
    @Test
    void shouldTakeNothingBackBeforeItsPromiseIsSaved()
    {
        int crashes = 0;
        for (int save = 0; save < 8; save++)
        {
            final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
            cluster.appendMany(10);
            cluster.awaitAcknowledged(10);
            cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
            cluster.append(cluster.nodes[0], "never acknowledged");
            cluster.await("another leader", () -> cluster.leader() != null && cluster.leader().replicaId != 0);
            cluster.kill(0);
            cluster.link = (from, to, frame, length) -> true;
            final ReplicaNode node = cluster.nodes[0];
            node.crashAtSave = save;
            cluster.start(0);
            cluster.run(500);
            final EpochState saved = new EpochState(node.config.streamCount);
            node.journal.load(saved);
            assertTrue(node.shadow.end(0) >= 11 || saved.promisedEpoch == 2, "died at save " + save);
            crashes += node.isDown ? 1 : 0;
        }
        assertTrue(crashes > 4, "it hardly ever died: " + crashes);
    }
}
