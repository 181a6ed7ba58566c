package io.antumbra.core;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Reads at a primary: only while nobody else can lead. */
class ReadLeaseTest
{
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

    @Test
    void shouldLoseTheLeaseBeforeAnybodyElseMayLead()
    {
        for (int cut = 0; cut < 40; cut++)
        {
            final ReadLeaseTest run = new ReadLeaseTest();
            run.cluster.nodes[0].clockDrift = -5e-4;
            run.cluster.nodes[1].clockDrift = 5e-4;
            run.cluster.nodes[2].clockDrift = 5e-4;
            run.cluster.nodes[1].suspicion = new FixedSuspicion(true);
            run.cluster.nodes[2].suspicion = new FixedSuspicion(true);
            run.cluster.startAll();
            run.cluster.appendMany(5);
            run.cluster.run(200 + 7L * cut);
            run.neverTwoReaders();
        }
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
        assertEquals(Outcome.NO_LEASE, cluster.nodes[0].replica.read(0, 1, view, clock(cluster.nodes[0])));
        assertEquals(Outcome.NO_LEASE, cluster.nodes[0].replica.acknowledgedPosition(0, clock(cluster.nodes[0])));
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
