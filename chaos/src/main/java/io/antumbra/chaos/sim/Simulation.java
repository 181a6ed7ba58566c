package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.antumbra.chaos.check.Holder;
import io.antumbra.chaos.check.Violation;
import io.antumbra.core.CoreStats;

/**
 * One run of one seed: ten seconds of virtual time in which faults come and go and safety is judged at every step; then
 * all faults end, and service must be back within {@link #LIVENESS_NS}: a leader, new entries acknowledged on every
 * stream and every standby in sync while the load goes on, and, once the load ends, everything delivered everywhere. At
 * the end every shadow is compared with what was offered.
 */
public final class Simulation
{
    /** Virtual time with faults, ns. */
    public static final long SAFETY_NS = TimeUnit.SECONDS.toNanos(10);

    /** Virtual time within which service must be back once faults stop, ns. */
    public static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(15);

    private static final int NEW_ENTRIES = 20;
    private static final int TRACE_LINES = Integer.getInteger("antumbra.chaos.trace.lines", 60);

    private final long seed;
    private final World world;
    private final PrimaryHost primary;
    private final StandbyHost[] standbys;
    private final List<Channel> channels = new ArrayList<>();
    private final long[] target;

    private Simulation(final long seed, final Ports ports)
    {
        this.seed = seed;
        final Draw draw = new Draw(seed);
        final Scenario scenario = new Scenario(draw);
        world = new World(scenario, ports, draw);
        standbys = new StandbyHost[scenario.standbyCount];
        for (int i = 0; i < standbys.length; i++)
        {
            standbys[i] = new StandbyHost(world, Scenario.PRIMARY_ID + 1 + i, scenario.isShadowNode(i));
        }
        primary = new PrimaryHost(world, standbys);
        for (final StandbyHost standby : standbys)
        {
            standby.follow(primary);
            connect(primary, standby);
            connect(standby, primary);
        }
        target = new long[scenario.streamCount];
    }

    /**
     * @param seed  that draws everything.
     * @param ports honest, or with something planted.
     * @return what it came to.
     */
    public static SimulationResult run(final long seed, final Ports ports)
    {
        final Simulation simulation = new Simulation(seed, ports);
        try
        {
            return simulation.run();
        }
        catch (final Violation violation)
        {
            final World world = simulation.world;
            world.note("VIOLATION %s", violation.getMessage());
            throw new SimulationFailure(seed, violation, world.scenario.toString(), world.trace.last(TRACE_LINES));
        }
    }

    private void connect(final Host from, final Host to)
    {
        final Channel channel = new Channel(world, from, to);
        from.outgoing.add(channel);
        to.incoming.add(channel);
        channels.add(channel);
    }

    private SimulationResult run()
    {
        primary.boot();
        for (int i = 0; i < standbys.length; i++)
        {
            final StandbyHost standby = standbys[i];
            final boolean isLate = i >= standbys.length - world.scenario.lateJoiners;
            world.timeline.after(isLate ? SAFETY_NS / 4 : 0, standby::boot);
        }
        new Saboteur(world, primary, standbys, channels).start();
        world.timeline.run(SAFETY_NS);
        judgeStorage();
        heal();
        final boolean isRefused = waitForService();
        final long recoveryNs = world.timeline.nowNs() - SAFETY_NS;
        judgeStorage();
        judgeEnd();
        long delivered = 0;
        for (final StandbyHost standby : standbys)
        {
            delivered += standby.delivery.delivered();
        }
        return new SimulationResult(seed, world, recoveryNs, delivered, isRefused);
    }

    private void judgeStorage()
    {
        world.storage.mustBeSound(primary.holder, world.scenario.capacity);
        for (final StandbyHost standby : standbys)
        {
            world.storage.mustBeSound(standby.holder, world.scenario.capacity);
        }
    }

