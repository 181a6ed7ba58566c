package io.antumbra.core;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two replicas that led in turn without ever seeing each other, as only an operator can bring about: what one of them
 * created has to go, also where the other one holds more and its epoch begins behind it.
 */
class DivergenceTest
{
    private static final int NEW_EPOCH = 4;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    @Test
    void shouldCutWhereAnEpochThatTheNewPrimaryNeverSawBegins()
    {
        divergeAfterSeven();
        lead(2);
        append(cluster.nodes[2], 3);
        assertEquals(10, cluster.nodes[2].replica.end(0));
        lead(1);
        heal();
        assertTrue(cluster.nodes[2].events.contains("orphans 0 8 3"), cluster.nodes[2].events::toString);
    }

    @Test
    void shouldFindAnEpochThatBothKnowWhenTheyTookTurns()
    {
        divergeAfterSeven();
        lead(2);
        append(cluster.nodes[2], 2);
        lead(1);
        append(cluster.nodes[1], 2);
        lead(2);
        append(cluster.nodes[2], 4);
        lead(1);
        heal();
        assertTrue(cluster.nodes[2].events.contains("orphans 0 8 6"), cluster.nodes[2].events::toString);
    }

    /** An offer that answers an earlier claim tells too little for the present one. */
    @Test
    void shouldNotTakeALateOfferForTheAnswerToItsPresentClaim()
    {
        divergeAfterSeven();
        lead(2);
        append(cluster.nodes[2], 2);
        lead(1);
        append(cluster.nodes[1], 2);
        lead(2);
        append(cluster.nodes[2], 4);
        lead(1);
        final byte[][] first = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            if (from == 1 && to == 2 && first[0] == null && frame.getShort(2) == NEW_EPOCH)
            {
                first[0] = new byte[length];
                frame.getBytes(0, first[0]);
            }
            return true;
        };
        cluster.await("offer", () -> first[0] != null);
        for (int i = 0; i < 5_000; i++)
        {
            cluster.repeat(1, 2, first[0]);
            cluster.step();
        }
        heal();
        assertTrue(cluster.nodes[2].events.contains("orphans 0 8 6"), cluster.nodes[2].events::toString);
    }

    /** Replica 2 misses what comes after 7; then the primary goes, and 1 and 2 do not see each other. */
    private void divergeAfterSeven()
    {
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.minInSync = 1;
        }
        cluster.startAll();
        cluster.appendMany(7);
        cluster.awaitAcknowledged(7);
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2;
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b011);
        cluster.appendMany(13);
        cluster.awaitAcknowledged(20);
        cluster.run(300);
        cluster.kill(0);
        cluster.link = (from, to, frame, length) -> from == ReplicaCluster.ARBITER || to == ReplicaCluster.ARBITER;
    }

    private void lead(final int id)
    {
        final ReplicaNode node = cluster.nodes[id];
        cluster.acknowledged.tailMap(node.replica.end(0) + 1).clear();
        cluster.acknowledged.tailMap(8L).clear();
        node.replica.force(id, node.clockNs(cluster.nowNs));
        cluster.await("forced leader", () -> cluster.leader() == node);
    }

    private void append(final ReplicaNode node, final int count)
    {
        final long last = node.replica.end(0) + count;
        for (int i = 0; i < count; i++)
        {
            cluster.append(node, "replica " + node.replicaId + " in " + node.replica.epoch());
        }
        cluster.await("acknowledgement", () -> node.replica.committed(0) == last);
    }

    private void heal()
    {
        cluster.link = (from, to, frame, length) -> true;
        cluster.awaitInSync();
        final ReplicaNode leader = cluster.leader();
        assertEquals(1, leader.replicaId);
        assertEquals(leader.replica.end(0), cluster.nodes[2].replica.end(0));
        final EntryView one = new EntryView();
        final EntryView other = new EntryView();
        for (long sequence = 1; sequence <= leader.replica.end(0); sequence++)
        {
            assertEquals(Outcome.OK, leader.shadow.read(0, sequence, one));
            assertEquals(Outcome.OK, cluster.nodes[2].shadow.read(0, sequence, other));
            assertEquals(one.meta().originEpoch, other.meta().originEpoch, "at " + sequence);
            assertEquals(ReplicaCluster.text(one), ReplicaCluster.text(other), "at " + sequence);
        }
        assertTrue(cluster.nodes[2].problems.contains(Problem.HANDLER), "its handler has seen what is gone");
    }
}
