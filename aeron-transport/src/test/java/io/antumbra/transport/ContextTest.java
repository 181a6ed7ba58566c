package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextTest
{
    private static final String ENDPOINT = "127.0.0.1:24101";

    @Test
    void shouldNameFrameAndTermLengthWhenTheFrameDoesNotFit()
    {
        final Transport.Context ctx = Replica.context(ENDPOINT).maxPayloadLength(65_536).frameHeaderLength(64)
            .link(LinkSettings.defaultProfile().termLength(256 * 1024));
        assertRefused(ctx, "maxFrameLength=65600 (payload 65536 + headers 64) does not fit into termLength/8=32768 " +
            "(termLength=262144): set termLength to at least 1048576");
    }

    @Test
    void shouldTakeTheLargestFrameThatFits()
    {
        final int eighth = 1024 * 1024 / 8;
        Replica.context(ENDPOINT).maxPayloadLength(eighth - 100).frameHeaderLength(100).conclude();
        assertRefused(Replica.context(ENDPOINT).maxPayloadLength(eighth - 99).frameHeaderLength(100),
            "maxFrameLength=131073");
    }

    @Test
    void shouldRefuseRemoteEndpointsUnlessAllowed()
    {
        assertRefused(Replica.context("192.0.2.1:24101"),
            "endpoint=192.0.2.1:24101 is not a loopback address: peers on other machines are accepted only with a " +
                "pre-shared key");
        Replica.context("192.0.2.1:24101").allowRemote(true).conclude();
        assertRefused(Replica.context("0.0.0.0:24101").allowRemote(true), "unicast address of one interface");
        assertRefused(Replica.context(ENDPOINT).lineBEndpoint("192.0.2.1:24103"),
            "lineBEndpoint=192.0.2.1:24103 is not a loopback address");
        Replica.context(ENDPOINT).lineBEndpoint("192.0.2.1:24103").allowRemote(true).conclude();
    }

    @Test
    void shouldRefuseMalformedEndpoints()
    {
        assertRefused(Replica.context(null), "endpoint=null: give host:port");
        assertRefused(Replica.context("127.0.0.1"), "endpoint=127.0.0.1: give host:port");
        assertRefused(Replica.context("127.0.0.1:"), "give host:port");
        assertRefused(Replica.context("127.0.0.1:x"), "the port must be a number from 1 to 65535");
        assertRefused(Replica.context("127.0.0.1:65536"), "the port must be a number from 1 to 65535");
        assertRefused(Replica.context("::1:24101"), "put an IPv6 address in brackets");
        assertRefused(Replica.context("no.such.host.invalid:24101"), "the host is unknown");
        Replica.context("[::1]:24101").conclude();
        Replica.context("localhost:24101").conclude();
    }

    @Test
    void shouldRefusePeersThatAreNotAllowed()
    {
        try (Replica a = new Replica(Replica.context(Replica.freeEndpoint()).maxPeers(1)))
        {
            a.transport.addPeer(5, ENDPOINT);
            assertMessage("peerId=5 has the endpoint 127.0.0.1:24101 of line B already",
                () -> a.transport.addPeer(5, ENDPOINT, "127.0.0.1:24103"));
            assertMessage("lineBEndpoint of peer 7=127.0.0.1: give host:port",
                () -> a.transport.addPeer(7, ENDPOINT, "127.0.0.1"));
            assertMessage("peerId=5 has the endpoint 127.0.0.1:24101 already",
                () -> a.transport.addPeer(5, "127.0.0.1:24102"));
            assertMessage("maxPeers=1 are configured already", () -> a.transport.addPeer(6, "127.0.0.1:24102"));
            assertMessage("endpoint of peer 7=192.0.2.1:1 is not a loopback",
                () -> a.transport.addPeer(7, "192.0.2.1:1"));
            assertMessage("peerId=256: must be from 0 to 255", () -> a.transport.addPeer(256, "127.0.0.1:24102"));
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotWork()
    {
        assertRefused(Replica.context(ENDPOINT).name("a b"), "name=a b: give 1 to 64 letters");
        assertRefused(Replica.context(ENDPOINT).maxSessions(0), "maxSessions=0: must be at least 1");
        assertRefused(linked(LinkSettings.defaultProfile().termLength(100_000)), "termLength=100000: must be a power");
        assertRefused(linked(LinkSettings.defaultProfile().mtuLength(1400)),
            "mtuLength=1400: must be a multiple of 32");
        assertRefused(linked(LinkSettings.defaultProfile().initialWindowLength(1024)), "at least mtuLength=1408");
        assertRefused(linked(LinkSettings.defaultProfile().initialWindowLength(1024 * 1024)), "half of termLength");
        assertRefused(linked(LinkSettings.defaultProfile().socketRcvbufLength(1408)),
            "socketRcvbufLength=1408: must be at least initialWindowLength=131072");
        assertRefused(linked(LinkSettings.defaultProfile().socketRcvbufLength(Integer.MAX_VALUE)),
            "sysctl -w net.core.rmem_max=2147483647");
        assertRefused(linked(LinkSettings.defaultProfile().imageLivenessTimeoutNs(1)),
            "imageLivenessTimeoutNs=1 ns: must be at least 200000000 ns");
        assertRefused(linked(LinkSettings.defaultProfile().retransmitLingerNs(0)),
            "retransmitLingerNs=0: must be above");
        assertRefused(Replica.context(ENDPOINT).driverMode(DriverMode.EXTERNAL).externalAeronDir(null),
            "externalAeronDir=null: driver mode EXTERNAL needs the directory");
        assertRefused(Replica.context(ENDPOINT).dirBase("/no/such/folder"), "must exist and be writable");
    }

    @Test
    void shouldNotTakeALiveDriverForDeadBetweenTwoOfItsHeartbeats(@TempDir final Path folder)
    {
        assertRefused(
            Replica.context(ENDPOINT).driverMode(DriverMode.EXTERNAL).externalAeronDir(folder.toString())
                .link(LinkSettings.defaultProfile().driverTimeoutNs(1_999_999_999)),
            "driverTimeoutNs=1999999999 ns: must be at least 2000000000 ns (2 s) with an external media driver");
        Replica.context(ENDPOINT).driverMode(DriverMode.EXTERNAL).externalAeronDir(folder.toString())
            .link(LinkSettings.defaultProfile().driverTimeoutNs(2_000_000_000)).conclude();

        final long shortNs = 400_000_000;
        final LinkSettings embedded = LinkSettings.defaultProfile().driverTimeoutNs(shortNs);
        linked(embedded).conclude();
        assertEquals(shortNs / 4, embedded.applyTo(new MediaDriver.Context()).timerIntervalNs());
    }

    @Test
    void shouldTellWhenARamDiskHasNoRoom()
    {
        final TransportException ex = assertThrows(TransportException.class,
            () -> AeronDirectory.checkRoom(new java.io.File(System.getProperty("java.io.tmpdir")), Long.MAX_VALUE));
        assertTrue(ex.getMessage().contains("may need " + Long.MAX_VALUE), ex.getMessage());
    }

    @Test
    void shouldNotClearADirectoryThatIsNotADrivers(@TempDir final Path folder) throws IOException
    {
        final Transport.Context ctx = Replica.context(Replica.freeEndpoint()).dirBase(folder.toString()).name("x");
        final Path precious = folder.resolve("antumbra-" + System.getProperty("user.name") + "-x").resolve("precious");
        Files.createDirectories(precious.getParent());
        Files.writeString(precious, "keep");

        assertMessage("exists and holds something else: remove it", () -> Transport.launch(ctx));
        assertEquals("keep", Files.readString(precious));
    }

    @Test
    void shouldServeOneLaunch()
    {
        final Transport.Context ctx = Replica.context(ENDPOINT).conclude();
        assertThrows(IllegalStateException.class, ctx::conclude);
    }

    @Test
    void shouldServeOneLaunchAlsoWhenConcludedBefore()
    {
        final Transport.Context ctx = Replica.context(Replica.freeEndpoint()).conclude();
        Transport.launch(ctx).close();
        assertThrows(IllegalStateException.class, () -> Transport.launch(ctx));
    }

    @Test
    void shouldReadSystemProperties()
    {
        System.setProperty(TransportConfiguration.TERM_LENGTH_PROP, "2m");
        System.setProperty(TransportConfiguration.RETRANSMIT_LINGER_PROP, "70us");
        System.setProperty(TransportConfiguration.DRIVER_MODE_PROP, "embedded_shared");
        try
        {
            assertEquals(2 * 1024 * 1024, LinkSettings.throughputProfile().termLength());
            assertEquals(70_000, LinkSettings.defaultProfile().retransmitLingerNs());
            assertEquals(DriverMode.EMBEDDED_SHARED, new Transport.Context().driverMode());

            System.setProperty(TransportConfiguration.RETRANSMIT_LINGER_PROP, "soon");
            assertMessage("retransmit.linger=soon: not a duration", LinkSettings::defaultProfile);
            System.setProperty(TransportConfiguration.DRIVER_MODE_PROP, "none");
            assertMessage("driver.mode=none: allowed are", Transport.Context::new);
        }
        finally
        {
            System.clearProperty(TransportConfiguration.TERM_LENGTH_PROP);
            System.clearProperty(TransportConfiguration.RETRANSMIT_LINGER_PROP);
            System.clearProperty(TransportConfiguration.DRIVER_MODE_PROP);
        }
    }

    private static Transport.Context linked(final LinkSettings link)
    {
        return Replica.context(ENDPOINT).link(link);
    }

    private static void assertRefused(final Transport.Context ctx, final String text)
    {
        assertMessage(text, ctx::conclude);
    }

    private static void assertMessage(final String text, final Runnable action)
    {
        final TransportException ex = assertThrows(TransportException.class, action::run);
        assertTrue(ex.getMessage().contains(text), ex.getMessage());
    }
}
