package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.antumbra.chaos.check.Violation;
import io.antumbra.core.arbiter.Answer;
import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.arbiter.ArbiterRequest;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.wire.RequestKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The arbiter as replicas meet it: one or three members that run the production state machine over one replicated log.
 * Consensus itself is not simulated, what it gives and takes away is: requests get one order that no crash changes,
 * only while a majority is up; a member that crashes loses its state and takes a snapshot and the rest of the log;
 * what was asked may be lost, ordered late or twice, and answered late, twice or never.
 *
 * <pre>
 *   replica --request--&gt; a member that is up --a majority is up--&gt; log: 1 2 3 4 ...
 *   replica &lt;--answer: soon, late, twice, never-- that member, once it has applied the log so far
 * </pre>
 *
 * One more state machine that never fails applies each request as it is ordered: judges ask it what holds, and every
 * member's answers must be the same, byte for byte.
 */
final class ArbiterGroup
{
    /** Number that stands for the arbiter where replicas are numbered. */
    static final int ID = 99;

    private static final int MAX_SHARDS = 4;

    private final World world;
    private final Draw draw;
    private final Member[] members;
    private final Arbiter truth = new Arbiter(MAX_SHARDS);
    private final Configuration configuration = new Configuration();
    private final Configuration scratch = new Configuration();
    private final Answer answer = new Answer();
    private final ArbiterRequest request = new ArbiterRequest();
    private final List<Ordered> log = new ArrayList<>();
    private final double clockRate;
    private long grants;

    ArbiterGroup(final World world)
    {
        this.world = world;
        draw = world.draw.fork();
        members = new Member[world.scenario.arbiterMembers];
        for (int i = 0; i < members.length; i++)
        {
            members[i] = new Member();
        }
        clockRate = 1 + (2 * draw.unit() - 1) * world.scenario.driftRatio;
    }

    /** What holds now; read only. */
    Configuration configuration()
    {
        return configuration;
    }

    /** Changes of the configuration so far. */
    long grants()
    {
        return grants;
    }

    int memberCount()
    {
        return members.length;
    }

