package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RoundTripTest
{
    private static final long SEED = Long.getLong("antumbra.test.seed", 20250301L);
    private static final int MAX_FRAME_LENGTH = Replica.MAX_PAYLOAD_LENGTH + Replica.HEADER_LENGTH;

    private final String endpointA = Replica.freeEndpoint();
    private final String endpointB = Replica.freeEndpoint();

    @ParameterizedTest
    @EnumSource(value = DriverMode.class, names = { "EMBEDDED_INVOKER", "EMBEDDED_SHARED", "EMBEDDED_DEDICATED" })
    void shouldCarryFramesOfEverySizeBothWays(final DriverMode mode)
    {
        System.out.println("antumbra.test.seed=" + SEED);
        final Random random = new Random(SEED);

        try (Replica a = new Replica(Replica.context(endpointA).driverMode(mode));
            Replica b = new Replica(Replica.context(endpointB).driverMode(mode)))
        {
            assertEquals(0, a.transport.addPeer(7, endpointB));
            assertEquals(0, a.transport.addPeer(7, endpointB));
            assertEquals(0, b.transport.addPeer(3, endpointA));
            awaitConnected(a, 7, b);

            final List<byte[]> sent = new ArrayList<>();
            for (final int length : new int[]{ 0, 1, 2, 255, 1375, 1376, 1377, 4096, 40_000, MAX_FRAME_LENGTH })
            {
                sent.add(randomBytes(random, length));
            }

            for (int i = 0; i < 40; i++)
            {
                sent.add(randomBytes(random, random.nextInt(MAX_FRAME_LENGTH + 1)));
            }

            for (final byte[] frame : sent)
            {
                a.send(7, Lines.LINE_A, frame, b);
            }

            Replica.await("all frames at b", () -> b.frames.size() == sent.size(), a, b);
            for (int i = 0; i < sent.size(); i++)
            {
                assertArrayEquals(sent.get(i), b.frames.get(i));
                assertEquals(Lines.LINE_A, b.frameLines.get(i));
                b.send(3, Lines.ACKNOWLEDGEMENTS, sent.get(i), a);
            }

            Replica.await("all frames at a", () -> a.frames.size() == sent.size(), a, b);
            for (int i = 0; i < sent.size(); i++)
            {
                assertArrayEquals(sent.get(i), a.frames.get(i));
                assertEquals(Lines.ACKNOWLEDGEMENTS, a.frameLines.get(i));
            }

            assertEquals(0, a.transport.errorCount(), () -> String.valueOf(a.transport.lastError()));
            assertEquals(0, b.transport.errorCount(), () -> String.valueOf(b.transport.lastError()));
        }
    }

    @Test
    void shouldCarryLongFramesWithTheThroughputProfile()
    {
        final LinkSettings link = LinkSettings.throughputProfile();
        assumeTrue(isGranted(link), "the operating system does not grant socket buffers of 2 MiB");

        try (Replica a = new Replica(Replica.context(endpointA).link(link).maxPayloadLength(1024 * 1024));
            Replica b = new Replica(Replica.context(endpointB).link(link).maxPayloadLength(1024 * 1024)))
        {
            a.transport.addPeer(1, endpointB);
            awaitConnected(a, 1, b);
            final byte[] frame = randomBytes(new Random(SEED), 1024 * 1024);
            a.send(1, Lines.LINE_A, frame, b);
            Replica.await("the frame", () -> b.frames.size() == 1, a, b);
            assertArrayEquals(frame, b.frames.get(0));
        }
    }

    private static boolean isGranted(final LinkSettings link)
    {
        try
        {
            SettingsCheck.check(link, DriverMode.EMBEDDED_INVOKER);
            return true;
        }
        catch (final TransportException ex)
        {
            return false;
        }
    }

    @Test
    void shouldAnswerWithCodes()
    {
        final Replica a = new Replica(Replica.context(endpointA));
        try (a)
        {
            a.transport.addPeer(0, endpointB);
            final byte[] content = new byte[MAX_FRAME_LENGTH + 1];

            assertEquals(Transport.TOO_LONG,
                a.transport.offer(0, Lines.LINE_A, Replica.bytes(content), 0, MAX_FRAME_LENGTH + 1));
            assertEquals(Transport.NOT_CONNECTED, a.transport.offer(0, Lines.LINE_A, Replica.bytes(content), 0, 1));
            assertFalse(a.transport.isPeerConnected(0, Lines.LINE_A));
            assertThrows(IllegalArgumentException.class,
                () -> a.transport.offer(1, Lines.LINE_A, Replica.bytes(content), 0, 1));
            assertThrows(IllegalArgumentException.class,
                () -> a.transport.offer(0, Lines.LINE_B + 1, Replica.bytes(content), 0, 1));
        }

        assertEquals(Transport.CLOSED, a.transport.offer(0, Lines.LINE_A, Replica.bytes(new byte[1]), 0, 1));
        assertEquals(TransportState.CLOSED, a.transport.state());
        assertEquals(0, a.drive());
        a.close();
    }

    @Test
    void shouldOpenLinesThatAreUsedAndNoOthers()
    {
        final LinkStatistics link = new LinkStatistics();
        try (Replica a = new Replica(Replica.context(endpointA));
            Replica b = new Replica(Replica.context(endpointB)))
        {
            a.transport.addPeer(1, endpointB);
            b.transport.addPeer(0, endpointA);
            final byte[] frame = randomBytes(new Random(SEED), 100);
            a.send(1, Lines.LINE_A, frame, b);
            b.send(0, Lines.ACKNOWLEDGEMENTS, frame, a);
            Replica.await("a frame each", () -> a.frames.size() == 1 && b.frames.size() == 1, a, b);
            Replica.await("line B beside line A", () -> a.transport.sampleLink(1, Lines.LINE_B, link), a, b);

            assertTrue(a.transport.sampleLink(1, Lines.LINE_A, link));
            assertFalse(a.transport.sampleLink(1, Lines.ACKNOWLEDGEMENTS, link));
            assertTrue(b.transport.sampleLink(0, Lines.ACKNOWLEDGEMENTS, link));
            assertFalse(b.transport.sampleLink(0, Lines.LINE_A, link));
            assertFalse(b.transport.sampleLink(0, Lines.LINE_B, link));
        }
    }

    @Test
    void shouldNotLetSlowOrDeadPeersHoldUpOthers()
    {
        final String endpointC = Replica.freeEndpoint();
        final String endpointOfNobody = Replica.freeEndpoint();

        try (Replica a = new Replica(Replica.context(endpointA));
            Replica b = new Replica(Replica.context(endpointB));
            Replica slow = new Replica(Replica.context(endpointC)))
        {
            a.transport.addPeer(1, endpointB);
            a.transport.addPeer(2, endpointC);
            a.transport.addPeer(3, endpointOfNobody);
            awaitConnected(a, 1, b, slow);
            awaitConnected(a, 2, b, slow);

            // The slow one takes its datagrams from now on, so that it stays connected, but polls no frame.
            final var frame = Replica.bytes(new byte[20_000]);
            Replica.await("the slow peer pushes back", () ->
            {
                slow.transport.doWork(System.nanoTime());
                return a.transport.offer(2, Lines.LINE_A, frame, 0, 20_000) == Transport.BACK_PRESSURED;
            }, a, b);

            final int count = 2_000;
            for (int i = 0; i < count; i++)
            {
                a.send(1, Lines.LINE_A, new byte[]{ (byte)i, (byte)(i >> 8) }, b);
                slow.transport.doWork(System.nanoTime());
                assertEquals(Transport.BACK_PRESSURED, a.transport.offer(2, Lines.LINE_A, frame, 0, 20_000));
                assertEquals(Transport.NOT_CONNECTED, a.transport.offer(3, Lines.LINE_A, frame, 0, 1));
            }

            Replica.await("all frames at the live peer", () -> b.frames.size() == count, a, b);
            for (int i = 0; i < count; i++)
            {
                assertArrayEquals(new byte[]{ (byte)i, (byte)(i >> 8) }, b.frames.get(i));
            }
        }
    }

    @Test
    void shouldGoOnWhenAPeerRestarts()
    {
        // A peer that closes says so: its sessions end although this time-out does not.
        final LinkSettings link = LinkSettings.defaultProfile().imageLivenessTimeoutNs(TimeUnit.MINUTES.toNanos(10));

        try (Replica a = new Replica(Replica.context(endpointA).link(link)))
        {
            a.transport.addPeer(1, endpointB);
            final String nameOfB = Replica.uniqueName();

            for (int incarnation = 1; incarnation <= 3; incarnation++)
            {
                try (Replica b = new Replica(Replica.context(endpointB).name(nameOfB)))
                {
                    b.transport.addPeer(0, endpointA);
                    awaitConnected(a, 1, b);
                    final byte[] hello = { (byte)incarnation };
                    awaitConnected(b, 0, a);
                    a.send(1, Lines.LINE_A, hello, b);
                    b.send(0, Lines.ACKNOWLEDGEMENTS, hello, a);

                    final int expected = incarnation;
                    Replica.await("greetings both ways", () -> b.frames.size() == 1 && a.frames.size() == expected,
                        a, b);
                    assertArrayEquals(hello, b.frames.get(0));
                    assertArrayEquals(hello, a.frames.get(incarnation - 1));
                    Replica.await("its sessions", () -> a.sessionsBegun == Lines.COUNT * expected, a, b);
                }

                final int ended = Lines.COUNT * incarnation;
                Replica.await("sessions of the closed peer end", () -> a.sessionsEnded == ended, a);
                Replica.await("offers are refused", () -> !a.transport.isPeerConnected(1, Lines.LINE_A), a);
            }

            assertEquals(0, a.resets);
        }
    }

    @Test
    void shouldMakeANewPublicationWhenItsPositionsAreUsedUp()
    {
        final int termLength = 1024 * 1024;
        final long lastTerm = (long)termLength * Integer.MAX_VALUE;

        try (Replica a = new Replica(Replica.context(endpointA).initialPosition(lastTerm));
            Replica b = new Replica(Replica.context(endpointB)))
        {
            a.transport.addPeer(1, endpointB);
            awaitConnected(a, 1, b);

            final LinkStatistics link = new LinkStatistics();
            assertTrue(a.transport.sampleLink(1, Lines.LINE_A, link));
            final long firstPublication = link.publicationId();
            assertTrue(link.publisherPosition() >= lastTerm);

            final var frame = Replica.bytes(new byte[60_000]);
            Replica.await("another publication", () ->
            {
                a.transport.offer(1, Lines.LINE_A, frame, 0, 60_000);
                return a.transport.sampleLink(1, Lines.LINE_A, link) && link.publicationId() != firstPublication;
            }, a, b);
            assertTrue(link.publisherPosition() < lastTerm);

            b.frames.clear();
            awaitConnected(a, 1, b);
            a.send(1, Lines.LINE_A, new byte[]{ 42 }, b);
            Replica.await("a frame on it", () -> b.frames.stream().anyMatch((bytes) -> bytes.length == 1), a, b);
            Replica.await("line B has moved to its session", () -> b.sessions.size() == Lines.COUNT &&
                b.sessionsOf(Lines.LINE_A).equals(b.sessionsOf(Lines.LINE_B)), a, b);
        }
    }

    @Test
    void shouldSurviveAHandlerThatThrows()
    {
        try (Replica a = new Replica(Replica.context(endpointA));
            Replica b = new Replica(Replica.context(endpointB)))
        {
            a.transport.addPeer(1, endpointB);
            awaitConnected(a, 1, b);

            b.isThrowing = true;
            a.send(1, Lines.LINE_A, new byte[]{ 1 }, b);
            Replica.await("the error is counted", () -> b.transport.errorCount() == 1, a, b);
            b.isThrowing = false;
            a.send(1, Lines.LINE_A, new byte[]{ 2 }, b);
            Replica.await("the next frame", () -> b.frames.size() == 2, a, b);

            assertEquals("planted", b.transport.lastError().getMessage());
            assertEquals(TransportState.ACTIVE, b.transport.state());
        }
    }

    static void awaitConnected(final Replica from, final int peerId, final Replica... others)
    {
        final Replica[] all = new Replica[others.length + 1];
        all[0] = from;
        System.arraycopy(others, 0, all, 1, others.length);
        Replica.await("peer " + peerId + " connected", () -> from.isConnectedOnAllLines(peerId), all);
    }

    private static byte[] randomBytes(final Random random, final int length)
    {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
