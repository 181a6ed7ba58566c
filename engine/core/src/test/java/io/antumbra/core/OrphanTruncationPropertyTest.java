package io.antumbra.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two replicas lead in turns, each with what it happens to hold, so that their logs and their histories part in any
 * way. Whenever one follows the other it keeps exactly the longest common beginning: nothing more, or it would hold
 * what its leader does not; nothing less, or it would give up what was agreed; and all of the rest counts as orphans.
 */
class OrphanTruncationPropertyTest
{
    private static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int STREAMS = 2;

    @Property(tries = 150)
    void shouldKeepTheCommonBeginningOnly(@ForAll("turns") final ActionChain<Duo> turns)
    {
        turns.run().settle();
    }

    @Provide
    Arbitrary<ActionChain<Duo>> turns()
    {
        return ActionChain.startWith(Duo::new).withAction(4, action("turn", Duo::turn))
            .withAction(3, action("join", (duo, amount) -> duo.join()))
            .withAction(6, action("append", Duo::append)).withAction(3, action("run", Duo::run))
            .withAction(2, action("cut or mend", (duo, amount) -> duo.isCut = amount % 2 == 0))
            .withMaxTransformations(40);
    }

    private static Action.Independent<Duo> action(final String name, final BiConsumer<Duo, Integer> step)
    {
        return () -> Arbitraries.integers().between(0, 5).map((amount) -> Transformer.mutate(name + " " + amount,
            (duo) -> step.accept(duo, amount)));
    }

    /** One replica: storage that stays, and whichever machine runs on it. */
    private static final class Node implements PrimaryListener, StandbyListener
    {
        private final CoreConfig config = new CoreConfig();
        private final MemoryShadow shadow = new MemoryShadow(STREAMS, 64, 1024, false);
        private final MemoryJournal journal = new MemoryJournal(STREAMS);
        private final List<List<Long>> before = List.of(new ArrayList<>(), new ArrayList<>());
        private final EntryView view = new EntryView();
        private final long[] orphans = new long[STREAMS];
        private Primary primary;
        private Standby standby;
        private int sessionId;
        private boolean hasJoined;

        Node(final int replicaId)
        {
            config.replicaId = replicaId;
            config.streamCount = STREAMS;
            config.maxEntryLength = 64;
            config.maxFrameLength = 1024;
            config.subsetMaxLength = 512;
            config.minInSync = 1;
            config.startTimeoutNs = TimeUnit.MILLISECONDS.toNanos(2);
            config.helloIntervalNs = TimeUnit.MILLISECONDS.toNanos(1);
            config.heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(2);
            config.peerTimeoutNs = TimeUnit.MILLISECONDS.toNanos(20);
            config.conclude();
        }

        List<Long> origins(final int streamId)
        {
            final List<Long> origins = new ArrayList<>();
            for (long sequence = 1; sequence <= shadow.end(streamId); sequence++)
            {
                assertEquals(Outcome.OK, shadow.read(streamId, sequence, view));
                origins.add(view.meta().originEpoch);
            }
            return origins;
        }

        void stop()
        {
            primary = null;
            standby = null;
            hasJoined = false;
        }

        @Override
        public void onJoined(final long epoch)
        {
            hasJoined = true;
        }

        @Override
        public void onOrphans(final int streamId, final long first, final long count, final long epoch)
        {
            assertEquals(shadow.end(streamId) + 1, first);
            orphans[streamId] += count;
        }

        @Override
        public void onLeading(final long epoch)
        {
        }

        @Override
        public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
        {
        }

        @Override
        public void onStandbyJoined(final int standbyId, final long incarnation)
        {
        }

        @Override
        public void onStandbyInSync(final int standbyId)
        {
        }

        @Override
        public void onStandbyLost(final int standbyId)
        {
        }

        @Override
        public void onStandbyDropped(final int standbyId, final long version)
        {
        }

        @Override
        public void onPrimaryLost()
        {
        }

        @Override
        public void onProblem(final Problem problem, final int peerId, final String message)
        {
        }
    }

    private record Frame(int sessionId, int toId, UnsafeBuffer bytes)
    {
    }

    /** Both replicas and the link between them. */
    static final class Duo
    {
        private final Node[] nodes = { new Node(0), new Node(1) };
        private final Deque<Frame> inFlight = new ArrayDeque<>();
        private Node leader = nodes[0];
        private Node follower = nodes[1];
        private boolean isCut;
        private long nowNs = 1;
        private long nonces = 1;
        private int sessions;

        Duo()
        {
            startLeader();
            startFollower();
            await("first leadership", () -> leader.primary.isLeading());
            append(2);
            await("a standby that can vouch for the first entries", () -> follower.standby.isEligible() &&
                follower.shadow.end(0) == 2 && follower.shadow.end(1) == 2);
        }

        /** The other one leads, alone at first, in an epoch that neither knows: an arbiter would see to that. */
        void turn(final int amount)
        {
            nodes[0].stop();
            nodes[1].stop();
            inFlight.clear();
            leader = nodes[amount % 2];
            follower = nodes[1 - amount % 2];
            final EpochState own = load(leader);
            own.promisedEpoch = Math.max(own.promisedEpoch, load(follower).promisedEpoch);
            leader.journal.save(own);
            startLeader();
            await("leadership", () -> leader.primary.isLeading());
        }

