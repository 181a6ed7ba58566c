package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.ShadowingPolicy;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest
{
    private static final int CYCLES_WITHOUT_THE_SHADOW_NODE = 5_000;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepThePlaceOfWhatThePolicyLeavesOut()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0).shadowingPolicy(ShadowingPolicy.priorityAtLeast(5)));
            shard.await("leading", () -> shard.primary().isLeading());
            for (int i = 1; i <= 100; i++)
            {
                assertEquals(i, shard.offer(0, new byte[]{ (byte)i }, i % 10 == 0 ? 1 : 5));
            }
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            final List<byte[]> delivered = shard.handlers[1].entries.get(0);
            for (int i = 1; i <= 100; i++)
            {
                if (i % 10 != 0)
                {
                    assertNotNull(delivered.get(i - 1), "entry " + i);
                    assertEquals((byte)i, delivered.get(i - 1)[0]);
                }
            }
            assertEquals(10, shard.primary().counter(EngineCounter.UNPROTECTED));

            shard.close(1);
            shard.handlers[1] = new RecordingHandler(1);
            shard.launch(1, shard.context(1));
            shard.awaitDelivered(1);
            assertEquals(List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 100L), shard.handlers[1].gaps);
        }
    }

    @Test
    void shouldShadowWhatAPolicyThatThrowsCannotJudge()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0).shadowingPolicy((streamId, priority, length, buffer, offset) ->
            {
                throw new IllegalStateException("planted");
            }));
            shard.await("leading", () -> shard.primary().isLeading());
            shard.offer(0, new byte[]{ 1 }, 0);
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            assertEquals(0, shard.primary().counter(EngineCounter.UNPROTECTED));
            assertTrue(shard.errors.get(0).getMessage().contains("planted"));
        }
    }

    @Test
    void shouldAskAShadowNodeBeforeAnybodyElse()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders"))
        {
            final Antumbra.Context primary = shard.context(0);
            primary.detach();
            primary.clearPeers();
            primary.peer(1, shard.endpoints[1]).shadowPeer(2, shard.endpoints[2]);
            shard.launch(1, shard.context(1));
            shard.launch(2, shard.context(2).role(Role.SHADOW).handler(null));
            shard.launch(0, primary);
            shard.await("leading", () -> shard.primary().isLeading());
            assertEquals(1, shard.primary().stream(0).offer(new UnsafeBuffer(new byte[100]), 0, 100));
            for (int i = 0; i < CYCLES_WITHOUT_THE_SHADOW_NODE; i++)
            {
                shard.replicas[0].doWork();
                shard.replicas[1].doWork();
                assertEquals(0, shard.replicas[1].stream(0).shadowedPosition(),
                    "sent on before the shadow node held it");
            }
            for (int i = 1; i < 200; i++)
            {
                shard.offer(0, new byte[100], 0);
            }
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            assertEquals(200, shard.replicas[2].stream(0).shadowedPosition());
        }
    }
}
