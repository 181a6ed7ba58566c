package io.antumbra.core;

import java.nio.ByteOrder;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** An operator makes a replica lead that does not hold all that was acknowledged. */
class ForceTest
{
    private static final int SUBSET = 6;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    @Test
    void shouldNotTakeForCommittedWhatTheForcedOneHasOnlyHeardOf()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET;
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        final ReplicaNode forced = cluster.nodes[2];
        assertEquals(5, forced.replica.end(0));
        assertEquals(10, forced.replica.committed(0), "it has heard of more than it holds");
        cluster.kill(0);
        cluster.kill(1);
        assertEquals(Outcome.OK, forced.replica.force(2, forced.clockNs(cluster.nowNs)));
        cluster.await("take over", () -> forced.replica.role() == Role.TAKING_OVER);
        assertEquals(5, forced.replica.committed(0));
    }
}
