package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayContext;
import io.antumbra.transport.relay.RelayCounter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A publishes to b, line A and acknowledgements through one flow of a relay, line B through another that ends at b's
 * second endpoint. {@code -Dantumbra.test.seed=S} takes a printed seed back.
 */
final class LineBTest
{
    private static final int FLOW_A = 0;
    private static final int FLOW_B = 1;
    private static final int PEER = 1;
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
    private final String endpointA = Replica.freeEndpoint();
    private final String endpointB = Replica.freeEndpoint();
    private final String lineBEndpointB = Replica.freeEndpoint();
    private final String relayed = Replica.freeEndpoint();
    private final String relayedLineB = Replica.freeEndpoint();
    private final RelayContext lines = new RelayContext().seed(seed)
        .flow(relayed, endpointB).flow(relayedLineB, lineBEndpointB);

    @Test
    void shouldDeliverPastItsOwnLossWithoutWaitingForARepair()
    {
        lines.settings(FLOW_B, Direction.FORWARD).lossRatio = 0.2;
        try (Relay relay = Relay.launch(lines); Replica a = sender(); Replica b = receiver())
        {
            RoundTripTest.awaitConnected(a, PEER, b);
            final int count = 2_000;
            for (int i = 0; i < count; i++)
            {
                a.send(PEER, Lines.LINE_B, numbered(i, 64), b);
            }
            Replica.await("most frames", () -> b.frames.size() > count / 2, a, b);
            assertTrue(relay.counts(FLOW_B, Direction.FORWARD).get(RelayCounter.LOST_ALONE) > 0, this::seed);

            final List<Integer> received = numbers(b);
            assertTrue(received.size() < count, () -> received.size() + " of " + count + seed());
            assertEquals(received.stream().sorted().distinct().collect(Collectors.toList()), received, this::seed);
            assertEquals(Set.of(Lines.LINE_B), Set.copyOf(b.frameLines));
            final LinkStatistics link = new LinkStatistics();
            assertTrue(a.transport.sampleLink(PEER, Lines.LINE_B, link));
            assertEquals(0, link.naksReceived(), "nothing is asked for again");
            assertEquals(0, link.driverRetransmits());
        }
    }

    @Test
    void shouldPutNoFrameTogetherOfWhichAFragmentIsMissing()
    {
        lines.settings(FLOW_B, Direction.FORWARD).lossRatio = 0.1;
        final Random random = new Random(seed);
        final int count = 400;
        final byte[][] sent = new byte[count][];
        try (Relay relay = Relay.launch(lines); Replica a = sender(); Replica b = receiver())
        {
            RoundTripTest.awaitConnected(a, PEER, b);
            for (int i = 0; i < count; i++)
            {
                sent[i] = new byte[4 + random.nextInt(10_000)];
                random.nextBytes(sent[i]);
                ByteBuffer.wrap(sent[i]).putInt(0, i);
                a.send(PEER, Lines.LINE_B, sent[i], b);
            }
            Replica.await("many whole frames", () -> b.frames.size() > count / 4, a, b);

            assertTrue(relay.counts(FLOW_B, Direction.FORWARD).get(RelayCounter.LOST_ALONE) > count / 4, this::seed);
            for (final byte[] frame : b.frames)
            {
                assertArrayEquals(sent[ByteBuffer.wrap(frame).getInt()], frame, this::seed);
            }
        }
    }

    @Test
    void shouldNotBeHeldUpByALossOnLineA()
    {
        try (Relay relay = Relay.launch(lines); Replica a = sender(); Replica b = receiver())
        {
            RoundTripTest.awaitConnected(a, PEER, b);
            cut(relay, FLOW_A, true);
            a.send(PEER, Lines.LINE_A, numbered(1, 64), b);
            Replica.await("line A loses it", () -> lostWhileDown(relay, FLOW_A) > 0, a, b);
            for (int i = 1; i <= 100; i++)
            {
                a.send(PEER, Lines.LINE_B, numbered(i, 64), b);
            }
            Replica.await("the copies", () -> b.frames.size() == 100, a, b);
            assertEquals(Set.of(Lines.LINE_B), Set.copyOf(b.frameLines));

            cut(relay, FLOW_A, false);
            Replica.await("line A has repaired itself", () -> b.frames.size() == 101, a, b);
            assertEquals(Lines.LINE_A, b.frameLines.get(100));
            assertEquals(1, numbers(b).get(100));
        }
    }

    @Test
    void shouldCarryFramesWhereLineANeverWorked()
    {
        lines.settings(FLOW_A, Direction.FORWARD).isCut = true;
        try (Relay relay = Relay.launch(lines); Replica a = sender(); Replica b = receiver())
        {
            Replica.await("line B alone", () -> a.transport.isPeerConnected(PEER, Lines.LINE_B), a, b);
            assertFalse(a.transport.isPeerConnected(PEER, Lines.LINE_A));
            assertEquals(Transport.NOT_CONNECTED,
                a.transport.offer(PEER, Lines.LINE_A, Replica.bytes(new byte[1]), 0, 1));
            a.send(PEER, Lines.LINE_B, numbered(7, 64), b);
            Replica.await("the frame", () -> b.frames.size() == 1, a, b);
            assertEquals(0, forwarded(relay, FLOW_A));
        }
    }

