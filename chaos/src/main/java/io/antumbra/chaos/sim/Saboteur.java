package io.antumbra.chaos.sim;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.antumbra.transport.impair.ImpairmentSettings;

/**
 * Injects the faults of a schedule. Storage is damaged only where another replica can still give back what is lost: the
 * protocol promises no more than one intact copy does.
 */
final class Saboteur
{
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private final World world;
    private final Cluster cluster;

    Saboteur(final World world, final Cluster cluster)
    {
        this.world = world;
        this.cluster = cluster;
    }

    void start(final List<PlannedFault> faults)
    {
        for (final PlannedFault fault : faults)
        {
            world.timeline.after(fault.atNs(), () -> inject(fault.kind(), fault.draw()));
        }
    }

    /** How long a fault lasts. */
    static long durationNs(final Draw draw)
    {
        return draw.logBetween(2_000_000, 3_000_000_000L);
    }

    private void inject(final Fault fault, final Draw draw)
    {
        final Host host = cluster.hosts.get(draw.below(cluster.hosts.size()));
        final Channel channel = cluster.channels.get(draw.below(cluster.channels.size()));
        switch (fault)
        {
            case KILL:
                host(fault, host, () -> host.crash(Host.restartDelayNs(draw)));
                break;
            case KILL_AT_WRITE:
                host(fault, host, () -> host.fuse.arm((int)draw.logBetween(1, 400)));
                break;
            case REBOOT:
                if (host.isUp() && (world.scenario.isSynced || cluster.mayLoseItsWord(host)))
                {
                    host(fault, host, () -> reboot(host, draw));
                }
                break;
            case FLIP_TAIL:
            case FLIP_ANY:
            case FLIP_LIVE:
                flip(fault, host, draw);
                break;
            case SHADOW_FULL:
                host(fault, host, () -> host.fullUntilNs = world.timeline.nowNs() + durationNs(draw));
                break;
            case HANDLER_THROWS:
                host(fault, host, () -> host.handlerThrowsUntilNs = world.timeline.nowNs() + durationNs(draw));
                break;
            case PAUSE:
                host(fault, host, () -> pause(host, draw));
                break;
            case TRANSPORT_RESET:
                host(fault, host, () -> reset(host, draw));
                break;
            case ISOLATE:
                isolate(cluster.toIsolate(host, draw), draw);
                break;
            case CLOCK_JUMP:
                host(fault, host, () -> host.jumpClock(draw.logBetween(1_000_000, HOUR_NS)));
                break;
            case BACK_PRESSURE:
            case SESSION_END:
            case IMPAIR:
            case FLAP:
            case PARTITION:
            case HALF_PARTITION:
                damage(fault, channel, draw);
                break;
            default:
                cluster.inject(fault, draw);
                break;
        }
    }

    private void host(final Fault fault, final Host host, final Runnable action)
    {
        if (host.isUp())
        {
            world.fault(fault, "replica %d", host.replicaId);
            action.run();
        }
    }

    private void pause(final Host host, final Draw draw)
    {
        final long durationNs = durationNs(draw);
        host.pause(durationNs);
        if (durationNs > world.scenario.sessionTimeoutNs)
        {
            world.timeline.after(world.scenario.sessionTimeoutNs, () -> endAll(host, durationNs));
            if (draw.chance(0.5))
            {
                world.timeline.after(durationNs, () -> reset(host, draw));
            }
        }
    }

    private void reset(final Host host, final Draw draw)
    {
        if (host.isUp() && !host.isPaused())
        {
            host.outgoing.forEach(channel -> endBoth(channel, draw.between(1_000_000, 50_000_000)));
            host.incoming.forEach(channel -> endBoth(channel, draw.between(1_000_000, 50_000_000)));
            host.transportReset();
        }
    }

    private void endAll(final Host host, final long backAfterNs)
    {
        host.outgoing.forEach(channel -> endBoth(channel, backAfterNs));
        host.incoming.forEach(channel -> endBoth(channel, backAfterNs));
    }

    private static void endBoth(final Channel channel, final long backAfterNs)
    {
        channel.end(backAfterNs);
        channel.lineB.end(backAfterNs);
    }

    private void isolate(final Host host, final Draw draw)
    {
        final long durationNs = durationNs(draw);
        world.fault(Fault.ISOLATE, "replica %d for %d ms", host.replicaId, durationNs / 1_000_000);
        host.outgoing.forEach(channel -> cutBoth(channel, durationNs));
        host.incoming.forEach(channel -> cutBoth(channel, durationNs));
    }

    private void damage(final Fault fault, final Channel channel, final Draw draw)
    {
        final long durationNs = durationNs(draw);
        world.fault(fault, "%d to %d for %d ms", channel.from.replicaId, channel.to.replicaId, durationNs / 1_000_000);
        switch (fault)
        {
            case BACK_PRESSURE:
                refuse(channel, draw.chance(0.5), durationNs);
                break;
            case SESSION_END:
                channel.end(draw.logBetween(1_000_000, 500_000_000));
                break;
            case IMPAIR:
                impair(channel, worse(channel, draw), durationNs);
                break;
            case FLAP:
                impair(channel, flapping(channel, draw), durationNs);
                break;
            case PARTITION:
                for (final Channel each : cluster.channels)
                {
                    final boolean isBack = each.from == channel.to && each.to == channel.from;
                    if (each == channel || isBack)
                    {
                        cutBoth(each, durationNs);
                    }
                }
                break;
            default:
                cut(channel, durationNs);
                break;
        }
    }