    /** A replica sends a request; nothing comes back by this call. */
    void request(final ReplicaHost from, final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        final int copies = draw.chance(troubleRatio()) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (!isLost(from))
            {
                world.timeline.after(wayNs(), () -> arrive(from, from.generation(), bytes));
            }
        }
    }

    private boolean isLost(final ReplicaHost host)
    {
        return host.isCutFromArbiter() || (draw.chance(troubleRatio()));
    }

    /** Chance of each kind of trouble on the way: lost, late, twice. */
    private double troubleRatio()
    {
        return world.isHealed ? 0 : world.scenario.arbiterTroubleRatio;
    }

    private long wayNs()
    {
        final boolean isLate = draw.chance(troubleRatio());
        return isLate ? draw.logBetween(1_000_000, 2_000_000_000L) : draw.logBetween(20_000, 5_000_000);
    }

    private void arrive(final ReplicaHost from, final int generation, final byte[] bytes)
    {
        final int index = draw.below(members.length);
        final Member member = members[index];
        if (!member.isUp || !hasMajority())
        {
            return;
        }
        final int start = member.starts;
        world.timeline.after(draw.logBetween(20_000, 20_000_000), () ->
        {
            if (hasMajority())
            {
                final int place = order(world.ports.arbiterRequest(bytes, configuration));
                if (member.isUp && member.starts == start)
                {
                    answer(member, place, from, generation);
                }
            }
        });
    }

    private boolean hasMajority()
    {
        int up = 0;
        for (final Member member : members)
        {
            up += member.isUp ? 1 : 0;
        }
        return 2 * up > members.length;
    }

    private int order(final byte[] bytes)
    {
        final Ordered ordered = new Ordered(bytes, (long)(world.timeline.nowNs() * clockRate));
        final boolean isForce = request.decode(new UnsafeBuffer(bytes), 0, bytes.length) &&
            request.kind == RequestKind.FORCE;
        ordered.answer = apply(truth, ordered);
        log.add(ordered);
        scratch.shard = Scenario.SHARD;
        if (truth.configuration(Scenario.SHARD, scratch) && scratch.version != configuration.version)
        {
            configuration.copyFrom(scratch);
            grants++;
            world.note("arbiter grants %s", configuration.toString());
            if (isForce)
            {
                world.configurations.onForced(configuration.epoch);
            }
            world.configurations.onApplied(0, seen(configuration));
            world.configured.accept(configuration);
            if (isForce)
            {
                world.forced.accept(configuration);
            }
        }
        return log.size() - 1;
    }

    private static byte[] apply(final Arbiter arbiter, final Ordered ordered)
    {
        final byte[][] answer = new byte[1][];
        arbiter.onRequest(new UnsafeBuffer(ordered.request), 0, ordered.request.length, ordered.atNs,
            (buffer, offset, length) ->
            {
                answer[0] = new byte[length];
                buffer.getBytes(offset, answer[0]);
            });
        return answer[0];
    }

    private void answer(final Member member, final int place, final ReplicaHost to, final int generation)
    {
        byte[] bytes = null;
        while (member.applied <= place)
        {
            final Ordered ordered = log.get(member.applied++);
            bytes = apply(member.arbiter, ordered);
            if (!Arrays.equals(bytes, ordered.answer))
            {
                throw new Violation("arbiter deterministic", "two members answer request " + member.applied +
                    " of the log differently");
            }
        }
        final byte[] frame = bytes == null ? log.get(place).answer : bytes;
        told(to, frame);
        final int copies = frame == null ? 0 : draw.chance(troubleRatio()) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (!isLost(to))
            {
                world.timeline.after(wayNs(), () -> to.arbiterFrame(generation, frame));
            }
        }
    }

    private void told(final ReplicaHost to, final byte[] frame)
    {
        if (frame != null && answer.decode(new UnsafeBuffer(frame), 0, frame.length) &&
            answer.configuration.isKnown())
        {
            world.configurations.onTold(to.replicaId, seen(answer.configuration));
        }
    }

    /** As a judge compares it. */
    static io.antumbra.chaos.check.Configuration seen(final Configuration configuration)
    {
        final List<io.antumbra.chaos.check.Configuration.Member> members = new ArrayList<>();
        for (long rest = configuration.members.set(); rest != 0; rest &= rest - 1)
        {
            final int replicaId = Long.numberOfTrailingZeros(rest);
            members.add(new io.antumbra.chaos.check.Configuration.Member(replicaId,
                configuration.members.incarnation(replicaId)));
        }
        return new io.antumbra.chaos.check.Configuration(configuration.epoch, configuration.version,
            configuration.primaryId, configuration.primaryIncarnation, members);
    }

    /** A member is gone for a while, with all that it had in memory. */
    void crash(final int index, final long backAfterNs)
    {
        final Member member = members[index % members.length];
        if (member.isUp)
        {
            member.isUp = false;
            member.starts++;
            world.timeline.after(backAfterNs, () -> restart(member));
        }
    }

    void heal()
    {
        for (final Member member : members)
        {
            restart(member);
        }
    }

    /** Takes a snapshot of how the log stood somewhere, and the log from there on. */
    private void restart(final Member member)
    {
        if (member.isUp)
        {
            return;
        }
        final int from = draw.below(log.size() + 1);
        final Arbiter source = new Arbiter(MAX_SHARDS);
        for (int i = 0; i < from; i++)
        {
            apply(source, log.get(i));
        }
        member.arbiter = new Arbiter(MAX_SHARDS);
        if (world.ports.arbiterLoadsSnapshot())
        {
            source.snapshot(member.arbiter::restore);
        }
        member.applied = from;
        member.isUp = true;
    }

    /** The same log leaves the same state, however a member came to it. */
    void judge()
    {
        for (final Member member : members)
        {
            if (member.isUp)
            {
                while (member.applied < log.size())
                {
                    apply(member.arbiter, log.get(member.applied++));
                }
                if (!Arrays.equals(snapshot(member.arbiter), snapshot(truth)))
                {
                    throw new Violation("arbiter deterministic", "two members have another state after the same log");
                }
            }
        }
    }

    private static byte[] snapshot(final Arbiter arbiter)
    {
        final byte[][] state = new byte[1][0];
        arbiter.snapshot((buffer, offset, length) ->
        {
            final int before = state[0].length;
            state[0] = Arrays.copyOf(state[0], before + length);
            buffer.getBytes(offset, state[0], before, length);
        });
        return state[0];
    }

    private static final class Member
    {
        private Arbiter arbiter = new Arbiter(MAX_SHARDS);
        private int applied;
        private int starts;
        private boolean isUp = true;
    }

    private static final class Ordered
    {
        private final byte[] request;
        private final long atNs;
        private byte[] answer;

        Ordered(final byte[] request, final long atNs)
        {
            this.request = request;
            this.atNs = atNs;
        }
    }
}
