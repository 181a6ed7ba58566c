package io.antumbra.transport;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A replica in a JVM of its own, which sends back on the acknowledgement line what comes on line A. It ends with its
 * standard input, so that it never outlives the test.
 */
final class EchoProcess
{
    private static final int PEER_ID = 0;

    private final Process process;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());

    private EchoProcess(final Process process)
    {
        this.process = process;
        final Thread reader = new Thread(this::readOutput, "echo-output");
        reader.setDaemon(true);
        reader.start();
    }

    static EchoProcess start(
        final String name, final String endpoint, final String peerEndpoint, final long livenessNs) throws IOException
    {
        final String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        return new EchoProcess(new ProcessBuilder(java, "-Xmx128m", "-XX:+UseSerialGC", "-ea",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), EchoProcess.class.getName(),
            name, endpoint, peerEndpoint, Long.toString(livenessNs)).redirectErrorStream(true).start());
    }

    /**
     * Run the echo.
     *
     * @param args name, own endpoint, peer's endpoint, liveness time-outs in ns.
     */
    public static void main(final String[] args)
    {
        final LinkSettings link = LinkSettings.defaultProfile()
            .clientLivenessTimeoutNs(Long.parseLong(args[3]))
            .imageLivenessTimeoutNs(Long.parseLong(args[3]));
        final AtomicBoolean isRunning = new AtomicBoolean(true);
        final Thread inputWatch = new Thread(() -> watchInput(isRunning), "input-watch");
        inputWatch.setDaemon(true);
        inputWatch.start();

        try (Transport transport = Transport.launch(Replica.context(args[1]).name(args[0]).link(link)))
        {
            transport.addPeer(PEER_ID, args[2]);
            final IdleStrategy idleStrategy = new BackoffIdleStrategy();
            final Echo echo = new Echo(transport);
            while (isRunning.get())
            {
                idleStrategy.idle(transport.doWork(System.nanoTime()) + transport.poll(echo, 10));
            }
        }
    }

    private static void watchInput(final AtomicBoolean isRunning)
    {
        try
        {
            while (System.in.read() >= 0)
            {
                // whatever is written is of no interest, only the end is
            }
        }
        catch (final IOException ignore)
        {
            // as good as the end
        }

        isRunning.set(false);
    }

    private void readOutput()
    {
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                output.add(line);
            }
        }
        catch (final IOException ex)
        {
            output.add(ex.toString());
        }
    }

    List<String> output()
    {
        return output;
    }

    void signal(final String name) throws IOException, InterruptedException
    {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0)
        {
            throw new IOException("kill -" + name + " failed");
        }
    }

    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    void end() throws InterruptedException
    {
        try
        {
            process.getOutputStream().close();
        }
        catch (final IOException ignore)
        {
            // it has ended already
        }

        if (!process.waitFor(20, TimeUnit.SECONDS))
        {
            kill();
        }
    }

    private static final class Echo implements FrameHandler
    {
        private final Transport transport;
        private int resets;

        Echo(final Transport transport)
        {
            this.transport = transport;
        }

        @Override
        public void onFrame(
            final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset, final int length)
        {
            transport.offer(PEER_ID, Lines.ACKNOWLEDGEMENTS, buffer, offset, length);
        }

        @Override
        public void onSessionAvailable(final int lineStreamId, final int sessionId)
        {
            System.out.println("SESSION " + sessionId);
        }

        @Override
        public void onSessionUnavailable(final int lineStreamId, final int sessionId)
        {
            System.out.println("END " + sessionId);
        }

        @Override
        public void onTransportReset()
        {
            System.out.println("RESET " + ++resets);
        }
    }
}
