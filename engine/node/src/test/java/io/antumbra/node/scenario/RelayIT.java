package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay as an operator runs it: options, lines while it runs, a summary at its end. */
class RelayIT
{
    private static final int TIMEOUT_MS = 60_000;

    @TempDir
    private Path root;

    @Test
    void shouldImpairAsToldOnTheCommandLineAndWhileItRuns() throws Exception
    {
        final Path json = root.resolve("relay.json");
        try (DatagramSocket target = socket(); DatagramSocket sender = socket())
        {
            final InetSocketAddress listen = free();
            final String flow = "127.0.0.1:" + listen.getPort() + "=127.0.0.1:" + target.getLocalPort();
            try (NodeProcess relay = start("--flow", flow, "--duplicate", "100", "--way", "forward", "--json",
                json.toString(), "--seed", "7"))
            {
                relay.awaitOutput("forward: duplicate 100 %");
                send(sender, listen);
                receive(target);
                send(target, receive(target).getSocketAddress());
                receive(sender);

                relay.type("loss=200");
                relay.awaitOutput("not done: loss 200: expected per cent from 0 to 100.");
                relay.type("way=forward cut");
                relay.awaitOutput("forward: duplicate 100 %, cut");
                send(sender, listen);
                NodeProcess.await("the datagram that was cut off",
                    () -> counts(relay).contains("received 2 (6 B), forwarded 2 (6 B)"), relay);
                relay.type("quit");
                relay.awaitExit(0);
                assertTrue(relay.output().contains("of processor time"), relay.output());
                assertTrue(relay.output().contains("seed 7"), relay.output());
            }
            assertEquals(List.of(2L, 1L), numbers(json, "received"));
            assertEquals(List.of(2L, 1L), numbers(json, "forwarded"));
            assertEquals(List.of(1L, 0L), numbers(json, "duplicated"));
            assertEquals(List.of(1L, 0L), numbers(json, "lostWhileDown"));
        }
    }

    @Test
    void shouldEndWhenItIsTimeAndNameAPortThatIsTaken() throws Exception
    {
        try (DatagramSocket taken = socket())
        {
            try (NodeProcess relay = start("--flow", flow(free().getPort(), 9), "--seconds", "1"))
            {
                relay.awaitExit(0);
            }
            try (NodeProcess relay = start("--flow", flow(taken.getLocalPort(), 9)))
            {
                relay.awaitExit(3);
                assertTrue(relay.output().contains("the port is in use by another process"), relay.output());
            }
            try (NodeProcess relay = start("--flow", flow(free().getPort(), 9)))
            {
                relay.awaitOutput("back: nothing");
                relay.endInOrder();
                assertTrue(relay.output().contains("of processor time"),
                    "its summary, all the same: " + relay.output());
            }
        }
    }

    private NodeProcess start(final String... options) throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of("relay"));
        arguments.addAll(List.of(options));
        return new NodeProcess(null, root.resolve("relay-" + options[1].hashCode() + ".log"), List.of(), arguments);
    }

    private static String counts(final NodeProcess relay)
    {
        try
        {
            relay.type("counts");
            return relay.output();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static String flow(final int listen, final int target)
    {
        return "127.0.0.1:" + listen + "=127.0.0.1:" + target;
    }

    private static List<Long> numbers(final Path file, final String field) throws IOException
    {
        final List<Long> found = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile()))
        {
            for (JsonToken token = json.nextToken(); null != token; token = json.nextToken())
            {
                if (JsonToken.FIELD_NAME == token && field.equals(json.currentName()))
                {
                    json.nextToken();
                    found.add(json.getLongValue());
                }
            }
        }
        return found;
    }

    private static DatagramSocket socket() throws IOException
    {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    private static InetSocketAddress free() throws IOException
    {
        try (DatagramSocket socket = socket())
        {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private static void send(final DatagramSocket from, final SocketAddress to) throws IOException
    {
        from.send(new DatagramPacket(new byte[]{ 1, 2, 3 }, 3, to));
    }

    private static DatagramPacket receive(final DatagramSocket at) throws IOException
    {
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }
}
