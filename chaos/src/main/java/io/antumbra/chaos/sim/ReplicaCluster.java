package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.antumbra.chaos.check.Holder;
import io.antumbra.core.EpochState;
import io.antumbra.core.Problem;
import io.antumbra.core.arbiter.Configuration;

/** Replicas that an arbiter leads: each can be reached from each, and any of them may have to take over. */
final class ReplicaCluster extends Cluster
{
    private static final int NEW_ENTRIES = 20;
    private static final long READ_INTERVAL_NS = 3_000_000;
    private static final double ENTRY_READ_RATIO = 0.2;
    private static final double LEADER_ISOLATED_RATIO = 0.5;
    private static final double USUAL_RATIO = 0.8;
    private static final long FORCED_PAUSE_NS = 20_000_000;

    private final ReplicaHost[] replicas;
    private final long[] target;
    private final Draw client;
    private final Timeline.Task reading = this::read;
    private final ReadingClient[] readers;
    private final Operator operator;

    ReplicaCluster(final World world)
    {
        super(world);
        replicas = new ReplicaHost[1 + world.scenario.standbyCount];
        for (int i = 0; i < replicas.length; i++)
        {
            replicas[i] = new ReplicaHost(world, this, Scenario.PRIMARY_ID + i);
            hosts.add(replicas[i]);
        }
        for (final ReplicaHost from : replicas)
        {
            for (final ReplicaHost to : replicas)
            {
                if (from != to)
                {
                    connect(from, to);
                }
            }
        }
        target = new long[world.scenario.streamCount];
        client = world.draw.fork();
        operator = new Operator(world, world.draw.aside(0x0BE7A702));
        readers = new ReadingClient[replicas.length];
        for (int i = 0; i < readers.length; i++)
        {
            readers[i] = new ReadingClient(world, replicas[i], client);
        }
        world.configured = this::configured;
        world.forced = this::forced;
    }

    ReplicaHost host(final int replicaId)
    {
        return replicas[replicaId - Scenario.PRIMARY_ID];
    }

    /** Whoever accepts entries in the latest epoch; null when nobody does. */
    ReplicaHost leader()
    {
        ReplicaHost leader = null;
        for (final ReplicaHost replica : replicas)
        {
            if (replica.isUp() && replica.isLeading() && (leader == null || replica.epoch() > leader.epoch()))
            {
                leader = replica;
            }
        }
        return leader;
    }

    /** Clients find one that leads; now and then it is one that does not know yet that it is deposed. */
    private LeaderHost anyLeader()
    {
        final int first = client.below(replicas.length);
        for (int i = 0; i < replicas.length; i++)
        {
            final ReplicaHost replica = replicas[(first + i) % replicas.length];
            if (replica.mayTakeEntries())
            {
                return replica;
            }
        }
        return null;
    }

    @Override
    void boot()
    {
        new Producer(world, this::anyLeader).start();
        for (int i = 0; i < replicas.length; i++)
        {
            final boolean isLate = i >= replicas.length - world.scenario.lateJoiners;
            world.timeline.after(isLate ? Simulation.SAFETY_NS / 4 : client.below(50_000_000), replicas[i]::boot);
        }
        world.timeline.at(READ_INTERVAL_NS, reading, 0);
    }

    /** Clients ask everybody who takes itself for the primary, also whoever does not know yet that it is deposed. */
    private void read(final long ignore)
    {
        final boolean isEntryWanted = client.chance(ENTRY_READ_RATIO);
        for (final ReplicaHost replica : replicas)
        {
            if (replica.isUp() && !replica.isPaused() && replica.machine().primaryId() == replica.replicaId)
            {
                final ReadingClient reader = readers[replica.replicaId - Scenario.PRIMARY_ID];
                replica.guard(() -> reader.read(client.below(target.length), isEntryWanted));
            }
        }
        world.timeline.at(world.timeline.nowNs() + client.between(1, 2 * READ_INTERVAL_NS), reading, 0);
    }