    /** One send buffer is full, or the process that empties all of them stands still. */
    private void refuse(final Channel channel, final boolean isWhole, final long durationNs)
    {
        for (final Channel each : channel.from.outgoing)
        {
            if (isWhole || each == channel)
            {
                each.refusesUntilNs = world.timeline.nowNs() + durationNs;
            }
        }
    }

    private ImpairmentSettings worse(final Channel channel, final Draw draw)
    {
        final ImpairmentSettings worse = channel.healthy();
        worse.delayNs = draw.logBetween(10_000, 200_000_000);
        worse.jitterNs = draw.chance(0.5) ? draw.logBetween(1_000, 50_000_000) : 0;
        if (!world.scenario.isInOrder)
        {
            worse.keepsOrder = draw.chance(0.3);
            worse.lossRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
            worse.burstRatio = draw.chance(0.3) ? draw.unit() * 0.1 : 0;
            worse.duplicateRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
            worse.corruptRatio = draw.chance(0.5) ? draw.unit() * 0.3 : 0;
        }
        return worse;
    }

    /** Down for less than a session's time-out: what is in order arrives later, the rest is lost. */
    private ImpairmentSettings flapping(final Channel channel, final Draw draw)
    {
        final ImpairmentSettings flapping = channel.healthy();
        flapping.flapUpNs = draw.logBetween(1_000_000, 200_000_000);
        flapping.flapDownNs = draw.logBetween(1_000_000, 200_000_000);
        return flapping;
    }

    private void impair(final Channel channel, final ImpairmentSettings settings, final long durationNs)
    {
        channel.impair(settings);
        world.timeline.after(durationNs, () -> heal(channel, settings));
    }

    private void heal(final Channel channel, final ImpairmentSettings expected)
    {
        if (channel.isImpairedBy(expected))
        {
            channel.impair(channel.healthy());
            channel.connect();
        }
    }

    private void cutBoth(final Channel channel, final long durationNs)
    {
        channel.lineB.cut(durationNs);
        cut(channel, durationNs);
    }

    /** What travels in order is held back by a short cut and lost with its session by a long one. */
    private void cut(final Channel channel, final long durationNs)
    {
        if (world.scenario.isInOrder && durationNs < world.scenario.sessionTimeoutNs)
        {
            channel.holdsUntilNs = world.timeline.nowNs() + durationNs;
            return;
        }
        final ImpairmentSettings cut = channel.healthy();
        cut.isCut = true;
        world.timeline.after(world.scenario.sessionTimeoutNs, () ->
        {
            if (channel.isImpairedBy(cut))
            {
                channel.end(1_000_000);
            }
        });
        impair(channel, cut, durationNs);
    }

    private void reboot(final Host host, final Draw draw)
    {
        host.crash(Host.restartDelayNs(draw));
        host.rebooted();
        for (int streamId = 0; streamId < world.scenario.streamCount; streamId++)
        {
            final long end = host.storage.end(streamId);
            if (world.scenario.isSynced)
            {
                continue;
            }
            final long from = Math.max(host.storage.oldestRetained(streamId), end + 1 - draw.logBetween(1, 200));
            final long promised = host.storage.promised(streamId);
            if (from <= end && isRepairable(host, streamId, from))
            {
                host.holder.excuse(streamId, from, end);
                host.storage.truncate(streamId, from, 0);
                if (draw.chance(0.5))
                {
                    host.storage.promised(streamId, promised);
                }
            }
        }
        if (world.scenario.isSynced)
        {
            host.storage.loseUnsynced();
        }
    }

    private void flip(final Fault fault, final Host host, final Draw draw)
    {
        final int streamId = draw.below(world.scenario.streamCount);
        final long end = host.storage.end(streamId);
        final long oldest = host.storage.oldestRetained(streamId);
        final long safe = world.decided[streamId];
        final long sequence = fault == Fault.FLIP_TAIL ? end : draw.between(Math.min(oldest, end), end);
        final boolean isSafeTail = fault == Fault.FLIP_TAIL && sequence <= safe;
        final boolean isForbiddenLive = fault == Fault.FLIP_LIVE && !cluster.mayBeDamagedLive(host);
        if (sequence < oldest || end < oldest || isSafeTail || isForbiddenLive ||
            !isRepairable(host, streamId, sequence) || !cluster.mayLoseItsWord(host))
        {
            return;
        }
        world.fault(fault, "record %d of stream %d at replica %d", sequence, streamId, host.replicaId);
        if (fault == Fault.FLIP_LIVE)
        {
            host.isDamaged = host.isUp();
        }
        else
        {
            host.crash(Host.restartDelayNs(draw));
        }
        host.holder.excuse(streamId, sequence, fault == Fault.FLIP_LIVE ? Long.MAX_VALUE : end);
        host.storage.flipBit(streamId, sequence, draw.below(1 << 20));
    }

    /**
     * Another replica can be asked for all that is decided from here on: it holds that and all it has before and
     * behind, for damage there would cut it at its next start, and what is not decided yet may be soon.
     */
    private boolean isRepairable(final Host host, final int streamId, final long from)
    {
        for (final Host other : cluster.hosts)
        {
            final long oldest = other.storage.oldestRetained(streamId);
            final long through = Math.max(world.decided[streamId], other.storage.end(streamId));
            if (cluster.mayRepair(host, other) && from >= oldest &&
                world.storage.holds(other.holder, streamId, oldest, through))
            {
                return true;
            }
        }
        return false;
    }
}
