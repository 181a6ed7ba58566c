package io.antumbra.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.replica.Replica;
import io.antumbra.core.replica.ReplicaContext;
import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Replicas and their arbiter in virtual time over an in-memory network that delivers in order, drops on request, and
 * knows sessions. Every acknowledged entry of stream 0 is remembered, and {@link #judge} looks for each of them on
 * whoever leads: that is what must never fail, whatever a test does.
 */
final class ReplicaCluster
{
    static final long STEP_NS = 50_000;
    static final int ARBITER = 99;

    /** Clocks wrap around in the middle of a test. */
    static final long START_NS = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private static final class Frame
    {
        int fromId;
        int sessionId;
        int toId;
        byte[] bytes;
    }

    final ReplicaNode[] nodes;
    final EntryMeta meta = new EntryMeta();

    /** What was acknowledged to the application at each sequence of stream 0, by its text. */
    final TreeMap<Long, String> acknowledged = new TreeMap<>();
    final Configuration configuration = new Configuration();
    Arbiter arbiter = new Arbiter(4);

    /** Every acknowledged entry of stream 0, for {@link ReplicaContext#history}; null for none. */
    MemoryShadow archive;
    boolean isArchiveSlow;
    private long archiveReads;

    /** Decides the fate of a frame; the arbiter is {@link #ARBITER}. */
    TestCluster.Link link = (fromId, toId, frame, length) -> true;
    long nowNs = START_NS;
    boolean isArbiterUp = true;
    private final Deque<Frame> inFlight = new ArrayDeque<>();
    private final List<Long> ledEpochs = new ArrayList<>();
    private int sessions;
    private long nonces = 42;

    ReplicaCluster(final int replicas)
    {
        this(replicas, 1024);
    }

    ReplicaCluster(final int replicas, final int capacity)
    {
        nodes = new ReplicaNode[replicas];
        for (int id = 0; id < replicas; id++)
        {
            nodes[id] = new ReplicaNode(id, config(id), capacity, this);
        }
    }

    static CoreConfig config(final int replicaId)
    {
        final CoreConfig config = TestCluster.config(replicaId);
        config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(500);
        return config;
    }

    ReplicaCluster startAll()
    {
        for (int id = 0; id < nodes.length; id++)
        {
            start(id);
        }
        awaitLeader();
        awaitInSync();
        return this;
    }

    void start(final int id)
    {
        final ReplicaNode node = nodes[id];
        node.shadow.recover();
        node.sessionId = ++sessions;
        node.isDown = false;
        final ReplicaContext context = new ReplicaContext();
        context.config = node.config;
        context.peers = IntStream.range(0, nodes.length).filter((peer) -> peer != id && peer != node.unknownPeer)
            .mapToObj((peer) -> new PeerConfig(peer, false)).toArray(PeerConfig[]::new);
        context.shadow = node.shadow;
        context.journal = node.crashingJournal;
        context.outbox = (toId, line, buffer, offset, length) -> send(node, toId, buffer, offset, length);
        context.arbiter = (buffer, offset, length) -> send(node, ARBITER, buffer, offset, length);
        context.nonces = () -> nonces = nonces * 6364136223846793005L + 1442695040888963407L;
        context.handler = node;
        context.listener = node;
        context.suspicion = node.suspicion;
        context.history =
            archive == null ? null : (streamId, sequence, view) -> isArchiveSlow && archiveReads++ % 3 != 0 ?
                Outcome.BACK_PRESSURED : archive.read(streamId, sequence, view);
        node.replica = new Replica(context, node.clockNs(nowNs));
        node.guard(() -> node.replica.start(node.bootId, node.clockNs(nowNs)));
    }

    void kill(final int id)
    {
        final ReplicaNode node = nodes[id];
        node.isDown = true;
        node.replica = null;
        node.isPaused = false;
        inFlight.removeIf((frame) -> frame.toId == id);
        for (final ReplicaNode other : nodes)
        {
            if (other.replica != null)
            {
                other.replica.onSessionGone(node.sessionId, other.clockNs(nowNs));
            }
        }
    }

    private long send(final ReplicaNode from, final int toId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (toId != ARBITER && nodes[toId].isDown)
        {
            return Outcome.NOT_CONNECTED;
        }
        put(from.replicaId, from.sessionId, toId, buffer, offset, length);
        return 1;
    }

    private void put(final int fromId, final int sessionId, final int toId, final DirectBuffer buffer,
        final int offset, final int length)
    {
        if (link.passes(fromId, toId, buffer, length))
        {
            final Frame frame = new Frame();
            frame.fromId = fromId;
            frame.sessionId = sessionId;
            frame.toId = toId;
            frame.bytes = new byte[length];
            buffer.getBytes(offset, frame.bytes);
            inFlight.add(frame);
        }
    }

    void step()
    {
        nowNs += STEP_NS;
        for (int frames = inFlight.size(); frames > 0 && !inFlight.isEmpty(); frames--)
        {
            final Frame frame = inFlight.poll();
            if (frame.toId == ARBITER)
            {
                toArbiter(frame);
            }
            else if (nodes[frame.toId].replica != null && !nodes[frame.toId].isPaused)
            {
                toReplica(frame, nodes[frame.toId]);
            }
        }
        for (final ReplicaNode node : nodes)
        {
            if (node.replica != null && !node.isPaused)
            {
                node.guard(() -> node.replica.doWork(node.clockNs(nowNs)));
            }
        }
    }

    private void toReplica(final Frame frame, final ReplicaNode node)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame.bytes);
        node.guard(() ->
        {
            if (frame.fromId == ARBITER)
            {
                node.replica.onArbiterFrame(buffer, 0, frame.bytes.length, node.clockNs(nowNs));
            }
            else
            {
                node.replica.onFrame(Outbox.LINE_A, frame.sessionId, buffer, 0, frame.bytes.length,
                    node.clockNs(nowNs));
            }
        });
    }

    private void toArbiter(final Frame frame)
    {
        if (isArbiterUp)
        {
            final boolean isRequest = arbiter.onRequest(new UnsafeBuffer(frame.bytes), 0, frame.bytes.length, nowNs,
                (buffer, offset, length) ->
                {
                    arbiter.configuration(7, configuration);
                    if (!nodes[frame.fromId].isDown)
                    {
                        put(ARBITER, 0, frame.fromId, buffer, offset, length);
                    }
                });
            assertTrue(isRequest, "a replica asked the arbiter for nonsense");
        }
    }

    /** Lets a request through once more, late: as it was when it was sent. */
    void again(final int fromId, final byte[] request)
    {
        put(fromId, 0, ARBITER, new UnsafeBuffer(request), 0, request.length);
    }

    /** Lets an answer of the arbiter arrive once more, late: as it was when it was given. */
    void answerAgain(final int toId, final byte[] answer)
    {
        put(ARBITER, 0, toId, new UnsafeBuffer(answer), 0, answer.length);
    }

    /** Lets a frame from one replica to another arrive once more, by the session of now. */
    void repeat(final int fromId, final int toId, final byte[] frame)
    {
        put(fromId, nodes[fromId].sessionId, toId, new UnsafeBuffer(frame), 0, frame.length);
    }

    void run(final long millis)
    {
        final long untilNs = nowNs + TimeUnit.MILLISECONDS.toNanos(millis);
        while (nowNs - untilNs < 0)
        {
            step();
        }
    }

    void await(final String what, final BooleanSupplier condition)
    {
        final long untilNs = nowNs + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean())
        {
            assertTrue(nowNs - untilNs < 0, () -> "no " + what + " within 30 s of virtual time; " + this);
            step();
        }
    }

    ReplicaNode leader()
    {
        for (final ReplicaNode node : nodes)
        {
            if (node.replica != null && !node.isPaused && node.replica.isLeading() &&
                node.replica.epoch() == configuration.epoch)
            {
                return node;
            }
        }
        return null;
    }

    ReplicaNode awaitLeader()
    {
        await("replica that leads", () -> leader() != null);
        return leader();
    }

    /** Until every replica that is up is in sync. */
    void awaitInSync()
    {
        await("in-sync set", () ->
        {
            final ReplicaNode leader = leader();
            boolean isWhole = leader != null;
            for (final ReplicaNode node : nodes)
            {
                isWhole = isWhole && (node.replica == null || node == leader ||
                    (leader.replica.isInSync(node.replicaId) && node.replica.isFollowing()));
            }
            return isWhole;
        });
    }

    /** Appends one entry to stream 0 at a replica and sends it; returns its sequence or why not. */
    long append(final ReplicaNode node, final String text)
    {
        final UnsafeBuffer payload = new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        meta.streamId = 0;
        meta.priority = 0;
        meta.entryLength = payload.capacity();
        meta.subsetId = 0;
        meta.subsetCount = 1;
        meta.originalEpochNs = nowNs;
        meta.shadowEpochNs = nowNs;
        final int outcome = node.replica.append(meta, payload, 0);
        if (outcome != Outcome.OK)
        {
            return outcome;
        }
        node.replica.beginSubset(0, meta.sequence, node.clockNs(nowNs));
        node.replica.addEntry(meta, payload, 0);
        node.replica.endSubset(node.clockNs(nowNs));
        return meta.sequence;
    }

    void appendMany(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            await("room", () -> leader() != null && leader().replica.end(0) - leader().replica.committed(0) < 256);
            final ReplicaNode leader = leader();
            final long next = leader.replica.end(0) + 1;
            assertEquals(next, append(leader, "entry " + next + " of " + leader.replica.epoch()));
        }
    }

    void awaitAcknowledged(final long sequence)
    {
        await("acknowledgement of " + sequence, () -> !acknowledged.isEmpty() && acknowledged.lastKey() >= sequence);
    }

    /** A replica acknowledged an entry to its application. */
    void onAcknowledged(final ReplicaNode node, final long through)
    {
        final EntryView view = new EntryView();
        final long first = acknowledged.isEmpty() ? 1 : Math.min(acknowledged.lastKey() + 1, through);
        for (long sequence = Math.max(first, node.shadow.oldestRetained(0)); sequence <= through; sequence++)
        {
            assertEquals(Outcome.OK, node.shadow.read(0, sequence, view), "acknowledged and not held: " + sequence);
            final String text = text(view);
            if (archive != null && archive.end(0) == sequence - 1)
            {
                assertEquals(Outcome.OK, archive.appendVerified(view.meta(), view.payload(), 0));
            }
            final String before = acknowledged.putIfAbsent(sequence, text);
            assertTrue(before == null || before.equals(text), "acknowledged twice at " + sequence + ": " + before +
                " and " + text);
        }
    }

    static String text(final EntryView view)
    {
        return view.payload().getStringWithoutLengthAscii(0, view.meta().storedLength);
    }

    /** A replica leads: no other has led that epoch, and it holds all that was ever acknowledged. */
    void onLeading(final ReplicaNode node, final long epoch)
    {
        assertTrue(!ledEpochs.contains(epoch), "epoch " + epoch + " is led twice");
        ledEpochs.add(epoch);
        assertEquals(node.replica.end(0), node.replica.committed(0), "leads before all of it is committed");
        assertTrue(node.replica.end(0) <= node.replica.delivered(0), "leads before its handler has all of it");
        judge(node);
    }

    void judge(final ReplicaNode node)
    {
        final EntryView view = new EntryView();
        acknowledged.tailMap(node.shadow.oldestRetained(0)).forEach((sequence, text) ->
        {
            assertEquals(Outcome.OK, node.shadow.read(0, sequence, view), () -> "replica " + node.replicaId +
                " leads without acknowledged entry " + sequence + "; " + this);
            assertEquals(text, text(view), "another entry at " + sequence);
        });
    }

    /** Nobody's handler has seen anything else than what was acknowledged, in order. */
    void judgeDelivery()
    {
        for (final ReplicaNode node : nodes)
        {
            for (int i = 0; i < node.delivered.size(); i++)
            {
                assertEquals(acknowledged.get(i + 1L), node.delivered.get(i), "handler of " + node.replicaId + " at " +
                    (i + 1));
            }
        }
    }

    long leaderships()
    {
        return ledEpochs.size();
    }

    @Override
    public String toString()
    {
        final StringBuilder builder = new StringBuilder(configuration.toString());
        for (final ReplicaNode node : nodes)
        {
            builder.append("\n  replica ").append(node.replicaId).append(": ");
            if (node.replica == null)
            {
                builder.append("down");
            }
            else
            {
                final Role role = node.replica.role();
                builder.append(role).append(" epoch ").append(node.replica.epoch()).append(" follows ").append(
                    node.replica.primaryId()).append(" end ").append(node.replica.end(0)).append(" committed ").append(
                        node.replica.committed(0))
                    .append(" delivered ").append(node.replica.delivered(0)).append(
                        " eligible ")
                    .append(node.replica.isEligible()).append(" following ").append(
                        node.replica.isFollowing());
            }
            final int size = node.events.size();
            builder.append(' ').append(node.events.subList(Math.max(0, size - 12), size)).append(node.problems);
        }
        return builder.toString();
    }
}