    /** What the arbiter has ordered, for the judges. */
    private void configured(final Configuration configuration)
    {
        final List<Holder> members = new ArrayList<>();
        for (final ReplicaHost replica : replicas)
        {
            if (configuration.members.contains(replica.replicaId))
            {
                members.add(replica.holder);
                replica.recorded(configuration.members.incarnation(replica.replicaId));
            }
        }
        final ReplicaHost primary = host(configuration.primaryId);
        final boolean mayLead = configuration.primaryIncarnation == Configuration.ANY_INCARNATION ||
            configuration.primaryIncarnation >= primary.machine().incarnation();
        world.terms.onConfiguration(configuration.epoch, primary.holder, mayLead, members);
    }

    private void force(final ReplicaHost any, final Draw draw)
    {
        ReplicaHost target = any;
        for (final ReplicaHost replica : replicas)
        {
            target = replica.held() > target.held() && draw.chance(USUAL_RATIO) ? replica : target;
        }
        if (world.arbiter.configuration().isKnown() && any.isUp() && !any.isPaused() && target.isWhole())
        {
            world.fault(Fault.FORCE, "replica %d by %d", target.replicaId, any.replicaId);
            operator.force(any, target);
        }
    }

    /**
     * An operator has forced a replica: what it does not hold is given up. The others are stopped, as the operator has
     * made sure; whoever has delivered what is given up gets a copy of the one that leads. That one is started anew
     * when it has damage under it, or it would go on with what lies behind. Everybody gets a copy when that one
     * has never been in an epoch: its records tell it less of the epochs than the others know.
     */
    private void forced(final Configuration configuration)
    {
        final ReplicaHost leader = host(configuration.primaryId);
        final EpochState saved = world.journals.savedBy(leader.replicaId);
        final boolean isBlank = saved == null || saved.history().size() == 0;
        if (isBlank)
        {
            world.journals.onRebuilt();
        }
        leader.incoming.forEach(channel -> channel.end(FORCED_PAUSE_NS));
        leader.incoming.forEach(channel -> channel.lineB.end(FORCED_PAUSE_NS));
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            final long kept = world.storage.agreedThrough(leader.holder, streamId);
            if (leader.isDamaged || leader.delivery.position(streamId) > kept)
            {
                leader.crash(FORCED_PAUSE_NS);
                leader.delivery.onReplaced(streamId, Math.min(kept, leader.delivery.position(streamId)));
            }
            world.giveUp(streamId, kept);
            target[streamId] = Math.min(target[streamId], kept + NEW_ENTRIES);
        }
        for (final ReplicaHost replica : replicas)
        {
            if (replica != leader)
            {
                replica.crash(client.logBetween(FORCED_PAUSE_NS, 10 * FORCED_PAUSE_NS));
                if (isBlank || !replica.hasDeliveredNoMoreThanIsKept())
                {
                    world.note("replica %d gets a copy of %d", replica.replicaId, leader.replicaId);
                    replica.replaceDisk(leader);
                }
            }
        }
    }

    /** A replica that an operator had removed is about to start again, empty or with a copy of who leads. */
    void added(final ReplicaHost replica)
    {
        if (!isMember(replica))
        {
            final ReplicaHost leader = leader();
            final boolean isCopied = leader != null && leader != replica && leader.isWhole() && client.chance(0.5);
            world.fault(Fault.ADD_STANDBY, isCopied ? "replica %d with a copy" : "replica %d, empty",
                replica.replicaId);
            replica.replaceDisk(isCopied ? leader : null);
        }
    }

    /** A replica tells an operator what only an operator can help with. */
    void onProblem(final ReplicaHost at, final Problem problem, final int id)
    {
        if ((problem == Problem.GAP_BEYOND_SHADOW || problem == Problem.HISTORY_TOO_OLD) && id != at.replicaId &&
            id >= 0 && world.arbiter.configuration().primaryId == at.replicaId)
        {
            host(id).isBeyondRepair = true;
        }
        if (problem == Problem.HANDLER)
        {
            operator.restoreHandlerSoon(at, this::leader);
        }
    }

    private boolean isMember(final Host host)
    {
        return world.arbiter.configuration().members.contains(host.replicaId);
    }

    @Override
    boolean mayRepair(final Host damaged, final Host other)
    {
        final ReplicaHost helper = (ReplicaHost)other;
        return other != damaged && isMember(other) && helper.isVouching && !helper.isLeaving;
    }

    @Override
    boolean mayLoseItsWord(final Host host)
    {
        for (final ReplicaHost other : replicas)
        {
            if (mayRepair(host, other))
            {
                ((ReplicaHost)host).isVouching = false;
                return true;
            }
        }
        return false;
    }

    @Override
    boolean mayBeDamagedLive(final Host host)
    {
        return true;
    }

    @Override
    Host toIsolate(final Host drawn, final Draw faultDraw)
    {
        final ReplicaHost leader = leader();
        return leader != null && faultDraw.chance(LEADER_ISOLATED_RATIO) ? leader : drawn;
    }

    @Override
    void inject(final Fault fault, final Draw draw)
    {
        final ReplicaHost replica = replicas[draw.below(replicas.length)];
        final ReplicaHost leader = leader();
        final long durationNs = Saboteur.durationNs(draw);
        final boolean isOperable = leader != null && leader != replica && !leader.isPaused();
        switch (fault)
        {
            case WILD_FORECAST:
                world.fault(fault, "forecasts of replica %d are nonsense", replica.replicaId);
                replica.wildUntilNs = world.timeline.nowNs() + durationNs;
                break;
            case ARBITER_CUT:
                world.fault(fault, "replica %d for %d ms", replica.replicaId, durationNs / 1_000_000);
                replica.cutFromArbiterUntilNs = world.timeline.nowNs() + durationNs;
                break;
            case ARBITER_MEMBER:
                world.fault(fault, "for %d ms", durationNs / 1_000_000);
                world.arbiter.crash(draw.below(world.arbiter.memberCount()), durationNs);
                break;
            case ARBITER_AWAY:
                world.fault(fault, "for %d ms", durationNs / 1_000_000);
                for (int i = 0; i < world.arbiter.memberCount(); i++)
                {
                    world.arbiter.crash(i, durationNs);
                }
                break;
            case KILL_LEADER:
                if (leader != null)
                {
                    world.fault(fault, "replica %d", leader.replicaId);
                    leader.crash(Host.restartDelayNs(draw));
                }
                break;
            case FORCE:
                force(replica, draw);
                break;
            case REMOVE_STANDBY:
                if (isOperable && replica.isUp() && operator.drop(leader, replica))
                {
                    world.fault(fault, "replica %d at %d", replica.replicaId, leader.replicaId);
                    replica.leave(durationNs);
                }
                break;
            case HANDOVER:
                if (isOperable)
                {
                    world.fault(fault, "%d to %d", leader.replicaId, replica.replicaId);
                    operator.handover(leader, replica);
                }
                break;
            default:
                if (isOperable)
                {
                    world.fault(fault, "standby %d", replica.replicaId);
                    operator.drop(leader, replica);
                }
                break;
        }
    }

    @Override
    void heal()
    {
        healLinks();
        world.arbiter.heal();
        for (final ReplicaHost replica : replicas)
        {
            replica.wildUntilNs = 0;
            replica.cutFromArbiterUntilNs = 0;
            replica.isBeyondRepair = false;
            healHost(replica);
        }
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            target[streamId] = world.ledger.acknowledged(streamId) + NEW_ENTRIES;
        }
    }

    @Override
    boolean mayBeClosed()
    {
        int able = 0;
        boolean isAnyVouching = false;
        for (final ReplicaHost replica : replicas)
        {
            able += replica.isBeyondRepair ? 0 : 1;
            isAnyVouching |= isMember(replica) && replica.isVouching;
        }
        return able < world.scenario.effectiveMinInSync() || !isAnyVouching;
    }

    @Override
    boolean isServing()
    {
        dropHopeless();
        final ReplicaHost leader = leader();
        if (leader == null)
        {
            return false;
        }
        if (!world.isQuiet)
        {
            world.isQuiet = isEverybodyBack(leader);
            return false;
        }
        for (final ReplicaHost replica : replicas)
        {
            if (!replica.isBeyondRepair && !(isBack(replica, leader) && hasEverything(replica)))
            {
                return false;
            }
        }
        return true;
    }

    /** What an operator does who was told that a member needs what nobody retains. */
    private void dropHopeless()
    {
        final Configuration configuration = world.arbiter.configuration();
        final ReplicaHost primary = configuration.isKnown() ? host(configuration.primaryId) : null;
        for (final ReplicaHost replica : replicas)
        {
            if (replica.isBeyondRepair && isMember(replica) && primary.isUp())
            {
                operator.drop(primary, replica);
            }
        }
    }

    private boolean isEverybodyBack(final ReplicaHost leader)
    {
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            if (world.ledger.acknowledged(streamId) < target[streamId])
            {
                return false;
            }
        }
        for (final ReplicaHost replica : replicas)
        {
            if (!replica.isBeyondRepair && !isBack(replica, leader))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean isBack(final ReplicaHost replica, final ReplicaHost leader)
    {
        return replica == leader || (replica.isUp() && replica.machine().isFollowing() && leader.machine().isInSync(
            replica.replicaId));
    }

    private boolean hasEverything(final ReplicaHost replica)
    {
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            final long acknowledged = world.ledger.acknowledged(streamId);
            if (replica.storage.end(streamId) < acknowledged || replica.delivery.position(streamId) < acknowledged)
            {
                return false;
            }
        }
        return true;
    }

    @Override
    void judgeEnd()
    {
        world.arbiter.judge();
        world.clients.mustBeWhole();
        final ReplicaHost leader = leader();
        if (leader == null)
        {
            judgeClosed();
            return;
        }
        for (final ReplicaHost replica : replicas)
        {
            if (!replica.isBeyondRepair && isBack(replica, leader))
            {
                replica.holder.noExcuses();
                world.storage.mustHoldAll(replica.holder);
            }
        }
    }

    /** What was acknowledged by a replica alone, behind damage that nobody had noticed, goes with its next start. */
    private void judgeClosed()
    {
        final List<Holder> holders = new ArrayList<>();
        hosts.forEach(host -> holders.add(host.holder));
        world.storage.mustBeHeldBySomebody(holders, world.cutByOldDamage);
    }

    @Override
    long delivered()
    {
        long delivered = 0;
        for (final ReplicaHost replica : replicas)
        {
            delivered += replica.delivery.delivered();
        }
        return delivered;
    }

    @Override
    String states()
    {
        final StringBuilder builder = new StringBuilder(world.arbiter.configuration().toString());
        for (final ReplicaHost replica : replicas)
        {
            builder.append(String.format(Locale.ROOT,
                "%n  replica %d: %s epoch %d incarnation %d eligible=%b following" +
                    "=%b primary=%d beyondRepair=%b knows %s",
                replica.replicaId, replica.machine().role(), replica.machine()
                    .epoch(),
                replica.machine().incarnation(), replica.machine().isEligible(), replica.machine()
                    .isFollowing(),
                replica.machine().primaryId(), replica.isBeyondRepair, replica.machine()
                    .configuration()));
            for (int streamId = 0; streamId < target.length; streamId++)
            {
                builder.append(String.format(Locale.ROOT,
                    "%n    stream %d: oldest %d end %d promised %d committed %d " +
                        "delivered %d, acknowledged %d, wanted %d",
                    streamId, replica.storage.oldestRetained(streamId),
                    replica.storage.end(streamId), replica.storage.promised(streamId), replica.machine().committed(
                        streamId),
                    replica.delivery.position(streamId), world.ledger.acknowledged(streamId),
                    target[streamId]));
            }
        }
        return builder.toString();
    }
}
