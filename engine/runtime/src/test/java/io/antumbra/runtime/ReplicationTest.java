package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldAcknowledgeInOrderAndDeliverTheSameBytesEverywhere()
    {
        final Random random = Seed.random("shouldAcknowledgeInOrder");
        try (TestShard shard = new TestShard(folder, 2, "orders", "prices").launchAll())
        {
            final List<List<byte[]>> sent = List.of(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < 2_000; i++)
            {
                final int streamId = random.nextInt(2);
                final byte[] entry = new byte[1 + random.nextInt(i % 100 == 0 ? 64 * 1024 : 600)];
                random.nextBytes(entry);
                sent.get(streamId).add(entry);
                assertEquals(sent.get(streamId).size(), shard.offer(streamId, entry, i % 7));
            }
            shard.awaitAcknowledged();
            for (int streamId = 0; streamId < 2; streamId++)
            {
                assertEquals(sent.get(streamId).size(), shard.acknowledged[streamId]);
            }
            for (int replicaId = 1; replicaId <= 2; replicaId++)
            {
                shard.awaitDelivered(replicaId);
                for (int streamId = 0; streamId < 2; streamId++)
                {
                    assertSame(sent.get(streamId), shard.handlers[replicaId].entries.get(streamId));
                }
            }
            assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
        }
    }

    private static void assertSame(final List<byte[]> expected, final List<byte[]> actual)
    {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertArrayEquals(expected.get(i), actual.get(i), "entry " + (i + 1));
        }
    }
}
