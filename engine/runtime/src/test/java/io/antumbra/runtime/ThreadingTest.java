package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.Outcome;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines with threads of their own, and the threads of an application. */
class ThreadingTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldRunTheEmbeddingExample()
    {
        final TestShard shard = new TestShard(folder, 1, "orders");
        try (Antumbra standby = Antumbra.launch(shard.context(1).threadingMode(ThreadingMode.SHARED)))
        {
            assertThrows(IllegalStateException.class, standby::doWork);
            assertEquals(100,
                EmbeddingExample.run(folder.resolve("example"), shard.endpoints[0], shard.endpoints[1]));
            assertEquals(100, shard.handlers[1].position(0));
        }
        assertFalse(isEngineThreadAlive());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = { "SHARED", "DEDICATED" })
    void shouldTakeStreamsFromDifferentThreads(final ThreadingMode mode) throws Exception
    {
        final int entries = 5_000;
        final TestShard shard = new TestShard(folder, 1, "orders", "prices");
        final Antumbra closed;
        try (Antumbra standby = Antumbra.launch(shard.context(1).threadingMode(mode)))
        {
            try (Antumbra primary = Antumbra.launch(shard.context(0).threadingMode(mode)))
            {
                closed = primary;
                final FutureTask<Long> orders = new FutureTask<>(() -> offer(primary.stream("orders"), entries));
                final FutureTask<Long> prices = new FutureTask<>(() -> offer(primary.stream("prices"), entries));
                new Thread(orders, "orders").start();
                new Thread(prices, "prices").start();
                assertEquals(entries, orders.get(60, TimeUnit.SECONDS));
                assertEquals(entries, prices.get(60, TimeUnit.SECONDS));
                assertEquals(State.FOLLOWING, standby.state());
            }
            assertEquals(State.CLOSED, closed.state());
            assertEquals(entries, closed.stream(0).acknowledgedPosition());
            assertEquals(entries, closed.stream(1).acknowledgedPosition());
        }
        assertEquals(entries, shard.handlers[1].position(0));
        assertEquals(entries, shard.handlers[1].position(1));
        assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
        assertFalse(isEngineThreadAlive());
    }

    @Test
    void shouldFindTwoThreadsThatOfferToOneStream() throws Exception
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll())
        {
            shard.offer(0, new byte[1], 0);
            shard.awaitAcknowledged();
            final FutureTask<Throwable> other = new FutureTask<>(() -> assertThrows(AssertionError.class,
                () -> shard.primary().stream(0).offer(new UnsafeBuffer(new byte[1]), 0, 1)));
            new Thread(other, "other").start();
            final String message = other.get(60, TimeUnit.SECONDS).getMessage();
            assertTrue(message.contains("give each producing thread a stream of its own"), message);
        }
    }

    private static long offer(final Stream stream, final int count)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        for (int i = 0; i < count; i++)
        {
            long result = stream.offer(buffer, 0, 100);
            while (result == Outcome.BACK_PRESSURED || result == Outcome.NOT_PRIMARY)
            {
                Thread.yield();
                result = stream.offer(buffer, 0, 100);
            }
            assertEquals(i + 1, result);
        }
        return stream.position();
    }

    private static boolean isEngineThreadAlive()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .anyMatch((thread) -> thread.isAlive() && thread.getName().startsWith("antumbra-"));
    }
}
