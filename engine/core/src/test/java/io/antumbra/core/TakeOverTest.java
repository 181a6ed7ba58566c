package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From a granted epoch to leading it: what has to be true before the first entry is accepted. */
class TakeOverTest
{
    private static final int HELLO = 1;
    private static final int SUBSET = 6;
    private static final int NEW_EPOCH = 4;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    private static int template(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN);
    }

    private void start()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
    }

    private void staysTakingOver(final String why)
    {
        cluster.await("take over", () -> cluster.configuration.epoch == 2 &&
            cluster.nodes[cluster.configuration.primaryId].replica.role() == Role.TAKING_OVER);
        cluster.run(2_000);
        final ReplicaNode next = cluster.nodes[cluster.configuration.primaryId];
        assertEquals(Role.TAKING_OVER, next.replica.role(), why);
        assertEquals(Outcome.NOT_PRIMARY, cluster.append(next, "too early"));
        assertFalse(next.replica.hasReadLease(next.clockNs(cluster.nowNs)), "reads before all of it is committed");
    }

    @Test
    void shouldCommitTheWholeTailFirst()
    {
        start();
        cluster.link = (from, to, frame, length) -> to != 2 || template(frame) != SUBSET;
        cluster.append(cluster.nodes[0], "tail, at 1 only");
        cluster.run(150);
        cluster.kill(0);
        staysTakingOver("the tail is not at 2");
        assertEquals(1, cluster.configuration.primaryId, "the one that holds less was faster");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
        assertEquals("tail, at 1 only", cluster.acknowledged.get(11L));
    }

    @Test
    void shouldGiveTheOwnHandlerEverythingFirst()
    {
        start();
        cluster.nodes[1].isStuck = true;
        cluster.nodes[2].isStuck = true;
        cluster.append(cluster.nodes[0], "not taken yet");
        cluster.run(150);
        cluster.kill(0);
        staysTakingOver("its handler does not take an entry");
        cluster.nodes[1].isStuck = false;
        cluster.nodes[2].isStuck = false;
        assertEquals(11, cluster.awaitLeader().delivered.size());
    }

    @Test
    void shouldWaitForEveryMemberToAdoptTheEpoch()
    {
        start();
        cluster.link = (from, to, frame, length) -> template(frame) != NEW_EPOCH;
        cluster.kill(0);
        staysTakingOver("nobody else is in the epoch");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
    }

    /** A read right after the take over would otherwise not see what was acknowledged before. */
    @Test
    void shouldNotLeadBeforeItKnowsWhatIsCommittedAlthoughItsHandlerDoes()
    {
        for (int id = 1; id < 3; id++)
        {
            cluster.nodes[id].suspicion = new FixedSuspicion(false);
            cluster.nodes[id].config.suspectAfterNs = TimeUnit.MINUTES.toNanos(1);
        }
        start();
        cluster.kill(0);
        cluster.kill(1);
        cluster.nodes[1].shadow.truncate(0, 1, 0);
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.link = (from, to, frame, length) -> to != 1 || template(frame) != SUBSET;
        cluster.start(0);
        cluster.start(1);
        staysTakingOver("a member holds nothing");
        assertEquals(0, cluster.configuration.primaryId);
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
    }

    @Test
    void shouldDropAMemberThatStaysSilent()
    {
        final ReplicaCluster four = new ReplicaCluster(4);
        four.startAll();
        four.appendMany(10);
        four.awaitAcknowledged(10);
        four.run(300);
        four.kill(0);
        four.kill(3);
        four.awaitLeader();
        assertEquals(0b0110, four.configuration.members.set());
        four.appendMany(3);
        four.awaitAcknowledged(13);
        assertTrue(four.leader().events.contains("dropped 3"));
    }

    /** Nobody has been heard yet when it begins, nor for some time after, and that is no silence. */
    @Test
    void shouldKeepEveryMemberThatIsThere()
    {
        final ReplicaCluster four = new ReplicaCluster(4);
        four.startAll();
        four.appendMany(10);
        four.awaitAcknowledged(10);
        four.run(300);
        four.link = (from, to, frame, length) -> template(frame) != HELLO;
        four.kill(0);
        four.await("take over", () -> four.configuration.epoch == 2);
        four.run(200);
        four.link = (from, to, frame, length) -> true;
        final ReplicaNode next = four.awaitLeader();
        assertEquals(0b1110, four.configuration.members.set());
        assertFalse(next.events.toString().contains("dropped"), next.events::toString);
    }

    /** Nobody can bring it back what the new primary no longer has; with the others the shard goes on. */
    @Test
    void shouldGoOnWithoutAMemberThatNeedsMoreThanIsRetained()
    {
        final ReplicaCluster four = new ReplicaCluster(4, 300);
        for (final ReplicaNode node : four.nodes)
        {
            node.config.dropStandbyAfterNs = 0;
        }
        four.startAll();
        four.appendMany(1_000);
        four.awaitAcknowledged(1_000);
        four.run(300);
        four.kill(3);
        four.nodes[3].shadow.truncate(0, 11, 0);
        four.kill(0);
        four.start(3);
        four.awaitLeader();
        assertEquals(0b0110, four.configuration.members.set());
        four.appendMany(3);
        four.awaitAcknowledged(1_003);
    }

    /**
     * A primary that has started again does not know what is committed; that is no licence to admit who holds nothing.
     */
    @Test
    void shouldAdmitNobodyWhoHoldsLessThanItself()
    {
        start();
        assertEquals(Outcome.OK, cluster.nodes[0].replica.dropStandby(2, cluster.nodes[0].clockNs(cluster.nowNs)));
        cluster.kill(2);
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b011);
        cluster.kill(0);
        cluster.nodes[1].suspicion = new FixedSuspicion(false);
        cluster.kill(1);
        cluster.start(1);
        cluster.nodes[2] = new ReplicaNode(2, cluster.nodes[2].config, 1024, cluster);
        cluster.link = (from, to, frame, length) -> (to != 1 || template(frame) != NEW_EPOCH) &&
            (to != 2 || template(frame) != SUBSET);
        cluster.start(0);
        cluster.start(2);
        cluster.await("take over", () -> cluster.configuration.epoch == 2);
        cluster.run(1_500);
        assertEquals(0, cluster.nodes[2].replica.end(0));
        assertEquals(0, cluster.configuration.members.set() & 0b100, "an empty replica is a member");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        assertEquals(10, cluster.nodes[2].replica.end(0));
    }

    /**
     * Whoever has to be caught up is full of entries that it must not deliver before it is told that they are
     * committed, and the primary, which is below the minimum without it, has started again and remembers no commit.
     */
    @Test
    void shouldCatchUpAFullReplicaThatHasToDeliverFirst()
    {
        final int capacity = 64;
        final ReplicaCluster full = new ReplicaCluster(3, capacity);
        full.startAll();
        appendAndDeliver(full, 100);
        full.nodes[2].isStuck = true;
        appendAndDeliver(full, 100 + capacity);
        assertEquals(100, full.nodes[2].replica.delivered(0));
        assertEquals(Outcome.OK, full.nodes[0].replica.dropStandby(2, full.nodes[0].clockNs(full.nowNs)));
        appendAndDeliver(full, 200);
        assertEquals(100 + capacity, full.nodes[2].replica.end(0), "it is not full: nothing is shown");
        for (int id = 0; id < 3; id++)
        {
            full.kill(id);
        }
        full.nodes[2].isStuck = false;
        full.start(1);
        full.start(2);
        full.awaitLeader();
        assertEquals(0b110, full.configuration.members.set());
        full.appendMany(3);
        full.awaitAcknowledged(203);
        full.run(300);
        full.judgeDelivery();
    }

    private static void appendAndDeliver(final ReplicaCluster to, final int last)
    {
        while (to.leader().replica.end(0) < last)
        {
            to.appendMany(1);
            to.await("delivery", () -> to.leader().replica.delivered(0) == to.leader().replica.end(0));
        }
        to.run(150);
    }

    @Test
    void shouldDropAMemberByTheOperatorsWordBeforeItLeads()
    {
        final ReplicaCluster four = new ReplicaCluster(4);
        for (final ReplicaNode node : four.nodes)
        {
            node.config.dropStandbyAfterNs = 0;
        }
        four.startAll();
        four.appendMany(10);
        four.awaitAcknowledged(10);
        four.run(300);
        four.kill(0);
        four.kill(3);
        four.await("take over", () -> four.configuration.epoch == 2);
        four.run(3_000);
        assertEquals(null, four.leader(), "led although a member is silent");
        final ReplicaNode next = four.nodes[four.configuration.primaryId];
        assertEquals(Outcome.OK, next.replica.dropStandby(3, next.clockNs(four.nowNs)));
        assertEquals(next, four.awaitLeader());
        assertEquals(0b0110, four.configuration.members.set());
    }

    /** The one that can never catch up holds its place until another one is there, and not a moment longer. */
    @Test
    void shouldDropAMemberBeyondRepairOnceTheMinimumAllowsIt()
    {
        final ReplicaCluster three = beyondRepair();
        three.kill(0);
        three.start(2);
        three.await("take over", () -> three.configuration.epoch == 2);
        three.run(3_000);
        assertEquals(1, three.configuration.primaryId);
        assertEquals(0b110, three.configuration.members.set());
        assertEquals(null, three.leader(), "led below the minimum");
        assertTrue(three.nodes[1].problems.contains(Problem.MIN_IN_SYNC));
        three.start(0);
        three.awaitLeader();
        assertEquals(0b011, three.configuration.members.set());
        three.appendMany(3);
        three.awaitAcknowledged(1_003);
    }

    @Test
    void shouldDropAMemberBeyondRepairWhileItLeads()
    {
        final ReplicaCluster three = beyondRepair();
        three.start(2);
        three.append(three.leader(), "needs no operator");
        three.awaitAcknowledged(1_001);
        assertEquals(0b011, three.configuration.members.set());
        assertTrue(three.leader().problems.contains(Problem.GAP_BEYOND_SHADOW));
    }

    /** Nobody drops a silent member, and replica 2 comes back with less than the others retain. */
    private static ReplicaCluster beyondRepair()
    {
        final ReplicaCluster three = new ReplicaCluster(3, 300);
        for (final ReplicaNode node : three.nodes)
        {
            node.config.dropStandbyAfterNs = 0;
        }
        three.startAll();
        three.appendMany(1_000);
        three.awaitAcknowledged(1_000);
        three.run(300);
        three.kill(2);
        three.nodes[2].shadow.truncate(0, 11, 0);
        return three;
    }

    /** Its handler holds everything from before, and nothing is known to be committed after a restart. */
    @Test
    void shouldKnowAllToBeCommittedAfterItsOwnRestart()
    {
        start();
        cluster.link = (from, to, frame, length) -> template(frame) != NEW_EPOCH;
        cluster.kill(0);
        cluster.start(0);
        staysTakingOver("nobody else is in the epoch");
        assertEquals(0, cluster.configuration.primaryId);
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitLeader();
    }

    /** The old primary comes back with a loss, and holds all of it again before anybody needs it. */
    @Test
    void shouldVouchForNobodyWhoIsNoMember()
    {
        start();
        cluster.kill(0);
        cluster.nodes[0].bootId = 2;
        cluster.awaitLeader();
        assertEquals(0b110, cluster.configuration.members.set());
        cluster.link = (from, to, frame, length) -> to != ReplicaCluster.ARBITER || from == 0;
        cluster.start(0);
        cluster.await("catch-up",
            () -> cluster.nodes[0].replica.isFollowing() && cluster.nodes[0].replica.end(0) == 10);
        cluster.run(500);
        assertFalse(cluster.nodes[0].replica.isEligible(), "vouches although nobody needs its acknowledgement");
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("admission", () -> cluster.nodes[0].replica.isEligible());
    }
}
