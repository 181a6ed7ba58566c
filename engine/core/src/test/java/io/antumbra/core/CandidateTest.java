package io.antumbra.core;

import java.util.concurrent.TimeUnit;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who proposes itself and when, and above all who does not. */
class CandidateTest
{
    private final ReplicaCluster cluster = new ReplicaCluster(3);

    private boolean wasSealed(final int id)
    {
        return cluster.nodes[id].events.toString().contains("SEALED");
    }

    private void start(final boolean isSuspect)
    {
        cluster.nodes[1].suspicion = new FixedSuspicion(isSuspect);
        cluster.nodes[2].suspicion = new FixedSuspicion(isSuspect);
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(1_200);
    }

    /** Promises alone would keep them quiet for as long as they acknowledge: there are next to none. */
    @Test
    void shouldNotBelieveAForecastAgainstAPrimaryThatIsHeard()
    {
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.readLeaseNs = 1;
        }
        start(true);
        cluster.run(3_000);
        assertFalse(wasSealed(1) || wasSealed(2), "a forecast alone has deposed a primary");
    }

    @Test
    void shouldNotBeHeldUpByAForecastThatNeverSuspects()
    {
        start(false);
        cluster.kill(0);
        cluster.awaitLeader();
        assertEquals(2, cluster.configuration.epoch);
    }

    @Test
    void shouldNotSealItselfWhileTheArbiterIsSilent()
    {
        start(true);
        cluster.isArbiterUp = false;
        cluster.link = (from, to, frame, length) -> from != 0 || to != 1;
        cluster.run(5_000);
        assertFalse(wasSealed(1), "sealed although nobody can answer, and the primary goes on without the arbiter");
        cluster.link = (from, to, frame, length) -> true;
        cluster.appendMany(5);
        cluster.awaitAcknowledged(15);
        assertTrue(cluster.nodes[1].problems.contains(Problem.ARBITER_SILENT));
    }

    @Test
    void shouldNotProposeItselfWhenItIsNoMember()
    {
        start(false);
        cluster.link = (from, to, frame, length) -> (from != 0 && from != 1) || to != 2;
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b011);
        cluster.run(10_000);
        assertFalse(wasSealed(2), "proposed itself although the arbiter has told that it was dropped");
    }

    /** Its handler has lost its state, and what would bring it back is no longer retained: it would never lead. */
    @Test
    void shouldStandBackWhenItsHandlerStandsStillForGood()
    {
        final ReplicaCluster small = new ReplicaCluster(3, 64).startAll();
        for (int i = 1; i <= 10; i++)
        {
            small.appendMany(20);
            small.awaitAcknowledged(20L * i);
            small.run(10);
        }
        small.kill(1);
        small.nodes[1].delivered.clear();
        small.start(1);
        small.await("the halt", () -> small.nodes[1].problems.contains(Problem.HANDLER));
        small.awaitInSync();
        small.kill(0);
        small.await("a leader", () -> small.nodes[2].replica.role() == Role.LEADING);
        assertFalse(small.nodes[1].events.toString().contains("SEALED"), "it has proposed itself");
    }

    /** It has lost its numbers with its entries, and must not be taken for the start that had them. */
    @Test
    void shouldNotVouchInTheNameOfAStartWhoseFolderIsLost()
    {
        start(false);
        cluster.kill(2);
        cluster.nodes[2] = new ReplicaNode(2, cluster.nodes[2].config, 1024, cluster);
        cluster.nodes[2].suspicion = new FixedSuspicion(true);
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.link = (from, to, frame, length) -> from == ReplicaCluster.ARBITER || to == ReplicaCluster.ARBITER ||
            (from != 2 && to != 2);
        cluster.start(2);
        cluster.run(TimeUnit.SECONDS.toMillis(10));
        assertFalse(cluster.nodes[2].replica.isEligible(), "vouches for what it has never seen");
        assertEquals(0, cluster.leader().replicaId);
    }
}
