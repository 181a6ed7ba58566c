package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloseTest
{
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[10]);

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveNothingOfTheMediaDriverAndRefuseOffersAfterwards()
    {
        final TestShard shard = new TestShard(folder, 1, "orders");
        final Path primaryDirectory;
        final Path standbyDirectory;
        final Stream stream;
        try (shard)
        {
            shard.launchAll();
            primaryDirectory = Path.of(shard.primary().aeronDirectoryName());
            standbyDirectory = Path.of(shard.replicas[1].aeronDirectoryName());
            assertTrue(Files.isDirectory(primaryDirectory));
            stream = shard.primary().stream(0);
            shard.offer(0, new byte[10], 0);
            shard.awaitAcknowledged();
            final Antumbra primary = shard.primary();
            shard.close(0);
            primary.close();
            assertEquals(0, primary.doWork());
            assertEquals(State.CLOSED, primary.state());
        }
        assertEquals(Outcome.CLOSED, stream.offer(entry, 0, 10));
        assertEquals(1, stream.acknowledgedPosition());
        assertTrue(shard.hasEvent("0: CLOSED -1 0 closed in order"));
        for (final Path directory : new Path[]{ primaryDirectory, standbyDirectory })
        {
            assertFalse(Files.exists(directory), directory.toString());
            assertFalse(Files.exists(Path.of(directory + ".lock")), directory.toString());
        }
        assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
    }

    @Test
    void shouldCloseInTimeWithoutAStandbyAndSayHowManyWereNotAcknowledged()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0).closeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(200)));
            shard.await("leading", () -> shard.primary().isLeading());
            shard.close(1);
            for (int i = 0; i < 5; i++)
            {
                shard.offer(0, new byte[10], 0);
            }
            shard.close(0);
            assertTrue(shard.hasEvent("0: CLOSED -1 5 closed with 5 entries accepted but not acknowledged"));

            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0));
            assertTrue(shard.primary().recovery().wasClosedInOrder());
            assertEquals(5, shard.primary().stream(0).position());
            shard.await("leading", () -> shard.primary().isLeading());
            shard.awaitAcknowledged();
            assertEquals(5, shard.primary().stream(0).acknowledgedPosition());
        }
    }

    @Test
    void shouldLetAListenerCloseTheEngineThatCallsIt()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0)
                .acknowledgementListener((streamId, sequence, nowNs) -> shard.primary().close()));
            shard.await("leading", () -> shard.primary().isLeading());
            shard.offer(0, new byte[10], 0);
            shard.await("the close", () -> shard.primary().state() == State.CLOSED);
        }
    }

    @Test
    void shouldRecordWhatListenersThrowAndGoOn() throws Exception
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            shard.launch(0, shard.context(0).acknowledgementListener((streamId, sequence, nowNs) ->
            {
                throw new IllegalStateException("planted in the listener");
            }));
            shard.await("leading", () -> shard.primary().isLeading());
            for (int i = 0; i < 3; i++)
            {
                shard.offer(0, new byte[10], 0);
                shard.awaitAcknowledged();
            }
            assertEquals(State.LEADING, shard.primary().state());
            shard.await("the counter", () -> shard.primary().counter(EngineCounter.ERRORS) >= 3);
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            final int count = ErrorLogPrinter.print(folder.resolve("replica-0"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
            assertEquals(1, count);
            assertTrue(out.toString(StandardCharsets.UTF_8).contains("planted in the listener"));
        }
        assertTrue(ErrorLogPrinter.hasErrors(folder.resolve("replica-0").resolve(ErrorRecorder.FILE_NAME)));
    }

    @Test
    void shouldRefuseASecondEngineOnTheSameFolder()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, shard.context(1));
            final Antumbra.Context ctx = shard.context(1).endpoint(TestShard.freeEndpoint());
            final String message = assertThrows(RuntimeException.class, () -> Antumbra.launch(ctx)).getMessage();
            assertTrue(message.contains("replica-1"), message);
            shard.launch(0, shard.context(0));
            shard.await("leading", () -> shard.primary().isLeading());
        }
    }

    @Test
    void shouldRefuseWhatIsNoEntry()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll())
        {
            final Stream stream = shard.primary().stream("orders");
            final UnsafeBuffer large = new UnsafeBuffer(new byte[64 * 1024 + 1]);
            assertEquals(Outcome.TOO_LONG, stream.offer(large, 0, 64 * 1024 + 1));
            assertEquals(Outcome.EMPTY, stream.offer(large, 0, 0));
            assertEquals(Outcome.NOT_PRIMARY, shard.replicas[1].stream(0).offer(entry, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> stream.offer(entry, 0, 1, -1));
            assertThrows(IllegalArgumentException.class, () -> shard.primary().stream("prices"));
            assertThrows(IllegalArgumentException.class, () -> shard.primary().dropStandby(7));
            assertThrows(IllegalArgumentException.class, () -> shard.replicas[1].dropStandby(0));
            assertEquals(1, stream.offer(large, 0, 64 * 1024));
            shard.awaitAcknowledged();
        }
    }

    @Test
    void shouldGiveTheSequenceOfAnAbortedClaimToTheNextEntry()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll())
        {
            final Stream stream = shard.primary().stream("orders");
            final StreamClaim claim = new StreamClaim();
            assertEquals(1, stream.tryClaim(4, claim));
            claim.abort();
            claim.abort();
            assertEquals(0, stream.position());
            assertEquals(1, stream.tryClaim(4, claim));
            assertThrows(IllegalStateException.class, () -> stream.offer(entry, 0, 1));
            claim.buffer().putInt(claim.offset(), 4711);
            claim.commit();
            assertThrows(IllegalStateException.class, claim::commit);
            assertEquals(2, stream.offer(entry, 0, 10));
            shard.awaitAcknowledged();
            shard.awaitDelivered(1);
            assertEquals(2, shard.handlers[1].position(0));
            assertEquals(4711, new UnsafeBuffer(shard.handlers[1].entries.get(0).get(0)).getInt(0));
        }
    }

    @Test
    void shouldShadowWhatASingleProducerWasOfferingWhenTheEngineWasClosed() throws Exception
    {
        final TestShard shard = new TestShard(folder, 1, "orders");
        try (Antumbra standby = Antumbra.launch(shard.context(1).threadingMode(ThreadingMode.SHARED)))
        {
            final Antumbra primary = Antumbra
                .launch(shard.context(0).threadingMode(ThreadingMode.SHARED).multiProducer(false));
            final Thread closer = new Thread(primary::close, "closer");
            final UnsafeBuffer slow = new UnsafeBuffer(new byte[10])
            {
                private boolean isClosing;

                @Override
                public byte[] byteArray()
                {
                    if (!isClosing)
                    {
                        isClosing = true;
                        closeMeanwhile(primary, closer);
                    }
                    return super.byteArray();
                }
            };
            while (!primary.isLeading())
            {
                Thread.yield();
            }
            assertEquals(1, primary.stream(0).offer(slow, 0, 10), "begun before the close");
            closer.join();
            try (Antumbra again = Antumbra.launch(shard.context(0).threadingMode(ThreadingMode.SHARED)))
            {
                assertEquals(1, again.stream(0).position(), "accepted, but not shadowed");
            }
            assertEquals(1, standby.stream(0).acknowledgedPosition());
        }
    }

    /** In the middle of an offer: the engine gets all the time it wants to find that it has nothing left to do. */
    private static void closeMeanwhile(final Antumbra primary, final Thread closer)
    {
        closer.start();
        final long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (primary.state() != State.CLOSED && System.nanoTime() < untilNs)
        {
            Thread.onSpinWait();
        }
    }
}
