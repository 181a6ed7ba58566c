package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.Outcome;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest
{
    private static final int ENTRIES = 500;

    @TempDir
    private Path folder;

    private final Random random = Seed.random("RestartTest");

    @Test
    void shouldCatchUpAStandbyThatWasAwayBesideLiveTraffic()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders").launchAll())
        {
            offer(shard, ENTRIES);
            shard.awaitAcknowledged();
            shard.close(2);
            shard.await("loss of standby 2", () -> shard.hasEvent("STANDBY_LOST 2"));
            shard.primary().dropStandby(2);
            shard.await("drop of standby 2", () -> shard.hasEvent("STANDBY_DROPPED 2"));
            offer(shard, ENTRIES);
            shard.awaitAcknowledged();

            shard.launch(2, shard.context(2));
            offer(shard, ENTRIES);
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            shard.awaitDelivered(2);
            assertEquals(3 * ENTRIES, shard.handlers[2].position(0));
            assertEquals(2, shard.handlers[2].starts);
            shard.await("standby 2 in sync again", () -> counter(shard, EngineCounter.IN_SYNC) == 3);
            assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
        }
    }

    @Test
    void shouldAcknowledgeNothingWithoutAnInSyncStandbyUntilTheOperatorDropsIt()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders").launchAll())
        {
            offer(shard, 10);
            shard.awaitAcknowledged();
            shard.close(1);
            offer(shard, 10);
            shard.await("the last entry at standby 2", () -> shard.replicas[2].stream(0).shadowedPosition() == 20);
            shard.await("loss of standby 1", () -> shard.hasEvent("STANDBY_LOST 1"));
            assertEquals(10, shard.acknowledged[0]);

            shard.primary().dropStandby(1);
            shard.awaitAcknowledged();
            assertEquals(20, shard.acknowledged[0]);

            shard.primary().dropStandby(2);
            shard.await("refusal", () -> shard.hasEvent("WARNING 2"));
            assertFalse(shard.hasEvent("STANDBY_DROPPED 2"));
        }
    }

    @Test
    void shouldLeadAHigherEpochAfterARestartAndGoOnWhereItWas()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders").launchAll())
        {
            offer(shard, ENTRIES);
            shard.awaitAcknowledged();
            final long epoch = counter(shard, EngineCounter.EPOCH);
            shard.close(0);
            shard.await("standbys to notice", () -> shard.replicas[1].state() == State.JOINING &&
                shard.replicas[2].state() == State.JOINING);

            shard.launch(0, shard.context(0));
            assertEquals(ENTRIES, shard.primary().stream("orders").position());
            assertEquals(ENTRIES, shard.primary().recovery().stream(0).end());
            final UnsafeBuffer entry = new UnsafeBuffer(new byte[1]);
            assertEquals(Outcome.NOT_PRIMARY, shard.primary().stream(0).offer(entry, 0, 1));
            shard.await("leading again", () -> shard.primary().isLeading());
            offer(shard, ENTRIES);
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            shard.awaitDelivered(2);
            assertEquals(2 * ENTRIES, shard.primary().stream(0).position());
            assertEquals(epoch + 1, counter(shard, EngineCounter.EPOCH));
            assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
        }
    }

    @Test
    void shouldDeliverToAHandlerThatThrewTheSameEntryAgain()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll())
        {
            shard.handlers[1].toThrow = new IllegalStateException("planted");
            offer(shard, 10);
            shard.awaitAcknowledged();
            shard.await("the error", () -> shard.errors.size() >= 2);
            assertEquals(0, shard.handlers[1].position(0));
            shard.handlers[1].toThrow = null;
            shard.awaitDelivered(1);
            assertEquals(State.FOLLOWING, shard.replicas[1].state());
        }
    }

    @Test
    void shouldGoOnWithoutASilentStandbyWhenConfiguredSo()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(2, shard.context(2));
            shard.launch(0, shard.context(0).dropStandbyAfterNs(TimeUnit.MILLISECONDS.toNanos(300)));
            shard.await("leading", () -> shard.primary().isLeading());
            shard.close(2);
            offer(shard, 10);
            shard.awaitAcknowledged();
            assertTrue(shard.hasEvent("STANDBY_DROPPED 2"));
        }
    }

    private void offer(final TestShard shard, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final byte[] entry = new byte[1 + random.nextInt(200)];
            random.nextBytes(entry);
            assertTrue(shard.offer(0, entry, 0) > 0);
        }
    }

    private static long counter(final TestShard shard, final EngineCounter counter)
    {
        return shard.primary().counter(counter);
    }
}
