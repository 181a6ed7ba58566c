package io.antumbra.core;

import io.antumbra.core.memory.MemoryShadow;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A standby that needs what no shadow has any more. */
class HistoryPortTest
{
    private final ReplicaCluster cluster = new ReplicaCluster(3, 300);

    private void fallBehind()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.kill(2);
        cluster.appendMany(1_000);
        cluster.awaitAcknowledged(1_010);
        assertTrue(cluster.leader().shadow.oldestRetained(0) > 11, "the shadow reaches far enough: nothing is shown");
        cluster.start(2);
    }

    @Test
    void shouldServeAStandbyFromTheHistory()
    {
        cluster.archive = new MemoryShadow(2, 512, 1 << 12, false);
        fallBehind();
        cluster.awaitInSync();
        cluster.run(300);
        assertEquals(1_010, cluster.nodes[2].delivered.size());
        assertFalse(cluster.leader().problems.contains(Problem.GAP_BEYOND_SHADOW));
        cluster.judgeDelivery();
    }

    @Test
    void shouldAskAHistoryAgainThatIsSlow()
    {
        cluster.archive = new MemoryShadow(2, 512, 1 << 12, false);
        cluster.isArchiveSlow = true;
        fallBehind();
        cluster.awaitInSync();
        cluster.run(300);
        assertEquals(1_010, cluster.nodes[2].delivered.size());
        cluster.judgeDelivery();
    }

    @Test
    void shouldRefuseAndTellWithoutAHistory()
    {
        fallBehind();
        cluster.run(3_000);
        assertFalse(cluster.leader().replica.isInSync(2));
        assertTrue(cluster.leader().problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertEquals(10, cluster.nodes[2].replica.end(0));
    }

    @Test
    void shouldNeverServeADamagedRecordOfTheHistory()
    {
        cluster.archive = new MemoryShadow(2, 512, 1 << 12, false);
        fallBehind();
        cluster.archive.flipBit(0, 30, 777);
        cluster.run(3_000);
        assertEquals(29, cluster.nodes[2].replica.end(0));
        assertTrue(cluster.leader().problems.contains(Problem.CORRUPT_RECORD));
    }
}
