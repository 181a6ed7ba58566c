package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the idle strategy is told: entries are work, heartbeats and the media driver's housekeeping are not.
 */
class QuietTest
{
    private static final long OBSERVED_NS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path folder;

    @Test
    void shouldReportNoWorkWhileOnlyHeartbeatsCome()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            for (int i = 0; i < 2; i++)
            {
                shard.launch(i, shard.context(i).heartbeatIntervalNs(TimeUnit.MILLISECONDS.toNanos(1)));
            }
            shard.await("leading", () -> shard.primary().isLeading());
            shard.offer(0, new byte[100], 0);
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            shard.work();

            long work = 0;
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < OBSERVED_NS)
            {
                work += shard.work();
            }

            assertEquals(0, work);
        }
    }

    @Test
    void shouldReportWorkForEachStepOfAnEntry()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll())
        {
            shard.offer(0, new byte[100], 0);
            final int[] cyclesWithWork = new int[2];

            shard.await("delivery", () ->
            {
                cyclesWithWork[0] += shard.replicas[0].doWork() > 0 ? 1 : 0;
                cyclesWithWork[1] += shard.replicas[1].doWork() > 0 ? 1 : 0;
                return shard.handlers[1].position(0) == 1 && shard.acknowledged[0] == 1;
            });

            assertTrue(cyclesWithWork[0] > 0, "shadowed or acknowledged at the primary");
            assertTrue(cyclesWithWork[1] > 0, "shadowed or delivered at the standby");
        }
    }
}