    @Test
    void shouldStartAgainWithTheSameSessionAfterAnOutageThatLineADidNotHave()
    {
        final LinkSettings link = LinkSettings.defaultProfile().imageLivenessTimeoutNs(SHORT_NS)
            .connectionTimeoutNs(SHORT_NS);
        try (Relay relay = Relay.launch(lines); Replica a = sender();
            Replica b = new Replica(Replica.context(endpointB).lineBEndpoint(lineBEndpointB).link(link)))
        {
            RoundTripTest.awaitConnected(a, PEER, b);
            Replica.await("both lines begin", () -> b.sessions.size() == Lines.COUNT, a, b);
            final Set<Integer> session = b.sessionsOf(Lines.LINE_A);
            assertEquals(1, session.size());
            assertEquals(session, b.sessionsOf(Lines.LINE_B), "one session on both lines");
            assertNotEquals(session, b.sessionsOf(Lines.ACKNOWLEDGEMENTS));

            for (int round = 1; round <= 2; round++)
            {
                cut(relay, FLOW_B, true);
                final int ended = round;
                Replica.await("line B ends", () -> b.sessionsEnded == ended, a, b);
                assertEquals(Set.of(), b.sessionsOf(Lines.LINE_B));
                cut(relay, FLOW_B, false);
                Replica.await("line B again", () -> b.sessionsOf(Lines.LINE_B).equals(session), a, b);
                b.frames.clear();
                a.send(PEER, Lines.LINE_B, numbered(round, 64), b);
                Replica.await("a frame on it", () -> b.frames.size() == 1, a, b);
            }
            assertEquals(session, b.sessionsOf(Lines.LINE_A));
        }
    }

    @Test
    void shouldHoldNothingUpWhenItIsDeadAndKeepFewStaleCopies()
    {
        final int length = 1_000;
        final UnsafeBuffer frame = Replica.bytes(new byte[length]);
        try (Relay relay = Relay.launch(lines); Replica a = sender(); Replica b = receiver())
        {
            RoundTripTest.awaitConnected(a, PEER, b);
            cut(relay, FLOW_B, true);
            Replica.await("line B is full or gone", () ->
            {
                final long result = a.transport.offer(PEER, Lines.LINE_B, frame, 0, length);
                return result == Transport.BACK_PRESSURED || result == Transport.NOT_CONNECTED;
            }, a, b);
            for (int i = 0; i < 5_000; i++)
            {
                a.send(PEER, Lines.LINE_A, numbered(i, 64), b);
                a.transport.offer(PEER, Lines.LINE_B, frame, 0, length);
            }
            Replica.await("line A goes on", () -> b.frames.size() == 5_000, a, b);

            final LinkStatistics link = new LinkStatistics();
            assertTrue(a.transport.sampleLink(PEER, Lines.LINE_B, link));
            final long staleBytes = link.publisherPosition() - link.senderPosition();
            final long most = LinkSettings.defaultProfile().initialWindowLength() + 2L * length;
            assertTrue(staleBytes <= most, () -> staleBytes + " bytes wait on line B, at most " + most);
        }
    }

    private Replica sender()
    {
        final LinkSettings link = LinkSettings.defaultProfile().connectionTimeoutNs(SHORT_NS);
        final Replica replica = new Replica(Replica.context(endpointA).link(link));
        replica.transport.addPeer(PEER, relayed, relayedLineB);
        return replica;
    }

    private Replica receiver()
    {
        return new Replica(Replica.context(endpointB).lineBEndpoint(lineBEndpointB));
    }

    private static void cut(final Relay relay, final int flow, final boolean isCut)
    {
        for (final Direction direction : Direction.values())
        {
            final ImpairmentSettings settings = relay.settings(flow, direction);
            settings.isCut = isCut;
            relay.impair(flow, direction, settings);
        }
    }

    private static long forwarded(final Relay relay, final int flow)
    {
        return relay.counts(flow, Direction.FORWARD).get(RelayCounter.FORWARDED);
    }

    private static long lostWhileDown(final Relay relay, final int flow)
    {
        return relay.counts(flow, Direction.FORWARD).get(RelayCounter.LOST_WHILE_DOWN);
    }

    private static byte[] numbered(final int number, final int length)
    {
        return ByteBuffer.allocate(length).putInt(number).array();
    }

    private static List<Integer> numbers(final Replica replica)
    {
        return replica.frames.stream().map((frame) -> ByteBuffer.wrap(frame).getInt()).collect(Collectors.toList());
    }

    private String seed()
    {
        return "; antumbra.test.seed=" + seed;
    }
}
