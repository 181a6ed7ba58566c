package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.ShadowingPolicy;
import io.antumbra.transport.TransportException;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldNameFieldValueAndWhatIsAllowed()
    {
        assertRefused("role=null: give PRIMARY", (ctx) -> ctx.role(null));
        assertRefused("endpoint=null: give host:port", (ctx) -> ctx.endpoint(null));
        assertRefused("folder=null", (ctx) -> ctx.folder(null));
        assertRefused("replicaId=63 is not allowed: 0 to 62", (ctx) -> ctx.replicaId(63));
        assertRefused("streams=[a, a] is not allowed", (ctx) -> ctx.streams("a", "a"));
        assertRefused("streams=[] is not allowed", (ctx) -> ctx.streams(new String[0]));
        assertRefused("peer replicaId=0 is not allowed", (ctx) -> ctx.peer(0, "127.0.0.1:24109"));
        assertRefused("peer 9 endpoint=127.0.0.1:24109 is not allowed: endpoints that differ from endpoint=127.0.0.1:2",
            (ctx) -> ctx.endpoint("127.0.0.1:24109").peer(9, "127.0.0.1:24109"));
        assertRefused("peer 9 endpoint=127.0.0.1:24109 is not allowed",
            (ctx) -> ctx.peer(8, "127.0.0.1:24109").peer(9, "127.0.0.1:24109"));
        assertRefused("minInSync=3 is not allowed: 0 to 2", (ctx) -> ctx.minInSync(3));
        assertRefused("maxInFlight=-1 is not allowed: 1 to ", (ctx) -> ctx.maxInFlight(-1));
        assertRefused("maxInFlight=33 is not allowed: 1 to 32, half", (ctx) -> ctx.maxInFlight(33)
            .shadowContext(
                new ChronicleShadow.Context().sizeClasses(new SizeClass(1024, 16), new SizeClass(65536, 64))));
        assertRefused("handler=", (ctx) -> ctx.handler(new RecordingHandler(1)));
        assertRefused("a STANDBY has one peer", (ctx) -> ctx.role(Role.STANDBY).peer(2, "127.0.0.1:24109"));
        assertRefused("handler=null with role=STANDBY", (ctx) -> ctx.role(Role.STANDBY).acknowledgementListener(null));
        assertRefused("affinityCpu=0 with threadingMode=INVOKER", (ctx) -> ctx.affinityCpu(0));
        assertRefused("maxEntryLength=0 is not allowed", (ctx) -> ctx.maxEntryLength(0));
        assertRefused("slotCount=1000: allowed are powers of two", (ctx) -> ctx.ringSlotCount(1000));
        assertRefused("peerTimeoutNs=1", (ctx) -> ctx.peerTimeoutNs(1));
        assertRefused("resend=null", (ctx) -> ctx.resend(null));
        assertRefused("highRisk=0.2 is not allowed: from mediumRisk=0.3 to 1",
            (ctx) -> ctx.resend(new ResendSettings().highRisk(0.2)));
        assertRefused("copyShare=1.5 is not allowed: from 0 to 1",
            (ctx) -> ctx.resend(new ResendSettings().copyShare(1.5)));
        assertRefused("shadowingPolicy=null", (ctx) -> ctx.shadowingPolicy((ShadowingPolicy)null));
        assertRefused("termLength/8=", (ctx) -> ctx.maxEntryLength(256 * 1024));
        assertRefused("endpoint=127.0.0.1: give host:port", (ctx) -> ctx.endpoint("127.0.0.1"));
        assertRefused("is not a loopback address", (ctx) -> ctx.endpoint("192.0.2.1:24100"));
        assertRefused("is not a loopback address", (ctx) -> ctx.peer(9, "192.0.2.1:24100"));
        assertFalse(Files.exists(folder.resolve("replica-0")), "a refused context has made files");
    }

    @Test
    void shouldRefuseAKeyThatOthersCanReadOrGuess() throws Exception
    {
        final Path key = folder.resolve("key");
        assertRefused("cannot be read", (ctx) -> ctx.keyFile(key));
        TestKeys.write(key, "rw-r-----", "0123456789abcdef");
        assertRefused("chmod 600", (ctx) -> ctx.keyFile(key));
        TestKeys.write(key, "rw-------", "0123456789abcde\n");
        assertRefused("holds 15 bytes: at least 16", (ctx) -> ctx.keyFile(key));
        TestKeys.write(key, "rw-------", "0123456789abcdef\n");
        new TestShard(folder, 1, "orders").context(0).keyFile(key).endpoint("192.0.2.1:24100").conclude();
    }

    @Test
    void shouldRefuseEndpointsOfLineBThatCannotWork()
    {
        final TestShard shard = new TestShard(folder, 1, "orders");
        assertLineBRefused("lineBEndpoint=" + shard.endpoints[0] + " is not allowed: one that differs from endpoint=",
            shard.context(0).lineBEndpoint(shard.endpoints[0]));
        assertLineBRefused("peer 2 lineBEndpoint=127.0.0.1:24109 is not allowed: endpoints that differ",
            shard.context(0).lineBEndpoint("127.0.0.1:24109").peer(2, "127.0.0.1:24108", "127.0.0.1:24109"));
        assertLineBRefused("lineBEndpoint of peer 2=192.0.2.1:24109 is not a loopback address",
            shard.context(0).peer(2, "127.0.0.1:24108", "192.0.2.1:24109"));
        assertLineBRefused("lineBEndpoint=192.0.2.1:24109 is not a loopback address",
            shard.context(0).lineBEndpoint("192.0.2.1:24109"));
    }

    private static void assertLineBRefused(final String text, final Antumbra.Context ctx)
    {
        final RuntimeException ex = assertThrows(RuntimeException.class, ctx::conclude);
        assertTrue(ex.getMessage().contains(text), ex.getMessage());
    }

    @Test
    void shouldServeOneLaunchAndItsClonesMore()
    {
        final Antumbra.Context ctx = new TestShard(folder, 1, "orders").context(0);
        final Antumbra.Context copy = ctx.clone();
        ctx.conclude();
        assertThrows(IllegalStateException.class, ctx::conclude);
        copy.peer(2, "127.0.0.1:24109").conclude();
        assertEquals(1, ctx.peers().size());
    }

    @Test
    void shouldKeepAsMuchInFlightAsTheStreamsHaveSlotsFor()
    {
        assertEquals(16 * 1024, inFlight(new SizeClass(65536, 64 * 1024)));
        assertEquals(16 * 1024, inFlight(new SizeClass(1024, 128 * 1024), new SizeClass(65536, 64)));
        assertEquals(500, inFlight(new SizeClass(65536, 2000)));
        assertEquals(1, inFlight(new SizeClass(65536, 2)));
    }

    private int inFlight(final SizeClass... sizeClasses)
    {
        final Antumbra.Context ctx = new TestShard(folder, 1, "orders", "fills").context(0);
        return ConcludedContext
            .of(ctx.shadowContext(new ChronicleShadow.Context().sizeClasses(sizeClasses))).core.maxInFlight;
    }

    @Test
    void shouldReadSystemProperties()
    {
        System.setProperty(EngineConfiguration.PEERS_PROP, "1=127.0.0.1:24101, 2=127.0.0.1:24102+127.0.0.1:24112");
        System.setProperty(EngineConfiguration.LINE_B_ENDPOINT_PROP, "127.0.0.1:24110");
        System.setProperty(EngineConfiguration.START_TIMEOUT_PROP, "250ms");
        System.setProperty(EngineConfiguration.ROLE_PROP, "primary");
        try
        {
            final Antumbra.Context ctx = new Antumbra.Context();
            assertEquals(2, ctx.peers().size());
            assertNull(ctx.peers().get(0).lineBEndpoint);
            assertEquals("127.0.0.1:24102", ctx.peers().get(1).endpoint);
            assertEquals("127.0.0.1:24112", ctx.peers().get(1).lineBEndpoint);
            assertEquals("127.0.0.1:24110", ctx.lineBEndpoint());
            assertEquals(TimeUnit.MILLISECONDS.toNanos(250), ctx.startTimeoutNs());
            assertEquals(Role.PRIMARY, ctx.role());
            System.setProperty(EngineConfiguration.ROLE_PROP, "leader");
            assertTrue(assertThrows(AntumbraException.class, Antumbra.Context::new).getMessage()
                .contains("antumbra.role=leader: allowed are [PRIMARY, STANDBY, SHADOW]"));
            System.setProperty(EngineConfiguration.PEERS_PROP, "1=127.0.0.1:24101+");
            assertTrue(assertThrows(AntumbraException.class, Antumbra.Context::new).getMessage()
                .contains("antumbra.peers=1=127.0.0.1:24101+: give for example 1=127.0.0.1:24102"));
        }
        finally
        {
            System.clearProperty(EngineConfiguration.PEERS_PROP);
            System.clearProperty(EngineConfiguration.LINE_B_ENDPOINT_PROP);
            System.clearProperty(EngineConfiguration.START_TIMEOUT_PROP);
            System.clearProperty(EngineConfiguration.ROLE_PROP);
        }
    }

    @Test
    void shouldSayThatThePortIsInUseAndLeaveNothingOpen() throws Exception
    {
        try (TestShard shard = new TestShard(folder, 1, "orders"); DatagramChannel other = DatagramChannel.open())
        {
            shard.launch(1, shard.context(1));
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            final String taken = "127.0.0.1:" + ((InetSocketAddress)other.getLocalAddress()).getPort();
            final Antumbra.Context ctx = shard.context(0).endpoint(taken);
            final String message = assertThrows(TransportException.class, () -> Antumbra.launch(ctx)).getMessage();
            assertTrue(message.contains("port is in use"), message);
            assertTrue(message.contains(taken), message);
            shard.launch(0, shard.context(0));
            shard.await("leading", () -> shard.primary().isLeading());
        }
    }

    @Test
    void shouldNameExactlyTheMissingFlags() throws Exception
    {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        for (final String flag : JvmFlags.forChildJvm())
        {
            if (!flag.contains("sun.nio.ch") && !flag.contains("jdk.internal.ref"))
            {
                command.add(flag);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareLaunchMain.class.getName()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"),
            output.lines().filter((line) -> line.startsWith("--")).toList(), output);
    }

    private void assertRefused(final String text, final UnaryOperator<Antumbra.Context> change)
    {
        final Antumbra.Context ctx = change.apply(new TestShard(folder, 1, "orders").context(0));
        final String message = assertThrows(RuntimeException.class, () -> Antumbra.launch(ctx)).getMessage();
        assertTrue(message.contains(text), message);
    }
}
