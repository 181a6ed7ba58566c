package io.antumbra.core;

import io.antumbra.core.arbiter.Arbiter;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How a shard comes into being, and that it does so once. */
class BootstrapTest
{
    @Test
    void shouldBeCreatedByTheConfiguredReplicaOnly()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3);
        cluster.start(1);
        cluster.start(2);
        cluster.run(5_000);
        assertEquals(0, cluster.arbiter.shardCount());
        cluster.start(0);
        cluster.awaitLeader();
        assertEquals(0, cluster.leader().replicaId);
    }

    /** The founder dies before or after any of its saves, some of them with the shard created and nobody told. */
    @Test
    void shouldSurviveACrashOfTheFounderAtEverySave()
    {
        for (int save = 0; save < 12; save++)
        {
            final ReplicaCluster cluster = new ReplicaCluster(2);
            cluster.nodes[0].crashAtSave = save;
            cluster.start(0);
            cluster.start(1);
            for (int i = 0; i < 10; i++)
            {
                cluster.run(100);
                if (cluster.nodes[0].isDown)
                {
                    cluster.start(0);
                }
            }
            cluster.nodes[0].crashAtSave = -1;
            cluster.awaitLeader();
            cluster.awaitInSync();
            cluster.appendMany(5);
            cluster.awaitAcknowledged(5);
        }
    }

    @Test
    void shouldNotTakeAnEmptyFolderForAFounderThatDied()
    {
        final ReplicaCluster cluster = new ReplicaCluster(2);
        for (final ReplicaNode node : cluster.nodes)
        {
            node.config.minInSync = 1;
        }
        cluster.start(0);
        cluster.awaitLeader();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.kill(0);
        cluster.nodes[0] = new ReplicaNode(0, cluster.nodes[0].config, 1024, cluster);
        cluster.start(0);
        cluster.run(20_000);
        assertEquals(null, cluster.leader(), "led without what was acknowledged");
        assertTrue(cluster.nodes[0].problems.contains(Problem.CLOSED));
    }

    @Test
    void shouldNotCreateTheShardAgainWhenTheArbiterForgetsIt()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.arbiter = new Arbiter(4);
        for (int id = 0; id < 3; id++)
        {
            cluster.kill(id);
            cluster.start(id);
        }
        cluster.run(10_000);
        assertEquals(0, cluster.arbiter.shardCount());
        assertTrue(cluster.nodes[0].problems.contains(Problem.ARBITER_FORGOT));
        cluster.nodes[1].replica.force(1, cluster.nodes[1].clockNs(cluster.nowNs));
        cluster.awaitInSync();
        assertEquals(1, cluster.leader().replicaId);
        assertEquals(5, cluster.leader().replica.end(0));
    }
}
