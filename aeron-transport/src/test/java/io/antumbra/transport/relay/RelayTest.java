package io.antumbra.transport.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.antumbra.transport.TransportException;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A relay between real sockets on loopback. Deadlines only end a test that would hang. */
class RelayTest
{
    private static final int DEADLINE_MS = (int)TimeUnit.SECONDS.toMillis(30);
    private static final int DATAGRAMS = 2_000;

    @Test
    void shouldCarryBothWaysAndAnswerTheLastSender() throws IOException
    {
        try (DatagramSocket target = socket();
            DatagramSocket one = socket();
            DatagramSocket other = socket();
            Relay relay = Relay.launch(context(target)))
        {
            send(one, 7, listen);
            final DatagramPacket atTarget = receive(target);
            assertEquals(7, number(atTarget));
            assertEquals(relay.sourcePort(0), atTarget.getPort());
            send(target, 8, atTarget.getSocketAddress());
            final DatagramPacket answer = receive(one);
            assertEquals(8, number(answer));
            assertEquals(listen, answer.getSocketAddress(), "a connected sender takes answers from there only");

            send(other, 9, listen);
            assertEquals(9, number(receive(target)));
            send(target, 10, atTarget.getSocketAddress());
            assertEquals(10, number(receive(other)));
            await(() -> relay.counts(0, Direction.FORWARD).get(RelayCounter.FORWARDED) == 2);
            await(() -> relay.counts(0, Direction.BACK).get(RelayCounter.FORWARDED) == 2);
            assertNull(relay.failure());
        }
    }

    @Test
    void shouldKeepWhatItIsToldWhileItRuns() throws IOException
    {
        final Relay ended;
        final ImpairmentSettings cut;
        try (DatagramSocket target = socket();
            DatagramSocket sender = socket();
            Relay relay = Relay.launch(context(target)))
        {
            ended = relay;
            send(sender, 1, listen);
            assertEquals(1, number(receive(target)));
            cut = relay.settings(0, Direction.FORWARD);
            cut.isCut = true;
            relay.impair(0, Direction.FORWARD, cut);
            final RelayCounts counts = relay.counts(0, Direction.FORWARD);
            await(() ->
            {
                send(sender, 2, listen);
                return counts.get(RelayCounter.LOST_WHILE_DOWN) > 0;
            });
            assertTrue(relay.settings(0, Direction.FORWARD).isCut);
            cut.isCut = false;
            cut.lossRatio = 2;
            assertThrows(IllegalArgumentException.class, () -> relay.impair(0, Direction.FORWARD, cut));
            cut.lossRatio = 0;
            cut.duplicateRatio = 1;
            relay.impair(0, Direction.FORWARD, cut);
            await(() ->
            {
                send(sender, 3, listen);
                return counts.get(RelayCounter.DUPLICATED) > 0;
            });
        }
        assertThrows(IllegalStateException.class, () -> ended.impair(0, Direction.FORWARD, cut));
    }

    @Test
    void shouldHaveTheSamePortTowardsTheTargetAfterARestart() throws IOException
    {
        try (DatagramSocket target = socket(); DatagramSocket sender = socket())
        {
            final RelayContext context = context(target);
            final int port;
            try (Relay relay = Relay.launch(context))
            {
                port = relay.sourcePort(0);
            }
            try (Relay relay = Relay.launch(context))
            {
                assertEquals(port, relay.sourcePort(0));
                send(sender, 1, listen);
                assertEquals(port, receive(target).getPort());
                assertNotEquals(listen.getPort(), port);
            }
        }
    }

    @Test
    void shouldGoOnWhenNobodyListensAtTheTarget() throws IOException
    {
        final DatagramSocket target = socket();
        try (DatagramSocket sender = socket(); Relay relay = Relay.launch(context(target)))
        {
            final int port = target.getLocalPort();
            target.close();
            final RelayCounts counts = relay.counts(0, Direction.FORWARD);
            await(() ->
            {
                send(sender, 1, listen);
                return counts.get(RelayCounter.UNREACHABLE) > 2;
            });
            try (DatagramSocket again = new DatagramSocket(port, InetAddress.getLoopbackAddress()))
            {
                again.setSoTimeout(DEADLINE_MS);
                send(sender, 2, listen);
                DatagramPacket packet = receive(again);
                while (2 != number(packet))
                {
                    packet = receive(again);
                }
            }
            assertNull(relay.failure());
        }
    }