    private void heal()
    {
        world.isHealed = true;
        world.note("all faults end; acknowledged so far %d", world.ledger.acknowledgedCount());
        for (final Channel channel : channels)
        {
            channel.impairment = Channel.healthy(world.scenario);
            channel.refusesUntilNs = 0;
            channel.connectSoon();
        }
        heal(primary);
        for (final StandbyHost standby : standbys)
        {
            standby.wildUntilNs = 0;
            standby.isBeyondRepair = false;
            heal(standby);
        }
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            target[streamId] = world.ledger.acknowledged(streamId) + NEW_ENTRIES;
        }
    }

    /** What an operator does at last: restarts what reports damage, starts what is down. */
    private void heal(final Host host)
    {
        host.fuse.disarm();
        host.resume();
        if (host.isDamaged)
        {
            host.crash(1_000_000);
        }
        else
        {
            host.boot();
        }
    }

    /** Returns true when a replica that nobody can repair from a peer holds the shard up, and was told so. */
    private boolean waitForService()
    {
        final long endNs = SAFETY_NS + LIVENESS_NS;
        long nextLookNs = world.timeline.nowNs();
        while (world.timeline.step(endNs))
        {
            if (world.timeline.nowNs() >= nextLookNs)
            {
                nextLookNs = world.timeline.nowNs() + 5_000_000;
                if (isServing())
                {
                    return false;
                }
                dropHopeless();
            }
        }
        if (mayBeClosed())
        {
            return true;
        }
        throw new Violation("liveness", "no full service " + LIVENESS_NS / 1_000_000 +
            " ms after the last fault: leading=" + primary.machine().isLeading() + ", " + states());
    }

    /** Too few replicas are left that a peer can repair, or the primary has told what nobody can give back to it. */
    private boolean mayBeClosed()
    {
        int able = 1;
        for (final StandbyHost standby : standbys)
        {
            able += standby.isBeyondRepair ? 0 : 1;
        }
        return able < world.scenario.effectiveMinInSync() ||
            (!primary.machine().isLeading() && (world.isCutByOldDamage || primary.isClosedForLoss));
    }

    private void dropHopeless()
    {
        for (final StandbyHost standby : standbys)
        {
            if (standby.isBeyondRepair && primary.isUp() && primary.machine().isInSync(standby.replicaId))
            {
                primary.dropStandby(standby);
            }
        }
    }

    /** Everybody is back under load; then the load ends, for what is under way to arrive everywhere. */
    private boolean isServing()
    {
        if (!primary.isUp() || !primary.machine().isLeading())
        {
            return false;
        }
        if (!world.isQuiet)
        {
            world.isQuiet = isEverybodyBack();
            return false;
        }
        for (final StandbyHost standby : standbys)
        {
            if (!standby.isBeyondRepair && !hasEverything(standby))
            {
                return false;
            }
        }
        return true;
    }

    private boolean isEverybodyBack()
    {
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            if (world.ledger.acknowledged(streamId) < target[streamId])
            {
                return false;
            }
        }
        for (final StandbyHost standby : standbys)
        {
            if (!standby.isBeyondRepair && !isBack(standby))
            {
                return false;
            }
        }
        return true;
    }

    private boolean isBack(final StandbyHost standby)
    {
        return standby.isUp() && standby.machine().isFollowing() && primary.machine().isInSync(standby.replicaId);
    }

    private boolean hasEverything(final StandbyHost standby)
    {
        if (!isBack(standby))
        {
            return false;
        }
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            if (standby.storage.end(streamId) < world.ledger.acknowledged(streamId) ||
                (!standby.isShadowNode && standby.delivery.position(streamId) < target[streamId]))
            {
                return false;
            }
        }
        return true;
    }

    private void judgeEnd()
    {
        if (!primary.machine().isLeading())
        {
            judgeClosed();
            return;
        }
        primary.holder.noExcuses();
        world.storage.mustHoldAll(primary.holder);
        for (final StandbyHost standby : standbys)
        {
            if (!standby.isBeyondRepair && primary.machine().isInSync(standby.replicaId))
            {
                standby.holder.noExcuses();
                world.storage.mustHoldAll(standby.holder);
                mustHaveDelivered(standby);
            }
        }
    }

    private void mustHaveDelivered(final StandbyHost standby)
    {
        for (int streamId = 0; streamId < target.length && !standby.isShadowNode; streamId++)
        {
            final long known = Math.min(target[streamId], world.ledger.acknowledged(streamId));
            if (isBack(standby) && standby.delivery.position(streamId) < known)
            {
                throw new Violation("liveness", "the handler of replica " + standby.replicaId + " is at " +
                    standby.delivery.position(streamId) + " of stream " + streamId + ", acknowledged was " + known);
            }
        }
    }

    private void judgeClosed()
    {
        if (!world.isCutByOldDamage)
        {
            final List<Holder> holders = new ArrayList<>();
            holders.add(primary.holder);
            for (final StandbyHost standby : standbys)
            {
                holders.add(standby.holder);
            }
            world.storage.mustBeHeldBySomebody(holders);
        }
    }

    private String states()
    {
        final StringBuilder builder = new StringBuilder();
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            builder.append(String.format(Locale.ROOT, "%n  stream %d: acknowledged %d, wanted %d, primary ends at %d",
                streamId, world.ledger.acknowledged(streamId), target[streamId], primary.storage.end(streamId)));
        }
        builder.append(String.format(Locale.ROOT, "%n  primary: %s", counts(primary.machine().stats())));
        for (final StandbyHost standby : standbys)
        {
            builder.append(String.format(Locale.ROOT, "%n  standby %d: following=%b inSync=%b %s", standby.replicaId,
                standby.machine().isFollowing(), primary.machine().isInSync(standby.replicaId),
                counts(standby.machine().stats())));
            for (int streamId = 0; streamId < target.length; streamId++)
            {
                builder.append(String.format(Locale.ROOT, "%n    stream %d: end %d, acknowledged %d, delivered %d",
                    streamId, standby.storage.end(streamId),
                    primary.machine().acknowledged(standby.replicaId, streamId),
                    standby.machine().delivered(streamId)));
            }
        }
        return builder.toString();
    }

    private static String counts(final CoreStats stats)
    {
        return "sent=" + stats.framesSent + " received=" + stats.framesReceived + " refused=" + stats.refusedFrames +
            " malformed=" + stats.malformedFrames + " gaps=" + stats.gaps + " backPressured=" + stats.backPressured;
    }
}
