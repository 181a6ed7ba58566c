package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.CncFileDescriptor;
import io.antumbra.core.Outcome;
import io.antumbra.store.Durability;
import io.antumbra.store.StoreException;
import io.antumbra.transport.LinkSettings;
import io.antumbra.transport.Transport;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stands still for longer than every time-out, storage that fails, and what others see of it. */
class OutageTest
{
    private static final long SHORT_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path folder;

    @Test
    void shouldRejoinAfterAStandbyStoodStillForLongerThanItsDriverWaits()
    {
        shouldGoOnAfterStandingStill(1);
    }

    @Test
    void shouldGoOnAfterThePrimaryStoodStillForLongerThanItsDriverWaits()
    {
        shouldGoOnAfterStandingStill(0);
    }

    private void shouldGoOnAfterStandingStill(final int stopped)
    {
        try (TestShard shard = new TestShard(folder, 2, "orders"))
        {
            for (int i = 2; i >= 0; i--)
            {
                shard.launch(i, shard.context(i).transportContext(new Transport.Context()
                    .link(LinkSettings.defaultProfile().clientLivenessTimeoutNs(SHORT_TIMEOUT_NS)
                        .imageLivenessTimeoutNs(SHORT_TIMEOUT_NS))));
            }
            shard.await("leading", () -> shard.primary().isLeading());
            offer(shard, 100);
            shard.awaitAcknowledged();

            final Antumbra replica = shard.replicas[stopped];
            shard.replicas[stopped] = null;
            final long untilNs = System.nanoTime() + 5 * SHORT_TIMEOUT_NS;
            shard.await("time to pass", () -> System.nanoTime() - untilNs > 0);
            shard.replicas[stopped] = replica;

            shard.await("the rebuild", () -> shard.hasEvent(stopped + ": TRANSPORT_RESET"));
            offer(shard, 100);
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            shard.awaitDelivered(2);
            assertEquals(200, shard.acknowledged[0]);
            assertEquals(1, shard.primary().counter(EngineCounter.EPOCH));
        }
    }

    @Test
    void shouldStandStillAndSaySoWhenItsJournalCannotBeWritten()
    {
        try (TestShard shard = new TestShard(folder, 2, "orders").launchAll())
        {
            offer(shard, 10);
            shard.awaitAcknowledged();
            shard.primary().storage().journal.close();
            shard.primary().dropStandby(2);
            shard.await("the failure", () -> shard.primary().state() == State.FAILED);
            assertInstanceOf(StoreException.class, shard.errors.get(0));
            assertEquals(Outcome.CLOSED, shard.primary().stream(0).offer(new UnsafeBuffer(new byte[1]), 0, 1));
            shard.await("the counter", () -> shard.primary().counter(EngineCounter.STATE) == State.FAILED.code());
            shard.await("the standby to notice", () -> shard.replicas[1].state() == State.JOINING);
            assertEquals(10, shard.primary().stream(0).acknowledgedPosition());
            assertTrue(shard.hasEvent("0: FAILED -1 0 the engine stands still"));
            shard.errors.clear();
            shard.close(0);

            shard.launch(0, shard.context(0));
            shard.await("leading", () -> shard.primary().isLeading());
            assertEquals(10, shard.primary().stream(0).position());
            assertTrue(ErrorLogPrinter.hasErrors(folder.resolve("replica-0").resolve(
                ErrorRecorder.PREVIOUS_FILE_NAME)));
        }
    }

    @Test
    void shouldAcknowledgeInTheModeThatSyncs()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1).durability(Durability.SYNCED_TO_DEVICE));
            shard.launch(0, shard.context(0).durability(Durability.SYNCED_TO_DEVICE));
            shard.await("leading", () -> shard.primary().isLeading());
            offer(shard, 50);
            shard.awaitAcknowledged();
            assertEquals(50, shard.acknowledged[0]);
        }
    }

    @Test
    void shouldShowEachAcknowledgementInTheCncFileWhenTheListenerIsTold()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            final long[] shown = new long[2];
            final CountersReader[] reader = new CountersReader[1];
            shard.launch(0, shard.context(0).acknowledgementListener((streamId, sequence, nowNs) ->
            {
                shown[0] = sequence;
                shown[1] = value(reader[0], "antumbra-acknowledged shard=0 stream=0 replica=0");
            }));
            final MappedByteBuffer cnc = IoUtil.mapExistingFile(
                new File(shard.primary().aeronDirectoryName(), CncFileDescriptor.CNC_FILE), "cnc");
            try
            {
                final UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(cnc);
                reader[0] = new CountersReader(CncFileDescriptor.createCountersMetaDataBuffer(cnc, metaData),
                    CncFileDescriptor.createCountersValuesBuffer(cnc, metaData));
                shard.await("leading", () -> shard.primary().isLeading());
                for (int i = 1; i <= 100; i++)
                {
                    offer(shard, 1);
                    shard.awaitAcknowledged();
                    assertEquals(i, shown[0]);
                    assertEquals(i, shown[1]);
                }
                assertEquals(State.LEADING.code(), value(reader[0], "antumbra-state shard=0 replica=0"));
                assertEquals(2, value(reader[0], "antumbra-in-sync shard=0 replica=0"));
            }
            finally
            {
                IoUtil.unmap(cnc);
            }
        }
    }

    private static long value(final CountersReader reader, final String label)
    {
        final long[] value = { -1 };
        reader.forEach((counterId, typeId, keyBuffer, found) ->
        {
            if (label.equals(found))
            {
                value[0] = reader.getCounterValue(counterId);
            }
        });
        return value[0];
    }

    private static void offer(final TestShard shard, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(shard.offer(0, new byte[100], 0) > 0);
        }
    }
}
