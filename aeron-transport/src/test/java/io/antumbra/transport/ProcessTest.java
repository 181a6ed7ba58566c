package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A real peer process is killed, and stopped for longer than every time-out.
 */
final class ProcessTest
{
    private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(1);

    private final String endpointA = Replica.freeEndpoint();
    private final String endpointB = Replica.freeEndpoint();
    private final String nameOfB = Replica.uniqueName();
    private EchoProcess process;

    @AfterEach
    void endProcess() throws InterruptedException
    {
        if (process != null)
        {
            process.end();
        }
    }

    @Test
    void shouldTakeOverWhatAKilledProcessLeft() throws IOException, InterruptedException
    {
        final File directory;
        try (Replica a = new Replica(contextOfA()))
        {
            a.transport.addPeer(1, endpointB);
            process = EchoProcess.start(nameOfB, endpointB, endpointA, LIVENESS_NS);
            awaitEcho(a, (byte)1);

            final Transport.Context sameName = Replica.context(Replica.freeEndpoint()).name(nameOfB);
            final TransportException taken = assertThrows(TransportException.class, () -> Transport.launch(sameName));
            assertTrue(taken.getMessage().contains("a replica of this name runs already"), taken.getMessage());
            final TransportException inUse = assertThrows(TransportException.class,
                () -> Transport.launch(Replica.context(endpointB)));
            assertTrue(inUse.getMessage().contains("endpoint=" + endpointB + ": the port is in use"),
                inUse.getMessage());

            directory = sameName.aeronDirectory();
            process.kill();
            assertTrue(new File(directory, "cnc.dat").isFile(), "a killed process leaves its directory");
            Replica.await("sessions of the killed process end", () -> a.sessions.isEmpty(), a);

            process = EchoProcess.start(nameOfB, endpointB, endpointA, LIVENESS_NS);
            awaitEcho(a, (byte)2);
            process.end();
            assertEquals(0, a.resets);
        }

        assertFalse(directory.exists());
        assertFalse(new File(directory.getPath() + ".lock").exists());
    }

    @Test
    void shouldClearADirectoryThatIsStaleAtOnce() throws IOException, InterruptedException
    {
        try (Replica a = new Replica(contextOfA()))
        {
            a.transport.addPeer(1, endpointB);
            process = EchoProcess.start(nameOfB, endpointB, endpointA, LIVENESS_NS);
            awaitEcho(a, (byte)1);
        }

        process.kill();
        final Transport.Context ctx = Replica.context(endpointB).name(nameOfB);
        try (Replica b = new Replica(ctx))
        {
            assertEquals(TransportState.ACTIVE, b.transport.state());
        }

        assertFalse(ctx.aeronDirectory().exists());
    }

    @Test
    void shouldRebuildAfterTheProcessStoodStill() throws IOException, InterruptedException
    {
        try (Replica a = new Replica(contextOfA()))
        {
            a.transport.addPeer(1, endpointB);
            process = EchoProcess.start(nameOfB, endpointB, endpointA, LIVENESS_NS / 2);
            awaitEcho(a, (byte)1);

            process.signal("STOP");
            Replica.await("sessions of the stopped process end", () -> a.sessions.isEmpty(), a);
            process.signal("CONT");
            awaitEcho(a, (byte)2);

            assertTrue(process.output().contains("RESET 1"), () -> process.output().toString());
            assertEquals(0, a.resets);
        }
    }

    private Transport.Context contextOfA()
    {
        return Replica.context(endpointA).link(LinkSettings.defaultProfile().imageLivenessTimeoutNs(LIVENESS_NS));
    }

    private void awaitEcho(final Replica a, final byte value)
    {
        a.frames.clear();
        final byte[] content = { value };
        final var buffer = Replica.bytes(content);
        Replica.await("an echo of " + value + " from " + process.output(), () ->
        {
            // The peer may take a while to have both directions: ask until it answers, as a hello does.
            if (a.frames.isEmpty())
            {
                a.transport.offer(1, Lines.LINE_A, buffer, 0, 1);
            }

            return !a.frames.isEmpty() && a.frames.get(a.frames.size() - 1)[0] == value;
        }, a);
        assertArrayEquals(content, a.frames.get(a.frames.size() - 1));
    }
}
