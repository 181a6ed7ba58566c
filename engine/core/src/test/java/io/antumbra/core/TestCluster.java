package io.antumbra.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A primary and its standbys in virtual time over an in-memory network that delivers in order, drops on request, and
 * knows sessions: every start of a node is a new one. Replica 0 is the primary unless a test says otherwise.
 */
final class TestCluster
{
    static final long STEP_NS = 20_000;

    /** Decides the fate of a frame on its way. */
    interface Link
    {
        boolean passes(int fromId, int toId, DirectBuffer frame, int length);
    }

    private static final class Frame
    {
        int line;
        int sessionId;
        byte[] bytes;
        int toId;
    }

    final TestNode[] nodes;
    final EntryMeta meta = new EntryMeta();
    Link link = (fromId, toId, frame, length) -> true;

    /** Whether the transport has room for a frame; without, the sender is told at once. */
    Link room = (fromId, toId, frame, length) -> true;

    /** What becomes of a frame on line B; null where there is none. */
    Link lineB;

    /** Whether line A is there; without, the sender is told at once. */
    boolean hasLineA = true;
    ShadowingPolicy policy = ShadowingPolicy.all();
    long nowNs = 1;
    private final Deque<Frame> inFlight = new ArrayDeque<>();
    private final PeerConfig[] peers;
    private int sessions;
    private long nonces = 42;

    TestCluster(final int standbys)
    {
        this(standbys, 1024);
    }

    TestCluster(final int standbys, final int capacity)
    {
        nodes = new TestNode[standbys + 1];
        peers = new PeerConfig[standbys];
        for (int id = 0; id < nodes.length; id++)
        {
            nodes[id] = new TestNode(id, config(id), capacity);
            if (id > 0)
            {
                peers[id - 1] = new PeerConfig(id, false);
            }
        }
    }

    static CoreConfig config(final int replicaId)
    {
        final CoreConfig config = new CoreConfig();
        config.shard = 7;
        config.replicaId = replicaId;
        config.streamCount = 2;
        config.maxEntryLength = 512;
        config.maxFrameLength = 2048;
        config.key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        return config.conclude();
    }

    void shadowNode(final int replicaId)
    {
        peers[replicaId - 1] = new PeerConfig(replicaId, true);
    }

    TestCluster startAll()
    {
        for (int id = 0; id < nodes.length; id++)
        {
            start(id);
        }
        return awaitLeading();
    }

    TestCluster awaitLeading()
    {
        await("a primary that leads", () -> nodes[0].primary.isLeading());
        return this;
    }

    void start(final int id)
    {
        final TestNode node = nodes[id];
        node.shadow.recover();
        node.sessionId = ++sessions;
        node.isDown = false;
        final Outbox outbox = (toId, line, buffer, offset, length) -> send(node, toId, line, buffer, offset,
            length);
        final Nonces random = () -> nonces = nonces * 6364136223846793005L + 1442695040888963407L;
        if (id == 0)
        {
            node.primary = new Primary(node.config, peers, node.shadowPort, node.journalPort, outbox, random, policy,
                node);
            node.primary.start(node.bootId, nowNs);
        }
        else
        {
            node.standby = new Standby(node.config, 0, node.shadow, node.journalPort, outbox, random, node, node);
            node.standby.start(node.bootId, nowNs);
        }
    }

    void kill(final int id)
    {
        final TestNode node = nodes[id];
        node.isDown = true;
        node.primary = null;
        node.standby = null;
        inFlight.removeIf((frame) -> frame.toId == id);
        for (final TestNode other : nodes)
        {
            if (other.primary != null)
            {
                other.primary.onSessionGone(node.sessionId, nowNs);
            }
            if (other.standby != null)
            {
                other.standby.onSessionGone(node.sessionId, nowNs);
            }
        }
    }

    private boolean isAway(final int toId, final int line)
    {
        return nodes[toId].isDown || (line == Outbox.LINE_A && !hasLineA) || (line == Outbox.LINE_B && lineB == null);
    }

    private long send(final TestNode from, final int toId, final int line, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (isAway(toId, line))
        {
            return Outcome.NOT_CONNECTED;
        }
        if (!room.passes(from.replicaId, toId, buffer, length))
        {
            return Outcome.BACK_PRESSURED;
        }
        if ((line == Outbox.LINE_B ? lineB : link).passes(from.replicaId, toId, buffer, length))
        {
            final Frame frame = new Frame();
            frame.line = line;
            frame.sessionId = from.sessionId;
            frame.toId = toId;
            frame.bytes = new byte[length];
            buffer.getBytes(offset, frame.bytes);
            inFlight.add(frame);
        }
        return 1;
    }

    void step()
    {
        nowNs += STEP_NS;
        for (int frames = inFlight.size(); frames > 0; frames--)
        {
            final Frame frame = inFlight.poll();
            final UnsafeBuffer buffer = new UnsafeBuffer(frame.bytes);
            if (nodes[frame.toId].primary != null)
            {
                nodes[frame.toId].primary.onFrame(frame.sessionId, buffer, 0, frame.bytes.length, nowNs);
            }
            if (nodes[frame.toId].standby != null)
            {
                nodes[frame.toId].standby.onFrame(frame.line, frame.sessionId, buffer, 0, frame.bytes.length, nowNs);
            }
        }
        for (final TestNode node : nodes)
        {
            node.nowNs = nowNs;
            if (node.primary != null)
            {
                node.work = node.primary.doWork(nowNs);
            }
            if (node.standby != null)
            {
                node.standby.doWork(nowNs);
            }
        }
    }

    void run(final long millis)
    {
        final long untilNs = nowNs + TimeUnit.MILLISECONDS.toNanos(millis);
        while (nowNs < untilNs)
        {
            step();
        }
    }

    void await(final String what, final BooleanSupplier condition)
    {
        final long untilNs = nowNs + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean())
        {
            assertTrue(nowNs < untilNs, () -> "no " + what + " within 30 s of virtual time; node 0 told " +
                nodes[0].events + nodes[0].problems);
            step();
        }
    }

    /** Appends one entry to stream 0 as a subset of its own and sends it. */
    long append(final String text)
    {
        return append(0, 0, text);
    }

    long append(final int streamId, final int priority, final String text)
    {
        final UnsafeBuffer payload = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        final Primary primary = nodes[0].primary;
        meta.streamId = streamId;
        meta.priority = priority;
        meta.entryLength = payload.capacity();
        meta.subsetId = 0;
        meta.subsetCount = 1;
        meta.originalEpochNs = nowNs;
        meta.shadowEpochNs = nowNs;
        final int outcome = primary.append(meta, payload, 0);
        if (outcome != Outcome.OK)
        {
            return outcome;
        }
        primary.beginSubset(streamId, meta.sequence, nowNs);
        primary.addEntry(meta, payload, 0);
        primary.endSubset(nowNs);
        return meta.sequence;
    }

    void appendMany(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final long next = nodes[0].primary.end(0) + 1;
            await("room", () -> nodes[0].primary.end(0) - nodes[0].primary.committed(0) < 256);
            assertEquals(next, append("entry " + next));
        }
    }

    void awaitAcknowledged(final long sequence)
    {
        await("acknowledgement of " + sequence, () -> nodes[0].primary.committed(0) >= sequence);
    }
}
