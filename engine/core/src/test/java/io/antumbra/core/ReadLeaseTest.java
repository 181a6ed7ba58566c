package io.antumbra.core;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Reads at a primary: only while nobody else can lead. */
class ReadLeaseTest
{
    private static final double DRIFT_RATIO = 0.05;

    /** After this long each replica has asked the arbiter again, and knows the set. */
    private static final long KNOWN_TO_ALL_MS = 1_200;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int REQUEST = 11;
    private static final int KIND_OFFSET = 12;
    private static final int PROPOSE = 3;

    private final ReplicaCluster cluster = new ReplicaCluster(3);
    private final EntryView view = new EntryView();

    private LongSupplier clock(final ReplicaNode node)
    {
        return () -> node.clockNs(cluster.nowNs);
    }

    private boolean hasLease(final ReplicaNode node)
    {
        return node.replica.hasReadLease(node.clockNs(cluster.nowNs));
    }

    @Test
    void shouldReadWhatIsAcknowledgedAndNoMore()
    {
        cluster.startAll();
        cluster.appendMany(3);
        cluster.awaitAcknowledged(3);
        final ReplicaNode leader = cluster.leader();
        assertEquals(3, leader.replica.acknowledgedPosition(0, clock(leader)));
        assertEquals(Outcome.OK, leader.replica.read(0, 3, view, clock(leader)));
        assertEquals("entry 3 of 1", ReplicaCluster.text(view));
        cluster.append(leader, "not acknowledged");
        assertEquals(Outcome.NOT_RETAINED, leader.replica.read(0, 4, view, clock(leader)));
        assertEquals(Outcome.NOT_PRIMARY, cluster.nodes[1].replica.read(0, 1, view, clock(cluster.nodes[1])));
        assertEquals(Outcome.NOT_PRIMARY, cluster.nodes[1].replica.acknowledgedPosition(0, clock(cluster.nodes[1])));
    }

    @Test
    void shouldKeepTheLeaseWhileNothingIsAppended()
    {
        cluster.startAll();
        cluster.run(300);
        for (int i = 0; i < 200; i++)
        {
            cluster.run(10);
            assertTrue(hasLease(cluster.leader()), "no lease although every standby answers");
        }
    }

    /**
     * The clocks are as far apart as is allowed, the standbys suspect at once and know that they are members: nothing
     * but what they have promised keeps them from leading.
     */
    @Test
    void shouldLoseTheLeaseBeforeAnybodyElseMayLead()
    {
        for (int cut = 0; cut < 25; cut++)
        {
            final ReadLeaseTest run = new ReadLeaseTest();
            for (final ReplicaNode node : run.cluster.nodes)
            {
                node.config.clockDriftRatio = DRIFT_RATIO;
                node.clockDrift = node.replicaId == 0 ? -DRIFT_RATIO : DRIFT_RATIO;
                node.suspicion = new FixedSuspicion(true);
            }
            run.cluster.startAll();
            run.cluster.appendMany(5);
            run.cluster.run(KNOWN_TO_ALL_MS + 7L * cut);
            run.neverTwoReaders();
        }
    }

    /** The standbys are configured to promise less than the primary would like. */
    @Test
    void shouldCountOnNoMoreThanWasPromised()
    {
        for (int cut = 0; cut < 5; cut++)
        {
            final ReadLeaseTest run = new ReadLeaseTest();
            for (final ReplicaNode node : run.cluster.nodes)
            {
                node.config.readLeaseNs /= node.replicaId == 0 ? 1 : 2;
                node.suspicion = new FixedSuspicion(true);
            }
            run.cluster.startAll();
            run.cluster.appendMany(5);
            run.cluster.run(KNOWN_TO_ALL_MS + 7L * cut);
            run.neverTwoReaders();
        }
    }

    /** Standbys that promise more than they were asked for: suspicion and candidates here count with no more. */
    @Test
    void shouldCountOnNoMoreThanItWouldPromiseItself()
    {
        final long leaseNs = cluster.nodes[0].config.readLeaseNs;
        for (int id = 1; id < 3; id++)
        {
            cluster.nodes[id].config.readLeaseNs *= 4;
        }
        cluster.startAll();
        cluster.run(KNOWN_TO_ALL_MS);
        assertTrue(hasLease(cluster.nodes[0]));
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        final long cutNs = cluster.nowNs;
        while (cluster.nowNs - cutNs <= leaseNs)
        {
            cluster.step();
        }
        assertFalse(hasLease(cluster.nodes[0]), "counts on a lease that is longer than its own");
    }

