package io.antumbra.core;

import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A proposal whose request or answer is lost, late or there twice, or whose candidate dies over it. */
class ProposalTest
{
    private static final int REQUEST = 11;
    private static final int CONFIGURATION = 12;
    private static final int KIND_OFFSET = 12;
    private static final int PROPOSE = 3;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    private static boolean isProposal(final DirectBuffer frame)
    {
        return frame.getShort(2) == REQUEST && frame.getByte(KIND_OFFSET) == PROPOSE;
    }

    private void start()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
    }

    @Test
    void shouldTakeOverAlthoughTheGrantIsLost()
    {
        start();
        final int[] lost = { 0 };
        cluster.link = (from, to, frame, length) -> from != ReplicaCluster.ARBITER || frame.getShort(2) !=
            CONFIGURATION || cluster.configuration.epoch == 1 || lost[0]++ >= 5;
        cluster.kill(0);
        cluster.awaitLeader();
        assertTrue(lost[0] > 5);
        assertEquals(2, cluster.configuration.epoch, "proposed twice for one failure");
    }

    /** The candidate dies with its request under way; what is granted to the start that is gone must not be led. */
    @Test
    void shouldNotLeadByTheProposalOfAnEarlierStart()
    {
        start();
        final byte[][] late = new byte[1][];
        final int[] candidate = { -1 };
        cluster.link = (from, to, frame, length) ->
        {
            if (to == ReplicaCluster.ARBITER && isProposal(frame))
            {
                late[0] = new byte[length];
                frame.getBytes(0, late[0]);
                candidate[0] = from;
                return false;
            }
            return true;
        };
        cluster.kill(0);
        cluster.await("proposal", () -> late[0] != null);
        final ReplicaNode node = cluster.nodes[candidate[0]];
        assertEquals(Role.SEALED, node.replica.role());
        cluster.kill(node.replicaId);
        cluster.start(node.replicaId);
        cluster.run(5);
        cluster.link = (from, to, frame, length) -> true;
        cluster.again(node.replicaId, late[0]);
        cluster.run(2);
        assertEquals(2, cluster.configuration.epoch, "the late proposal was not granted: nothing is shown");
        final ReplicaNode leader = cluster.awaitLeader();
        assertTrue(leader.replica.epoch() > 2, "led an epoch that was given to an earlier start");
        cluster.start(0);
        cluster.awaitInSync();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(15);
        cluster.again(node.replicaId, late[0]);
        cluster.run(100);
        assertEquals(leader, cluster.leader());
    }

    /** The primary comes back while a candidate does not know whether it was granted. */
    @Test
    void shouldAcknowledgeNothingWhileSealed()
    {
        start();
        final ReplicaNode primary = cluster.nodes[0];
        primary.config.dropStandbyAfterNs = 0;
        primary.isPaused = true;
        cluster.link = (from, to, frame, length) -> to != ReplicaCluster.ARBITER || !isProposal(frame);
        cluster.await("candidate", () -> cluster.nodes[1].replica.role() == Role.SEALED || cluster.nodes[2].replica
            .role() == Role.SEALED);
        primary.isPaused = false;
        cluster.append(primary, "to a sealed standby");
        cluster.run(3_000);
        assertEquals(10, primary.replica.committed(0), "a sealed standby acknowledged");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        cluster.appendMany(1);
        cluster.await("acknowledgement",
            () -> cluster.leader().replica.committed(0) == cluster.leader().replica.end(0));
    }

    /** A seal outlives the process, until the arbiter has told what became of the proposal. */
    @Test
    void shouldStaySealedAcrossARestart()
    {
        start();
        final ReplicaNode primary = cluster.nodes[0];
        primary.config.dropStandbyAfterNs = 0;
        primary.isPaused = true;
        cluster.link = (from, to, frame, length) -> to != ReplicaCluster.ARBITER || !isProposal(frame);
        cluster.await("candidates", () -> cluster.nodes[1].replica.role() == Role.SEALED && cluster.nodes[2].replica
            .role() == Role.SEALED);
        for (int id = 1; id < 3; id++)
        {
            cluster.kill(id);
            cluster.start(id);
            assertEquals(Role.SEALED, cluster.nodes[id].replica.role());
        }
        primary.isPaused = false;
        cluster.append(primary, "to sealed standbys");
        cluster.run(3_000);
        assertEquals(10, primary.replica.committed(0), "a sealed standby acknowledged");
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
    }

    /** Answers overtake each other; what holds is what has the highest version, not what came last. */
    @Test
    void shouldNotGoBackToAnOlderConfiguration()
    {
        start();
        final byte[][] old = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            if (from == ReplicaCluster.ARBITER && to == 1)
            {
                old[0] = new byte[length];
                frame.getBytes(0, old[0]);
            }
            return true;
        };
        cluster.await("answer", () -> old[0] != null);
        cluster.link = (from, to, frame, length) -> true;
        cluster.kill(0);
        cluster.awaitLeader();
        final ReplicaNode leader = cluster.leader();
        assertEquals(1, leader.replicaId);
        cluster.answerAgain(1, old[0]);
        cluster.run(1);
        assertEquals(Role.LEADING, leader.replica.role(), "an answer from before its epoch has deposed it");
        assertEquals(2, leader.replica.configuration().epoch);
    }

    @Test
    void shouldFollowAgainWhenAnotherWasFaster()
    {
        start();
        cluster.kill(0);
        cluster.awaitLeader();
        cluster.awaitInSync();
        final long sealed = cluster.nodes[1].events.stream().filter((e) -> e.startsWith("SEALED 1")).count() +
            cluster.nodes[2].events.stream().filter((e) -> e.startsWith("SEALED 1")).count();
        assertEquals(1, sealed, "ranks did not keep the second one from proposing");
    }

    /** A process ends before or after any of its saves, in each role, and starts again. */
    @Test
    void shouldSurviveACrashAtEverySave()
    {
        for (int victim = 0; victim < 2; victim++)
        {
            for (int save = 0; save < 9; save++)
            {
                final ProposalTest run = new ProposalTest();
                run.crashAt(victim, save);
            }
        }
    }

    private void crashAt(final int victim, final int save)
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(150);
        cluster.nodes[1 + victim].crashAtSave = save;
        cluster.append(cluster.nodes[0], "in flight");
        cluster.kill(0);
        for (int i = 0; i < 10; i++)
        {
            cluster.run(200);
            for (int id = i < 5 ? 1 : 0; id < 3; id++)
            {
                if (cluster.nodes[id].isDown)
                {
                    cluster.start(id);
                }
            }
        }
        cluster.nodes[1 + victim].crashAtSave = -1;
        cluster.awaitLeader();
        cluster.awaitInSync();
        cluster.appendMany(3);
        cluster.run(300);
        cluster.judgeDelivery();
        assertFalse(cluster.acknowledged.isEmpty());
    }
}
