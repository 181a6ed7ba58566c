package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.transport.FrameHandler;
import io.antumbra.transport.Lines;
import io.antumbra.transport.Transport;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.HelloEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is not one of us: another key, another release, anybody who sends bytes. */
class StrangerTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseAStandbyWithAnotherKey() throws Exception
    {
        final Path right = TestKeys.write(folder.resolve("right"), "rw-------", "the right key, 32 bytes of it...");
        final Path wrong = TestKeys.write(folder.resolve("wrong"), "rw-------", "the wrong key, 32 bytes of it...");
        try (TestShard shard = new TestShard(folder, 2, "orders"))
        {
            shard.launch(1, shard.context(1).keyFile(right));
            shard.launch(2, shard.context(2).keyFile(wrong));
            shard.launch(0, shard.context(0).keyFile(right));
            shard.await("the refusal", () -> shard.hasEvent("2: PROBLEM 0 0 PROOF_FAILED"));
            assertTrue(shard.hasEvent("frames themselves are not authenticated yet"));
            assertEquals(State.JOINING, shard.replicas[2].state());
            shard.close(2);
            shard.launch(2, shard.context(2).keyFile(right));
            shard.await("leading", () -> shard.primary().isLeading());
            shard.offer(0, new byte[10], 0);
            shard.awaitAcknowledged();
        }
    }

    @Test
    void shouldCountTellOnceAndDropFramesOfAnotherVersionAndNoise()
    {
        try (TestShard shard = new TestShard(folder, 1, "orders").launchAll();
            Transport stranger =
                Transport.launch(new Transport.Context().name("stranger-" + ProcessHandle.current().pid())
                    .endpoint(TestShard.freeEndpoint())))
        {
            stranger.addPeer(0, shard.endpoints[0]);
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
            new HelloEncoder().wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder()).shard(0).replicaId(1);
            frame.putShort(6, (short)(HelloDecoder.SCHEMA_VERSION + 1));
            final int length = MessageHeaderEncoder.ENCODED_LENGTH + HelloEncoder.BLOCK_LENGTH + Integer.BYTES;
            final UnsafeBuffer noise = new UnsafeBuffer(new byte[100]);
            noise.setMemory(0, 100, (byte)0x55);
            final long malformed = shard.primary().counter(EngineCounter.MALFORMED_FRAMES);
            for (int i = 0; i < 10; i++)
            {
                send(shard, stranger, frame, length);
                send(shard, stranger, noise, 5);
            }
            shard.await("the counts", () -> shard.primary().counter(EngineCounter.FOREIGN_FRAMES) >= 10 &&
                shard.primary().counter(EngineCounter.MALFORMED_FRAMES) >= malformed + 10);
            assertEquals(1,
                shard.events.stream().filter((event) -> event.startsWith("0: PROBLEM -1 0 WIRE_VERSION")).count());
            assertEquals(1,
                shard.events.stream().filter((event) -> event.startsWith("0: PROBLEM -1 0 MALFORMED_FRAME")).count());
            shard.offer(0, new byte[10], 0);
            shard.awaitAcknowledged();
            assertTrue(shard.errors.isEmpty(), () -> shard.errors.toString());
        }
    }

    private static void send(final TestShard shard, final Transport stranger, final UnsafeBuffer frame,
        final int length)
    {
        shard.await("a stranger's frame", () ->
        {
            stranger.doWork(System.nanoTime());
            stranger.poll(IGNORE, 10);
            return stranger.offer(0, Lines.ACKNOWLEDGEMENTS, frame, 0, length) > 0;
        });
        stranger.doWork(System.nanoTime());
    }

    private static final FrameHandler IGNORE = new FrameHandler()
    {
        @Override
        public void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int offset,
            final int length)
        {
            // A stranger listens to nobody.
        }

        @Override
        public void onSessionAvailable(final int line, final int sessionId)
        {
            // A stranger listens to nobody.
        }

        @Override
        public void onSessionUnavailable(final int line, final int sessionId)
        {
            // A stranger listens to nobody.
        }

        @Override
        public void onTransportReset()
        {
            // A stranger listens to nobody.
        }
    };
}
