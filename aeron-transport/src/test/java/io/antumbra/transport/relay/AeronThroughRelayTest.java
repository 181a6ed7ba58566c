package io.antumbra.transport.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real publication and a real subscription whose datagrams, and the status messages and NAKs against them, pass
 * through a relay. {@code -Dantumbra.test.seed=S} takes a printed seed back; the deadline only ends what would hang.
 */
class AeronThroughRelayTest
{
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int STREAM_ID = 1001;
    private static final int MESSAGES = 3_000;
    private static final int LENGTH = 600;

    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
    private final AtomicInteger imagesGone = new AtomicInteger();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
    private final FragmentHandler handler = this::onMessage;
    private int received;
    private int sent;
    private MediaDriver driver;
    private Aeron aeron;
    private Subscription subscription;
    private Publication publication;
    private RelayContext context;

    @BeforeEach
    void openBothEnds() throws IOException
    {
        final int listen;
        final int target;
        try (DatagramSocket one = free(); DatagramSocket other = free())
        {
            listen = one.getLocalPort();
            target = other.getLocalPort();
        }
        context = new RelayContext().flow("127.0.0.1:" + listen, "127.0.0.1:" + target).seed(seed);
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy())
            .termBufferSparseFile(true)
            .publicationTermBufferLength(1024 * 1024)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        subscription = aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:" + target, STREAM_ID, null,
            (image) -> imagesGone.incrementAndGet());
        publication = aeron.addPublication("aeron:udp?endpoint=127.0.0.1:" + listen, STREAM_ID);
    }

    @AfterEach
    void close()
    {
        aeron.close();
        driver.close();
    }

    @Test
    void shouldDeliverEveryMessageInOrderOverALinkThatLosesDuplicatesAndReorders()
    {
        for (final Direction direction : Direction.values())
        {
            final ImpairmentSettings settings = context.settings(0, direction);
            settings.delayNs = TimeUnit.MICROSECONDS.toNanos(100);
            settings.jitterNs = TimeUnit.MICROSECONDS.toNanos(200);
            settings.lossRatio = 0.03;
            settings.burstRatio = 0.005;
            settings.duplicateRatio = 0.05;
        }
        try (Relay relay = Relay.launch(context))
        {
            exchange(MESSAGES, true);
            final RelayCounts forward = relay.counts(0, Direction.FORWARD);
            assertTrue(forward.get(RelayCounter.LOST_ALONE) > 0, "seed " + seed);
            assertTrue(forward.get(RelayCounter.DUPLICATED) > 0, "seed " + seed);
            assertTrue(relay.counts(0, Direction.BACK).get(RelayCounter.FORWARDED) > 0, "status messages, NAKs");
            assertNull(relay.failure());
        }
        assertEquals(0, imagesGone.get());
    }

    @Test
    void shouldGoOnAfterTheRelayWasRestartedInTheMiddle()
    {
        context.settings(0, Direction.FORWARD).delayNs = TimeUnit.MICROSECONDS.toNanos(250);
        try (Relay relay = Relay.launch(context))
        {
            exchange(MESSAGES / 3, true);
            assertTrue(relay.counts(0, Direction.FORWARD).get(RelayCounter.FORWARDED) > 0);
        }
        exchange(MESSAGES / 2, false);
        assertTrue(received < sent, "nothing passes without a relay");
        try (Relay relay = Relay.launch(context))
        {
            exchange(MESSAGES, true);
            assertTrue(relay.counts(0, Direction.BACK).get(RelayCounter.FORWARDED) > 0);
        }
        assertEquals(0, imagesGone.get(), "the same session went on");
    }

    /** Sends up to so many messages in all, and waits until all of them are received, or until all are sent. */
    private void exchange(final int messages, final boolean isReceiving)
    {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (sent < messages || (isReceiving && received < messages))
        {
            message.putInt(0, sent);
            int work = subscription.poll(handler, 64);
            if (sent < messages && publication.offer(message) > 0)
            {
                sent++;
                work++;
            }
            assertTrue(System.nanoTime() - deadlineNs < 0,
                () -> "sent " + sent + " received " + received + " of " + messages + " seed " + seed);
            if (0 == work)
            {
                Thread.yield();
            }
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        assertEquals(LENGTH, length);
        assertEquals(received, buffer.getInt(offset));
        received++;
    }

    private static DatagramSocket free() throws IOException
    {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }
}
