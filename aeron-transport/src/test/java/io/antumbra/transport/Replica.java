package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A transport with a handler that remembers, and the loop that drives several of them in one thread until something is
 * so. The deadline only ends a test that would hang.
 */
final class Replica implements FrameHandler, AutoCloseable
{
    static final int HEADER_LENGTH = 96;
    static final int MAX_PAYLOAD_LENGTH = 64 * 1024;

    private static final long DEADLINE_NS =
        TimeUnit.SECONDS.toNanos(Long.getLong("antumbra.test.deadline.seconds", 60));
    private static final int FRAGMENT_LIMIT = 64;
    private static final AtomicInteger NEXT_NAME = new AtomicInteger();

    final List<byte[]> frames = new ArrayList<>();
    final List<Integer> frameLines = new ArrayList<>();
    final Set<Long> sessions = new HashSet<>();
    int sessionsBegun;
    int sessionsEnded;
    int resets;
    boolean isThrowing;
    final Transport transport;

    Replica(final Transport.Context ctx)
    {
        transport = Transport.launch(ctx);
    }

    static Transport.Context context(final String endpoint)
    {
        return new Transport.Context()
            .name(uniqueName())
            .endpoint(endpoint)
            .maxPayloadLength(MAX_PAYLOAD_LENGTH)
            .frameHeaderLength(HEADER_LENGTH);
    }

    static String uniqueName()
    {
        return "test-" + ProcessHandle.current().pid() + "-" + NEXT_NAME.incrementAndGet();
    }

    static String freeEndpoint()
    {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            return "127.0.0.1:" + socket.getLocalPort();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static UnsafeBuffer bytes(final byte[] content)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(content.length));
        buffer.putBytes(0, content);
        return buffer;
    }

    static void await(final String what, final BooleanSupplier isMet, final Replica... replicas)
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy();
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!isMet.getAsBoolean())
        {
            int work = 0;
            for (final Replica replica : replicas)
            {
                work += replica.drive();
            }

            if (System.nanoTime() - deadlineNs > 0)
            {
                fail("not so within the deadline: " + what + describe(replicas));
            }

            idleStrategy.idle(work);
        }
    }

    private static String describe(final Replica... replicas)
    {
        final StringBuilder text = new StringBuilder();
        for (final Replica replica : replicas)
        {
            text.append("; ").append(replica.transport.state()).append(" resets ").append(replica.resets)
                .append(" frames ").append(replica.frames.size()).append(" last error ")
                .append(replica.transport.lastError());
        }

        return text.toString();
    }

    Set<Integer> sessionsOf(final int line)
    {
        return sessions.stream().filter((key) -> key >>> Integer.SIZE == line).map(Long::intValue)
            .collect(Collectors.toSet());
    }

    /** Asks for each line, so that each is opened. */
    boolean isConnectedOnAllLines(final int peerId)
    {
        int connected = 0;
        for (int i = 0; i < Lines.COUNT; i++)
        {
            connected += transport.isPeerConnected(peerId, Lines.streamId(i)) ? 1 : 0;
        }
        return connected == Lines.COUNT;
    }

    int drive()
    {
        return transport.doWork(System.nanoTime()) + transport.poll(this, FRAGMENT_LIMIT);
    }

    void send(final int peerId, final int line, final byte[] content, final Replica... others)
    {
        final UnsafeBuffer buffer = bytes(content);
        await("frame of " + content.length + " bytes accepted",
            () -> transport.offer(peerId, line, buffer, 0, content.length) > 0, with(others));
    }

    private Replica[] with(final Replica... others)
    {
        final Replica[] all = new Replica[others.length + 1];
        all[0] = this;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @Override
    public void onFrame(
        final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset, final int length)
    {
        if (!sessions.contains(key(lineStreamId, sessionId)))
        {
            throw new IllegalStateException("frame of a session that was not announced: " + sessionId);
        }

        final byte[] content = new byte[length];
        buffer.getBytes(offset, content);
        frames.add(content);
        frameLines.add(lineStreamId);

        if (isThrowing)
        {
            throw new IllegalStateException("planted");
        }
    }

    @Override
    public void onSessionAvailable(final int lineStreamId, final int sessionId)
    {
        sessionsBegun++;
        sessions.add(key(lineStreamId, sessionId));
    }

    @Override
    public void onSessionUnavailable(final int lineStreamId, final int sessionId)
    {
        sessionsEnded++;
        if (!sessions.remove(key(lineStreamId, sessionId)))
        {
            throw new IllegalStateException("end of a session that was not announced: " + sessionId);
        }
    }

    @Override
    public void onTransportReset()
    {
        resets++;
    }

    private static long key(final int lineStreamId, final int sessionId)
    {
        return ((long)lineStreamId << Integer.SIZE) | (sessionId & 0xFFFF_FFFFL);
    }

    @Override
    public void close()
    {
        transport.close();
    }
}