    /** Cut off at a step of its own, the standbys suspect at once, and still nobody proposes under a live lease. */
    private void neverTwoReaders()
    {
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.candidateStepNs = 0;
        }
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        long leaseLostNs = 0;
        while (cluster.configuration.epoch == 1)
        {
            leaseLostNs = hasLease(cluster.nodes[0]) ? cluster.nowNs : leaseLostNs;
            assertTrue(!hasLease(cluster.nodes[0]) || !cluster.nodes[1].events.toString().contains("SEALED"),
                "a candidate is sealed under a live lease");
            cluster.step();
        }
        assertFalse(hasLease(cluster.nodes[0]));
        assertTrue(leaseLostNs != 0, "there was no lease to lose");
        assertTrue(cluster.nowNs - leaseLostNs < TimeUnit.MILLISECONDS.toNanos(200),
            "they waited for something else: nothing is shown");
        assertEquals(Outcome.NO_LEASE, cluster.nodes[0].replica.read(0, 1, view, clock(cluster.nodes[0])));
        assertEquals(Outcome.NO_LEASE, cluster.nodes[0].replica.acknowledgedPosition(0, clock(cluster.nodes[0])));
    }

    /** An answer that was long on its way has promised nothing from its arrival on. */
    @Test
    void shouldCountTheLeaseFromTheQuestionAndNotFromTheAnswer()
    {
        cluster.startAll();
        cluster.run(KNOWN_TO_ALL_MS);
        final ReplicaNode leader = cluster.leader();
        final byte[][] late = new byte[3][];
        cluster.link = (from, to, frame, length) ->
        {
            final boolean isAnswer = to == 0 && from != ReplicaCluster.ARBITER && frame.getShort(2) == ACKNOWLEDGEMENT;
            if (isAnswer && late[from] == null)
            {
                late[from] = new byte[length];
                frame.getBytes(0, late[from]);
            }
            return !isAnswer && (from != 0 || late[to % 3] == null);
        };
        cluster.await("two answers on their way", () -> late[1] != null && late[2] != null);
        final long askedNs = cluster.nowNs;
        final long leaseNs = leader.config.readLeaseNs;
        cluster.run(TimeUnit.NANOSECONDS.toMillis(leaseNs) * 2 / 3);
        cluster.link = (from, to, frame, length) -> true;
        cluster.repeat(1, 0, late[1]);
        cluster.repeat(2, 0, late[2]);
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        cluster.step();
        assertTrue(leader.replica.stats().lastRttNs > leaseNs / 2, "the answers were not taken: nothing is shown");
        while (cluster.nowNs - askedNs < leaseNs)
        {
            cluster.step();
        }
        assertFalse(hasLease(leader), "counted from the arrival of an answer");
    }

    @Test
    void shouldLookAtTheLeaseAfterTheReadToo()
    {
        cluster.startAll();
        cluster.appendMany(3);
        cluster.awaitAcknowledged(3);
        final ReplicaNode leader = cluster.leader();
        final int[] looks = { 0 };
        final LongSupplier paused = () -> leader.clockNs(cluster.nowNs) + looks[0]++ * TimeUnit.SECONDS.toNanos(1);
        assertEquals(Outcome.NO_LEASE, leader.replica.read(0, 3, view, paused));
        assertEquals(2, looks[0]);
    }

    /**
     * A proposal of an earlier start is granted late: that start leads nowhere, and the present one, which has promised
     * something to the primary since, may propose itself at once but for that.
     */
    @Test
    void shouldKeepItsPromiseWhenTheArbiterNamesAnEarlierStartOfIt()
    {
        cluster.nodes[2].config.suspectAfterNs = TimeUnit.MINUTES.toNanos(1);
        cluster.nodes[2].suspicion = new FixedSuspicion(false);
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(KNOWN_TO_ALL_MS);
        final byte[] late = proposalOf(1);
        cluster.kill(1);
        cluster.nodes[1].bootId = 2;
        cluster.link = (from, to, frame, length) -> from != 0 || to != ReplicaCluster.ARBITER;
        cluster.start(1);
        cluster.await("vouching", () -> cluster.nodes[1].replica.isEligible());
        cluster.run(300);
        assertTrue(hasLease(cluster.nodes[0]), "there is no lease to lose");
        cluster.again(1, late);
        cluster.await("late grant", () -> cluster.configuration.epoch == 2);
        assertTrue(hasLease(cluster.nodes[0]), "there is no lease to lose");
        while (cluster.configuration.epoch == 2)
        {
            assertTrue(!hasLease(cluster.nodes[0]) || cluster.nodes[1].replica.role() != Role.SEALED,
                "a candidate is sealed under a live lease");
            cluster.step();
        }
        assertFalse(hasLease(cluster.nodes[0]));
    }

    /** Makes a replica propose itself, and keeps what it sends from the arbiter. */
    private byte[] proposalOf(final int id)
    {
        final byte[][] proposal = new byte[1][];
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.link = (from, to, frame, length) ->
        {
            final boolean isProposal = from == id && to == ReplicaCluster.ARBITER && frame.getShort(
                2) == REQUEST && frame.getByte(KIND_OFFSET) == PROPOSE;
            if (isProposal)
            {
                proposal[0] = new byte[length];
                frame.getBytes(0, proposal[0]);
            }
            return !isProposal && (from != 0 || to != id);
        };
        cluster.await("proposal", () -> proposal[0] != null);
        return proposal[0];
    }

    @Test
    void shouldKeepThePromisesOfTheStartBefore()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0;
        cluster.nodes[1].suspicion = new FixedSuspicion(true);
        cluster.kill(1);
        cluster.nodes[1].config.suspectAfterNs = 1;
        cluster.start(1);
        while (cluster.configuration.epoch == 1)
        {
            assertTrue(!hasLease(cluster.nodes[0]) || !cluster.nodes[1].events.contains("SEALED 1"),
                "a new start broke the promise of the one before");
            cluster.step();
        }
    }
}