        private static EpochState load(final Node node)
        {
            final EpochState state = new EpochState(STREAMS);
            node.journal.load(state);
            return state;
        }

        void join()
        {
            if (follower.standby == null && !isCut)
            {
                startFollower();
                final long[] orphans = follower.orphans.clone();
                final List<List<Long>> theirs = List.of(leader.origins(0), leader.origins(1));
                await("adoption", () -> follower.hasJoined);
                for (int streamId = 0; streamId < STREAMS; streamId++)
                {
                    judge(streamId, theirs.get(streamId), orphans[streamId]);
                }
            }
        }

        private void judge(final int streamId, final List<Long> theirs, final long orphansBefore)
        {
            final List<Long> own = follower.before.get(streamId);
            int common = 0;
            while (common < Math.min(own.size(), theirs.size()) && own.get(common).equals(theirs.get(common)))
            {
                common++;
            }
            final long kept = follower.shadow.end(streamId);
            assertTrue(kept >= common, () -> "gave up a part of the common beginning: had " + own + ", leader has " +
                theirs + ", kept " + kept);
            assertEquals(theirs.subList(0, (int)Math.min(kept, theirs.size())), follower.origins(streamId),
                () -> "kept what the leader does not hold: had " + own + ", leader has " + theirs);
            assertEquals(own.size() - common, follower.orphans[streamId] - orphansBefore, "orphans told");
        }

        void append(final int amount)
        {
            for (int i = 0; i < amount * STREAMS; i++)
            {
                final EntryMeta meta = new EntryMeta();
                final UnsafeBuffer payload = new UnsafeBuffer(new byte[1 + i]);
                meta.streamId = i % STREAMS;
                meta.entryLength = payload.capacity();
                meta.subsetCount = 1;
                assertEquals(Outcome.OK, leader.primary.append(meta, payload, 0));
                leader.primary.beginSubset(meta.streamId, meta.sequence, nowNs);
                leader.primary.addEntry(meta, payload, 0);
                leader.primary.endSubset(nowNs);
            }
        }

        void run(final int amount)
        {
            for (int i = 0; i < amount; i++)
            {
                step();
            }
        }

        void settle()
        {
            isCut = false;
            join();
            append(1);
            await("catch-up", () -> follower.shadow.end(0) == leader.shadow.end(0) &&
                follower.shadow.end(1) == leader.shadow.end(1));
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                assertEquals(leader.origins(streamId), follower.origins(streamId));
            }
            for (final Node node : nodes)
            {
                assertEquals(node.orphans[0] + node.orphans[1], node.shadow.orphanCount(), "orphans kept");
            }
        }

        private void startLeader()
        {
            leader.shadow.recover();
            leader.sessionId = ++sessions;
            final PeerConfig[] peers = { new PeerConfig(follower.config.replicaId, true) };
            leader.primary = new Primary(leader.config, peers, leader.shadow, leader.journal, outbox(leader),
                () -> ++nonces, ShadowingPolicy.all(), leader);
            leader.primary.start(1, nowNs);
        }

        private void startFollower()
        {
            follower.shadow.recover();
            follower.sessionId = ++sessions;
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                follower.before.get(streamId).clear();
                follower.before.get(streamId).addAll(follower.origins(streamId));
            }
            follower.standby = new Standby(follower.config, leader.config.replicaId, follower.shadow, follower.journal,
                outbox(follower), () -> ++nonces, null, follower);
            follower.standby.start(1, nowNs);
        }

        private Outbox outbox(final Node from)
        {
            return (toId, line, buffer, offset, length) -> send(from, toId, buffer, offset, length);
        }

        private long send(final Node from, final int toId, final DirectBuffer buffer, final int offset,
            final int length)
        {
            if (nodes[toId].primary == null && nodes[toId].standby == null)
            {
                return Outcome.NOT_CONNECTED;
            }
            if (!isCut)
            {
                final byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                inFlight.add(new Frame(from.sessionId, toId, new UnsafeBuffer(bytes)));
            }
            return 1;
        }

        private void step()
        {
            nowNs += STEP_NS;
            for (int count = inFlight.size(); count > 0; count--)
            {
                final Frame frame = inFlight.poll();
                final Node to = nodes[frame.toId];
                if (to.primary != null)
                {
                    to.primary.onFrame(frame.sessionId, frame.bytes, 0, frame.bytes.capacity(), nowNs);
                }
                else if (to.standby != null)
                {
                    to.standby.onFrame(Outbox.LINE_A, frame.sessionId, frame.bytes, 0, frame.bytes.capacity(), nowNs);
                }
            }
            for (final Node node : nodes)
            {
                if (node.primary != null)
                {
                    node.primary.doWork(nowNs);
                }
                else if (node.standby != null)
                {
                    node.standby.doWork(nowNs);
                }
            }
        }

        private void await(final String what, final BooleanSupplier condition)
        {
            final long untilNs = nowNs + TimeUnit.SECONDS.toNanos(5);
            while (!condition.getAsBoolean())
            {
                assertTrue(nowNs < untilNs, () -> "no " + what + " within 5 s of virtual time");
                step();
            }
        }
    }
}
