package io.antumbra.chaos.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.antumbra.node.AntumbraMain;
import io.antumbra.runtime.JvmFlags;
import io.antumbra.transport.FrameHandler;
import io.antumbra.transport.Lines;
import io.antumbra.transport.Transport;
import io.antumbra.wire.HeartbeatEncoder;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.HelloEncoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.RefusalDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real commands that meet a peer of the next release, played by this process: it speaks the wire of today but for its
 * version number. Neither side may hang, and each must say what to do.
 */
class OtherReleaseTest implements FrameHandler
{
    private static final int REFUSED = 4;
    private static final int VERSION = MessageHeaderDecoder.SCHEMA_VERSION + 1;
    private static final int VERSION_OFFSET = MessageHeaderEncoder.versionEncodingOffset();

    @TempDir
    Path folder;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512]);
    private boolean isHelloSeen;
    private boolean isRefusalSeen;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndAStandbyWhosePrimaryIsOfAnotherRelease() throws Exception
    {
        final String primary = endpoint();
        final String standby = endpoint();
        final Process process = start("standby", "--id", "1", "--endpoint", standby, "--primary", "0=" + primary);
        final int length = heartbeat();
        try (Transport transport = transport(primary))
        {
            transport.addPeer(1, standby);
            while (process.isAlive())
            {
                work(transport);
                if (isHelloSeen)
                {
                    transport.offer(1, Lines.LINE_A, frame, 0, length);
                }
            }
        }
        finally
        {
            process.destroyForcibly();
        }
        ended(process, "WIRE_VERSION: the primary speaks version " + VERSION + " of the wire, this standby " +
            (VERSION - 1) + ": run the same release on all replicas");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndAPrimaryWhoseOnlyStandbyIsOfAnotherReleaseAndTellThatStandby() throws Exception
    {
        final String primary = endpoint();
        final String standby = endpoint();
        final Process process = start("primary", "--id", "0", "--endpoint", primary, "--standby", "1=" + standby,
            "--start-timeout", "3s", "-");
        final int length = hello();
        try (Transport transport = transport(standby))
        {
            transport.addPeer(0, primary);
            while (process.isAlive())
            {
                work(transport);
                if (!isRefusalSeen)
                {
                    transport.offer(0, Lines.ACKNOWLEDGEMENTS, frame, 0, length);
                }
            }
        }
        finally
        {
            process.destroyForcibly();
        }
        assertTrue(isRefusalSeen, "the standby is told as well");
        ended(process, "WIRE_VERSION: a standby speaks version " + VERSION + " of the wire, this primary " +
            (VERSION - 1) + ": run the same release on all replicas");
    }

    private int heartbeat()
    {
        new HeartbeatEncoder().wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder());
        frame.putShort(VERSION_OFFSET, (short)VERSION);
        return MessageHeaderEncoder.ENCODED_LENGTH + HeartbeatEncoder.BLOCK_LENGTH + 8;
    }

    private int hello()
    {
        new HelloEncoder().wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder()).shard(0).replicaId(1);
        frame.putShort(VERSION_OFFSET, (short)VERSION);
        return MessageHeaderEncoder.ENCODED_LENGTH + HelloEncoder.BLOCK_LENGTH + 8;
    }

    private void work(final Transport transport)
    {
        transport.doWork(System.nanoTime());
        transport.poll(this, 10);
        Thread.yield();
    }

    private Process start(final String... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(JvmFlags.forChildJvm());
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
            System.getProperty("java.class.path")), AntumbraMain.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--dir", folder.resolve("replica").toString(), "--stream", "a", "--shadow-classes",
            "256x256,65536x16"));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("printed").toFile())
            .start();
    }

    private void ended(final Process process, final String message) throws Exception
    {
        final String printed = Files.readString(folder.resolve("printed"));
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), printed);
        assertEquals(REFUSED, process.exitValue(), printed);
        assertTrue(printed.contains(message), printed);
    }

    private static Transport transport(final String endpoint)
    {
        return Transport.launch(new Transport.Context().name("next-release-" + ProcessHandle.current().pid())
            .endpoint(endpoint));
    }

    private static String endpoint() throws IOException
    {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
        {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Override
    public void onFrame(final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        isHelloSeen |= header.templateId() == HelloDecoder.TEMPLATE_ID;
        isRefusalSeen |= header.templateId() == RefusalDecoder.TEMPLATE_ID;
    }

    @Override
    public void onSessionAvailable(final int lineStreamId, final int sessionId)
    {
        // Frames alone count here.
    }

    @Override
    public void onSessionUnavailable(final int lineStreamId, final int sessionId)
    {
        // Frames alone count here.
    }

    @Override
    public void onTransportReset()
    {
        // Peers are added once.
    }
}
