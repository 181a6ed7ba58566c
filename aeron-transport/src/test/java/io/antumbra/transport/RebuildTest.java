package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RebuildTest
{
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int TYPE_ID = 1500;

    private final String endpointA = Replica.freeEndpoint();
    private final String endpointB = Replica.freeEndpoint();

    @ParameterizedTest
    @EnumSource(value = DriverMode.class, names = { "EMBEDDED_INVOKER", "EMBEDDED_SHARED", "EMBEDDED_DEDICATED" })
    void shouldRebuildWhenTheDriverIsClosedUnderneath(final DriverMode mode)
    {
        try (Replica a = new Replica(Replica.context(endpointA));
            Replica b = new Replica(Replica.context(endpointB).driverMode(mode)))
        {
            a.transport.addPeer(1, endpointB);
            b.transport.addPeer(0, endpointA);
            final AtomicCounter counter = b.transport.addCounter(TYPE_ID, "antumbra test frames");
            RoundTripTest.awaitConnected(a, 1, b);
            RoundTripTest.awaitConnected(b, 0, a);
            counter.increment();
            b.transport.retransmitLingerNs(777_777);

            for (int round = 1; round <= 2; round++)
            {
                b.transport.lifecycle().host().driver().close();
                final int expected = round;
                Replica.await("a reset", () -> b.resets == expected, a, b);
                assertEquals(expected, b.transport.resetCount());
                assertEquals(b.sessionsBegun - b.sessions.size(), b.sessionsEnded);
                assertEquals(777_777, b.transport.lifecycle().host().driver().context()
                    .retransmitUnicastLingerGenerator().generateDelayNs());
                counter.increment();

                RoundTripTest.awaitConnected(a, 1, b);
                RoundTripTest.awaitConnected(b, 0, a);
                Replica.await("sessions at b", () -> b.sessions.size() == Lines.COUNT, a, b);
                a.frames.clear();
                b.send(0, Lines.ACKNOWLEDGEMENTS, new byte[]{ (byte)round }, a);
                Replica.await("a frame at a", () -> a.frames.size() == 1, a, b);
                assertArrayEquals(new byte[]{ (byte)round }, a.frames.get(0));
                Replica.await("the counter is shown", () -> shown(b) == 1 + expected, a, b);
                assertTrue(b.transport.areCountersShown());
            }

            b.transport.publishCounter(counter, Long.MAX_VALUE);
            assertEquals(Long.MAX_VALUE, shown(b));
            assertEquals(Long.MAX_VALUE, counter.get());

            assertEquals(0, a.resets);
            assertTrue(b.transport.errorCount() >= 2);
        }
    }

    @Test
    void shouldTakeThePortAgainAfterAnother()
    {
        final Replica b = new Replica(Replica.context(endpointB));
        try (b)
        {
            b.transport.lifecycle().host().driver().close();
            try (Replica intruder = new Replica(Replica.context(endpointB)))
            {
                Replica.await("the loss is noticed", () -> b.transport.state() == TransportState.BACKING_OFF, b,
                    intruder);
                Replica.await("the port is missed",
                    () -> String.valueOf(b.transport.lastError().getMessage()).contains("port is in use"), b, intruder);
                final AtomicInteger attempts = new AtomicInteger();
                Replica.await("several attempts", () -> isAttempt(b) && attempts.incrementAndGet() == 3, b, intruder);
            }

            Replica.await("active again", () -> b.resets == 1, b);
            assertEquals(1, distinctErrors(b, "port is in use"), "one outage, one report");
        }
    }

    private TransportState lastState = TransportState.ACTIVE;

    private boolean isAttempt(final Replica replica)
    {
        final TransportState before = lastState;
        lastState = replica.transport.state();
        return before != TransportState.REGISTERING && lastState == TransportState.REGISTERING;
    }

    @Test
    void shouldRefuseAPortInUse()
    {
        try (Replica a = new Replica(Replica.context(endpointA)))
        {
            assertEquals(TransportState.ACTIVE, a.transport.state());
            final Transport.Context ctx = Replica.context(endpointA);
            final TransportException ex = assertThrows(TransportException.class, () -> Transport.launch(ctx));
            assertTrue(ex.getMessage().contains("endpoint=" + endpointA + ": the port is in use by another process; " +
                "stop it or give this replica another port"), ex.getMessage());
            assertFalse(ctx.aeronDirectory().exists());

            final TransportException ofLineB = assertThrows(TransportException.class,
                () -> Transport.launch(Replica.context(endpointB).lineBEndpoint(endpointA)));
            assertTrue(ofLineB.getMessage().contains("lineBEndpoint=" + endpointA + ": the port is in use"),
                ofLineB.getMessage());
            assertTrue(ofLineB.getMessage().endsWith("(" + TransportConfiguration.LINE_B_ENDPOINT_PROP + ")"),
                ofLineB.getMessage());
        }
    }

    @Test
    void shouldRefuseAnAddressOfAnotherMachine()
    {
        final Transport.Context ctx = Replica.context("192.0.2.1:24101").allowRemote(true);
        final TransportException ex = assertThrows(TransportException.class, () -> Transport.launch(ctx));
        assertTrue(ex.getMessage().contains("the address belongs to no interface of this machine"), ex.getMessage());
        assertFalse(ctx.aeronDirectory().exists());
    }

    @Test
    void shouldLeaveNothingInTheRamDisk()
    {
        final Transport.Context ctx = Replica.context(endpointA);
        final File lock;
        try (Replica a = new Replica(ctx))
        {
            a.transport.addPeer(1, endpointB);
            lock = new File(ctx.aeronDirectory().getPath() + ".lock");
            assertTrue(ctx.aeronDirectory().isDirectory());
            assertTrue(lock.isFile());
        }

        assertFalse(ctx.aeronDirectory().exists());
        assertFalse(lock.exists());
    }

    @Test
    void shouldRefuseADirectoryInUse()
    {
        final String name = Replica.uniqueName();
        try (Replica a = new Replica(Replica.context(endpointA).name(name)))
        {
            a.drive();
            final TransportException ex = assertThrows(TransportException.class,
                () -> Transport.launch(Replica.context(endpointB).name(name)));
            assertTrue(ex.getMessage().contains("a replica of this name runs already; stop it, or give this one " +
                "another name"), ex.getMessage());

            a.drive();
            assertEquals(TransportState.ACTIVE, a.transport.state());
        }
    }

    @Test
    void shouldAwaitAnExternalDriverAndFollowItsRestarts(@TempDir final Path folder)
    {
        final File aeronDir = folder.resolve("aeron").toFile();
        final Transport.Context ctx = Replica.context(endpointA).driverMode(DriverMode.EXTERNAL)
            .externalAeronDir(aeronDir.getPath()).link(LinkSettings.defaultProfile().driverTimeoutNs(4 * SHORT_NS));

        try (Replica a = new Replica(ctx); Replica b = new Replica(Replica.context(endpointB)))
        {
            a.transport.addPeer(1, endpointB);
            b.transport.addPeer(0, endpointA);
            assertEquals(TransportState.AWAITING_DRIVER, a.transport.state());
            Replica.await("b is idle for a while", () -> b.transport.errorCount() == 0, a, b);
            assertEquals(1, a.transport.errorCount());
            assertTrue(a.transport.lastError().getMessage().contains("no live media driver in " + aeronDir));

            for (int round = 1; round <= 2; round++)
            {
                final int expected = round;
                try (MediaDriver driver = MediaDriver.launch(externalDriver(aeronDir)))
                {
                    assertEquals(aeronDir.getPath(), driver.aeronDirectoryName());
                    Replica.await("active with the driver", () -> a.resets == expected, a, b);
                    RoundTripTest.awaitConnected(a, 1, b);
                    RoundTripTest.awaitConnected(b, 0, a);
                    b.frames.clear();
                    a.send(1, Lines.LINE_A, new byte[]{ (byte)round }, b);
                    Replica.await("a frame", () -> b.frames.size() == 1, a, b);
                }

                Replica.await("the driver is missed", () -> a.transport.state() == TransportState.AWAITING_DRIVER,
                    a, b);
            }
        }

        assertFalse(new File(aeronDir, "cnc.dat").exists());
    }

    @Test
    void shouldRefuseAnEndpointThatAnotherReplicaHasOnTheSameExternalDriver(@TempDir final Path folder)
    {
        final File aeronDir = folder.resolve("aeron").toFile();
        try (MediaDriver driver = MediaDriver.launch(externalDriver(aeronDir)))
        {
            try (Replica a = new Replica(external(endpointA, driver)))
            {
                assertEquals(TransportState.ACTIVE, a.transport.state());
                final TransportException ex = assertThrows(TransportException.class,
                    () -> Transport.launch(external(endpointA, driver)));
                assertTrue(ex.getMessage().contains("endpoint=" + endpointA + " is taken"), ex.getMessage());
                final Transport.Context lineB = external(endpointB, driver).lineBEndpoint(endpointA);
                final TransportException ofLineB =
                    assertThrows(TransportException.class, () -> Transport.launch(lineB));
                assertTrue(ofLineB.getMessage().contains("lineBEndpoint=" + endpointA + " is taken"),
                    ofLineB.getMessage());

                try (Replica b = new Replica(external(endpointB, driver)))
                {
                    a.transport.addPeer(1, endpointB);
                    RoundTripTest.awaitConnected(a, 1, b);
                }
            }

            try (Replica again = new Replica(external(endpointA, driver)))
            {
                assertEquals(TransportState.ACTIVE, again.transport.state());
            }
        }
    }

    private static Transport.Context external(final String endpoint, final MediaDriver driver)
    {
        return Replica.context(endpoint).driverMode(DriverMode.EXTERNAL).externalAeronDir(driver.aeronDirectoryName());
    }

    private static MediaDriver.Context externalDriver(final File aeronDir)
    {
        return new MediaDriver.Context()
            .aeronDirectoryName(aeronDir.getPath())
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(true)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true);
    }

    private static long shown(final Replica replica)
    {
        if (replica.transport.state() != TransportState.ACTIVE)
        {
            return -1;
        }

        final CountersReader reader = replica.transport.lifecycle().host().aeron().countersReader();
        final long[] value = { -1 };
        reader.forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (typeId == TYPE_ID && label.equals("antumbra test frames"))
            {
                value[0] = reader.getCounterValue(counterId);
            }
        });
        return value[0];
    }

    private static int distinctErrors(final Replica replica, final String text)
    {
        final int[] count = { 0 };
        ErrorLogReader.read(replica.transport.errorLog(), (observations, first, last, encoded) ->
        {
            if (encoded.contains(text))
            {
                count[0] += observations;
            }
        });
        return count[0];
    }
}
