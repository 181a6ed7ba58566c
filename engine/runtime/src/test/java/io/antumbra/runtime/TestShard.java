package io.antumbra.runtime;

import io.antumbra.core.Outcome;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A primary and its standbys in this JVM, each with transport and shadow of its own, driven by the test's thread.
 * Waiting is polling every replica, with a deadline far beyond what is ever needed.
 */
final class TestShard implements AutoCloseable
{
    static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(
        Long.getLong("antumbra.test.deadline.seconds", 60));

    final Path folder;
    final String[] streams;
    final String[] endpoints;

    /** Where replicas are reached by the others, unless a test puts a relay between: where they receive. */
    final String[] reachedAt;

    /** Endpoints of line B, and where they are reached; null for none of its own. */
    final String[] lineBEndpoints;
    final String[] lineBReachedAt;
    final Antumbra[] replicas;
    final RecordingHandler[] handlers;
    final List<String> events = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final long[] acknowledged;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 * 1024 + 1]);

    TestShard(final Path folder, final int standbyCount, final String... streams)
    {
        this.folder = folder;
        this.streams = streams;
        endpoints = new String[standbyCount + 1];
        Arrays.setAll(endpoints, (i) -> freeEndpoint());
        reachedAt = endpoints.clone();
        lineBEndpoints = new String[standbyCount + 1];
        lineBReachedAt = new String[standbyCount + 1];
        replicas = new Antumbra[standbyCount + 1];
        handlers = new RecordingHandler[standbyCount + 1];
        Arrays.setAll(handlers, (i) -> new RecordingHandler(streams.length));
        acknowledged = new long[streams.length];
    }

    static String freeEndpoint()
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return "127.0.0.1:" + ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("no free port on loopback", ex);
        }
    }

    Antumbra.Context context(final int replicaId)
    {
        final Antumbra.Context ctx = new Antumbra.Context()
            .role(replicaId == 0 ? Role.PRIMARY : Role.STANDBY)
            .replicaId(replicaId)
            .endpoint(endpoints[replicaId])
            .lineBEndpoint(lineBEndpoints[replicaId])
            .folder(folder.resolve("replica-" + replicaId))
            .shadowContext(new ChronicleShadow.Context().allowVolatileJournal(true)
                .sizeClasses(new SizeClass(256, 8192), new SizeClass(64 * 1024, 128)))
            .threadingMode(ThreadingMode.INVOKER)
            .streams(streams)
            .startTimeoutNs(TimeUnit.SECONDS.toNanos(1))
            .errorHandler(errors::add)
            .eventListener((kind, id, value, message) -> events.add(replicaId + ": " + kind + " " + id + " " + value +
                " " + message));
        if (replicaId == 0)
        {
            for (int i = 1; i < endpoints.length; i++)
            {
                ctx.peer(i, reachedAt[i], lineBReachedAt[i]);
            }
            return ctx.acknowledgementListener((streamId, sequence, nowNs) -> acknowledged[streamId] = sequence);
        }
        return ctx.peer(0, reachedAt[0], lineBReachedAt[0]).handler(handlers[replicaId]);
    }

    TestShard launchAll()
    {
        for (int i = 0; i < replicas.length; i++)
        {
            launch(i, context(i));
        }
        await("leading", () -> replicas[0].isLeading());
        return this;
    }

    Antumbra launch(final int replicaId, final Antumbra.Context ctx)
    {
        replicas[replicaId] = Antumbra.launch(ctx);
        return replicas[replicaId];
    }

    Antumbra primary()
    {
        return replicas[0];
    }

    void close(final int replicaId)
    {
        final Antumbra closing = replicas[replicaId];
        replicas[replicaId] = null;
        closing.close();
    }

    int work()
    {
        int work = 0;
        for (final Antumbra replica : replicas)
        {
            work += replica == null ? 0 : replica.doWork();
        }
        return work;
    }

    void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean())
        {
            if (work() == 0)
            {
                Thread.yield();
            }
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("waited in vain for " + what + "; events " + events + ", errors " + errors +
                    counters());
            }
        }
    }

    /** What every replica counts, one line each. */
    private String counters()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < replicas.length; i++)
        {
            text.append(System.lineSeparator()).append("replica ").append(i);
            for (final EngineCounter counter : EngineCounter.values())
            {
                for (int k = 0; replicas[i] != null && k < (counter.isPerStream() ? streams.length : 1); k++)
                {
                    text.append(' ').append(counter.label(), "antumbra-".length(), counter.label().length())
                        .append('=').append(counter.isPerStream() ? replicas[i].counter(counter, k) :
                            replicas[i].counter(counter));
                }
            }
        }
        return text.toString();
    }

    /** Offers until it is taken, driving all replicas meanwhile. */
    long offer(final int streamId, final byte[] entry, final int priority)
    {
        buffer.putBytes(0, entry);
        final long[] result = new long[1];
        await("an offer", () ->
        {
            result[0] = replicas[0].stream(streamId).offer(buffer, 0, entry.length, priority);
            return result[0] != Outcome.BACK_PRESSURED;
        });
        return result[0];
    }

    void awaitAcknowledged()
    {
        await("acknowledgements", () ->
        {
            for (int i = 0; i < streams.length; i++)
            {
                if (replicas[0].stream(i).acknowledgedPosition() != replicas[0].stream(i).position())
                {
                    return false;
                }
            }
            return true;
        });
    }

    void awaitDelivered(final int replicaId)
    {
        await("delivery at " + replicaId, () ->
        {
            for (int i = 0; i < streams.length; i++)
            {
                if (handlers[replicaId].position(i) != replicas[0].stream(i).position())
                {
                    return false;
                }
            }
            return true;
        });
    }

    boolean hasEvent(final String text)
    {
        return events.stream().anyMatch((event) -> event.contains(text));
    }

    @Override
    public void close()
    {
        for (int i = 0; i < replicas.length; i++)
        {
            if (replicas[i] != null)
            {
                close(i);
            }
        }
    }
}