    @Test
    void shouldAllocateNothingPerDatagram() throws IOException
    {
        try (DatagramSocket target = socket(); DatagramSocket sender = socket())
        {
            final RelayContext context = context(target);
            context.settings(0, Direction.FORWARD).delayNs = TimeUnit.MICROSECONDS.toNanos(50);
            context.settings(0, Direction.FORWARD).duplicateRatio = 0.1;
            try (Relay relay = Relay.launch(context.spinNs(0)))
            {
                final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
                final long id = relayThread(threads);
                long leastBytes = Long.MAX_VALUE;
                for (int round = 0; round < 8; round++)
                {
                    final long before = threads.getThreadAllocatedBytes(id);
                    pingPong(sender, target, relay.sourcePort(0));
                    leastBytes = Math.min(leastBytes, threads.getThreadAllocatedBytes(id) - before);
                }
                final long allocated = leastBytes;
                System.out.println("relay allocated " + allocated + " bytes in " + 2 * DATAGRAMS + " datagrams");
                assertTrue(allocated < DATAGRAMS, () -> allocated + " bytes for " + 2 * DATAGRAMS + " datagrams");
            }
        }
    }

    private void pingPong(final DatagramSocket sender, final DatagramSocket target, final int relayPort)
        throws IOException
    {
        final SocketAddress relay = new InetSocketAddress(InetAddress.getLoopbackAddress(), relayPort);
        for (int i = 0; i < DATAGRAMS; i++)
        {
            send(sender, i, listen);
            DatagramPacket packet = receive(target);
            while (i != number(packet))
            {
                packet = receive(target);
            }
            send(target, i, relay);
            assertEquals(i, number(receive(sender)));
        }
    }

    private static long relayThread(final ThreadMXBean threads)
    {
        long found = -1;
        for (final long id : threads.getAllThreadIds())
        {
            final java.lang.management.ThreadInfo info = threads.getThreadInfo(id);
            found = null != info && "antumbra-relay".equals(info.getThreadName()) ? id : found;
        }
        assertNotEquals(-1, found);
        return found;
    }

    @Test
    void shouldNameWhatCannotBe() throws IOException
    {
        refused("listen=127.0.0.1: give host:port", () -> new RelayContext().flow("127.0.0.1", "127.0.0.1:1"));
        refused("target=192.0.2.1:24101 is not a loopback address: the relay forwards whatever anybody sends",
            () -> new RelayContext().flow("127.0.0.1:24201", "192.0.2.1:24101"));
        new RelayContext().allowRemote(true).flow("127.0.0.1:24201", "192.0.2.1:24101");
        refused("a flow cannot lead to itself", () -> new RelayContext().flow("127.0.0.1:24201", "127.0.0.1:24201"));
        refused("flow: give at least one", () -> new RelayContext().conclude());
        refused("slots=0 is not allowed: from 1", () -> flow().slots(0).conclude());
        refused("maxDatagramLength=70000 is not allowed", () -> flow().maxDatagramLength(70_000).conclude());
        refused("bytes: at most", () -> flow().slots(100_000).maxDatagramLength(60_000).conclude());
        refused("spinNs=-1 is not allowed", () -> flow().spinNs(-1).conclude());
        try (DatagramSocket taken = socket())
        {
            refused("listen=127.0.0.1:" + taken.getLocalPort() + ": the port is in use by another process",
                () -> Relay.launch(new RelayContext().flow("127.0.0.1:" + taken.getLocalPort(), "127.0.0.1:9")));
        }
        final RelayContext context = flow();
        context.settings(0, Direction.BACK).lossRatio = -1;
        assertThrows(IllegalArgumentException.class, () -> Relay.launch(context));
    }

    private static RelayContext flow()
    {
        return new RelayContext().flow("127.0.0.1:24201", "127.0.0.1:24101");
    }

    private static void refused(final String message, final org.junit.jupiter.api.function.Executable executable)
    {
        final String found = assertThrows(TransportException.class, executable).getMessage();
        assertTrue(found.contains(message), found);
    }

    private InetSocketAddress listen;

    private RelayContext context(final DatagramSocket target) throws IOException
    {
        try (DatagramSocket free = socket())
        {
            listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        return new RelayContext().flow("127.0.0.1:" + listen.getPort(), "127.0.0.1:" + target.getLocalPort());
    }

    private static DatagramSocket socket() throws IOException
    {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(DEADLINE_MS);
        return socket;
    }

    private static void send(final DatagramSocket from, final int number, final SocketAddress to)
    {
        try
        {
            from.send(new DatagramPacket(ByteBuffer.allocate(4).putInt(0, number).array(), 4, to));
        }
        catch (final IOException ex)
        {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    private static DatagramPacket receive(final DatagramSocket at) throws IOException
    {
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }

    private static int number(final DatagramPacket packet)
    {
        return ByteBuffer.wrap(packet.getData()).getInt(0);
    }

    private static void await(final BooleanSupplier isMet)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS);
        while (!isMet.getAsBoolean())
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not so within the deadline");
            Thread.yield();
        }
    }
}
