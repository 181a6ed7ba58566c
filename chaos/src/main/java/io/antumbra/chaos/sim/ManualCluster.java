package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.antumbra.chaos.check.Holder;
import io.antumbra.chaos.check.Violation;
import io.antumbra.core.CoreStats;

/** One replica is the primary for good, as an operator who starts roles by hand has it; the others follow it. */
final class ManualCluster extends Cluster
{
    private static final int NEW_ENTRIES = 20;

    private final PrimaryHost primary;
    private final StandbyHost[] standbys;
    private final long[] target;

    ManualCluster(final World world)
    {
        super(world);
        final Scenario scenario = world.scenario;
        standbys = new StandbyHost[scenario.standbyCount];
        for (int i = 0; i < standbys.length; i++)
        {
            standbys[i] = new StandbyHost(world, Scenario.PRIMARY_ID + 1 + i, scenario.isShadowNode(i));
        }
        primary = new PrimaryHost(world, standbys);
        hosts.add(primary);
        for (final StandbyHost standby : standbys)
        {
            hosts.add(standby);
            standby.follow(primary);
            connect(primary, standby);
            connect(standby, primary);
        }
        target = new long[scenario.streamCount];
    }

    @Override
    void boot()
    {
        primary.boot();
        new Producer(world, () -> primary).start();
        for (int i = 0; i < standbys.length; i++)
        {
            final StandbyHost standby = standbys[i];
            final boolean isLate = i >= standbys.length - world.scenario.lateJoiners;
            world.timeline.after(isLate ? Simulation.SAFETY_NS / 4 : 0, standby::boot);
        }
    }

    @Override
    boolean mayRepair(final Host damaged, final Host other)
    {
        return damaged == primary ? other != primary : other == primary;
    }

    @Override
    boolean mayLoseItsWord(final Host host)
    {
        return true;
    }

    @Override
    boolean mayBeDamagedLive(final Host host)
    {
        return host != primary || !host.isUp() || primary.machine().isLeading();
    }

    @Override
    void inject(final Fault fault, final Draw draw)
    {
        final StandbyHost standby = standbys[draw.below(standbys.length)];
        if (fault == Fault.WILD_FORECAST)
        {
            world.fault(fault, "round trips to standby %d are reported at random", standby.replicaId);
            standby.wildUntilNs = world.timeline.nowNs() + Saboteur.durationNs(draw);
        }
        else if (primary.isUp() && !primary.isPaused() && primary.machine().isLeading())
        {
            world.fault(fault, "standby %d", standby.replicaId);
            primary.dropStandby(standby);
        }
    }

    @Override
    void heal()
    {
        healLinks();
        healHost(primary);
        for (final StandbyHost standby : standbys)
        {
            standby.wildUntilNs = 0;
            standby.isBeyondRepair = false;
            healHost(standby);
        }
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            target[streamId] = world.ledger.acknowledged(streamId) + NEW_ENTRIES;
        }
    }

    /** Too few replicas are left that a peer can repair, or the primary has told what nobody can give back to it. */
    @Override
    boolean mayBeClosed()
    {
        int able = 1;
        for (final StandbyHost standby : standbys)
        {
            able += standby.isBeyondRepair ? 0 : 1;
        }
        return able < world.scenario.effectiveMinInSync() ||
            (!primary.machine().isLeading() && (world.isCutByOldDamage() || primary.isClosedForLoss));
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
    @Override
    boolean isServing()
    {
        dropHopeless();
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

    @Override
    void judgeEnd()
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
        final List<Holder> holders = new ArrayList<>();
        hosts.forEach(host -> holders.add(host.holder));
        world.storage.mustBeHeldBySomebody(holders, world.cutByOldDamage);
    }

    @Override
    long delivered()
    {
        long delivered = 0;
        for (final StandbyHost standby : standbys)
        {
            delivered += standby.delivery.delivered();
        }
        return delivered;
    }

    @Override
    String states()
    {
        final StringBuilder builder = new StringBuilder("leading=" + primary.machine().isLeading());
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
