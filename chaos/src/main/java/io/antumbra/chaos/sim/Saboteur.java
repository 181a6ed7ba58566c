package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Injects the scenario's faults, one after the other, at drawn times and places. Storage is damaged only where another
 * replica can still give back what is lost: the protocol promises no more than one intact copy does.
 */
final class Saboteur
{
    private static final Fault[] INJECTED = { Fault.KILL, Fault.KILL_AT_WRITE, Fault.REBOOT, Fault.FLIP_TAIL,
        Fault.FLIP_ANY, Fault.FLIP_LIVE, Fault.PAUSE, Fault.IMPAIR, Fault.PARTITION, Fault.HALF_PARTITION,
        Fault.SESSION_END, Fault.TRANSPORT_RESET, Fault.BACK_PRESSURE, Fault.DROP_STANDBY, Fault.WILD_FORECAST };

    private final World world;
    private final Draw draw;
    private final PrimaryHost primary;
    private final StandbyHost[] standbys;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Channel> channels;
    private final List<Fault> enabled = new ArrayList<>();

    Saboteur(final World world, final PrimaryHost primary, final StandbyHost[] standbys, final List<Channel> channels)
    {
        this.world = world;
        this.primary = primary;
        this.standbys = standbys;
        this.channels = channels;
        draw = world.draw.fork();
        hosts.add(primary);
        hosts.addAll(List.of(standbys));
        for (final Fault fault : INJECTED)
        {
            if (world.scenario.faults.contains(fault))
            {
                enabled.add(fault);
            }
        }
    }

    void start()
    {
        if (!enabled.isEmpty())
        {
            next();
        }
    }

    private void next()
    {
        world.timeline.after(draw.between(1_000_000, 2 * world.scenario.faultIntervalNs), () ->
        {
            if (!world.isHealed)
            {
                inject(enabled.get(draw.below(enabled.size())));
                next();
            }
        });
    }

    private void inject(final Fault fault)
    {
        final Host host = hosts.get(draw.below(hosts.size()));
        final Channel channel = channels.get(draw.below(channels.size()));
        switch (fault)
        {
            case KILL:
                host(fault, host, () -> host.crash(host.restartDelayNs()));
                break;
            case KILL_AT_WRITE:
                host(fault, host, () -> host.fuse.arm((int)draw.logBetween(1, 400)));
                break;
            case REBOOT:
                host(fault, host, () -> reboot(host));
                break;
            case FLIP_TAIL:
            case FLIP_ANY:
            case FLIP_LIVE:
                flip(fault, host);
                break;
            case PAUSE:
                host(fault, host, () -> pause(host));
                break;
            case TRANSPORT_RESET:
                host(fault, host, () -> reset(host));
                break;
            case DROP_STANDBY:
                drop();
                break;
            case WILD_FORECAST:
                noted(fault, "round trips are reported at random");
                standbys[draw.below(standbys.length)].wildUntilNs = world.timeline.nowNs() + duration();
                break;
            default:
                damage(fault, channel);
                break;
        }
    }

    private void host(final Fault fault, final Host host, final Runnable action)
    {
        if (host.isUp())
        {
            noted(fault, "replica " + host.replicaId);
            action.run();
        }
    }

    private void noted(final Fault fault, final String where)
    {
        world.count(fault);
        world.note("fault %s: %s", fault, where);
    }

    private long duration()
    {
        return draw.logBetween(2_000_000, 3_000_000_000L);
    }

    private void pause(final Host host)
    {
        final long durationNs = duration();
        host.pause(durationNs);
        if (durationNs > world.scenario.sessionTimeoutNs)
        {
            world.timeline.after(world.scenario.sessionTimeoutNs, () -> endAll(host, durationNs));
            if (draw.chance(0.5))
            {
                world.timeline.after(durationNs, () -> reset(host));
            }
        }
    }

    private void reset(final Host host)
    {
        if (host.isUp() && !host.isPaused())
        {
            host.outgoing.forEach(channel -> channel.end(draw.between(1_000_000, 50_000_000)));
            host.incoming.forEach(channel -> channel.end(draw.between(1_000_000, 50_000_000)));
            host.transportReset();
        }
    }

    private void endAll(final Host host, final long backAfterNs)
    {
        host.outgoing.forEach(channel -> channel.end(backAfterNs));
        host.incoming.forEach(channel -> channel.end(backAfterNs));
    }

    private void drop()
    {
        final StandbyHost standby = standbys[draw.below(standbys.length)];
        if (primary.isUp() && !primary.isPaused() && primary.machine().isLeading())
        {
            world.count(Fault.DROP_STANDBY);
            primary.dropStandby(standby);
        }
    }

    private void damage(final Fault fault, final Channel channel)
    {
        noted(fault, channel.from.replicaId + " to " + channel.to.replicaId);
        final long durationNs = duration();
        switch (fault)
        {
            case BACK_PRESSURE:
                channel.refusesUntilNs = world.timeline.nowNs() + durationNs;
                break;
            case SESSION_END:
                channel.end(draw.logBetween(1_000_000, 500_000_000));
                break;
            case IMPAIR:
                impair(channel, durationNs);
                break;
            case PARTITION:
                for (final Channel each : channels)
                {
                    final boolean isBack = each.from == channel.to && each.to == channel.from;
                    if (each == channel || isBack)
                    {
                        cut(each, durationNs);
                    }
                }
                break;
            default:
                cut(channel, durationNs);
                break;
        }
    }

    private void impair(final Channel channel, final long durationNs)
    {
        final Impairment impairment = Channel.healthy(world.scenario);
        impairment.delayNs = draw.logBetween(10_000, 200_000_000);
        impairment.jitterNs = draw.chance(0.5) ? draw.logBetween(1_000, 50_000_000) : 0;
        if (!world.scenario.isInOrder)
        {
            impairment.keepsOrder = draw.chance(0.3);
            impairment.lossRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
            impairment.burstRatio = draw.chance(0.3) ? draw.unit() * 0.1 : 0;
            impairment.duplicateRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
            impairment.corruptRatio = draw.chance(0.5) ? draw.unit() * 0.3 : 0;
        }
        channel.impairment = impairment;
        world.timeline.after(durationNs, () -> heal(channel, impairment));
    }

    private void heal(final Channel channel, final Impairment expected)
    {
        if (channel.impairment == expected)
        {
            channel.impairment = Channel.healthy(world.scenario);
            channel.connect();
        }
    }

    /** What travels in order is held back by a short cut and lost with its session by a long one. */
    private void cut(final Channel channel, final long durationNs)
    {
        if (world.scenario.isInOrder && durationNs < world.scenario.sessionTimeoutNs)
        {
            channel.holdsUntilNs = world.timeline.nowNs() + durationNs;
            return;
        }
        final Impairment impairment = Channel.healthy(world.scenario);
        impairment.isCut = true;
        channel.impairment = impairment;
        world.timeline.after(world.scenario.sessionTimeoutNs, () ->
        {
            if (channel.impairment == impairment)
            {
                channel.end(1_000_000);
            }
        });
        world.timeline.after(durationNs, () -> heal(channel, impairment));
    }

    private void reboot(final Host host)
    {
        host.crash(host.restartDelayNs());
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

    private void flip(final Fault fault, final Host host)
    {
        final int streamId = draw.below(world.scenario.streamCount);
        final long end = host.storage.end(streamId);
        final long oldest = host.storage.oldestRetained(streamId);
        final long safe = world.decided[streamId];
        final long sequence = fault == Fault.FLIP_TAIL ? end : draw.between(Math.min(oldest, end), end);
        final boolean isSafeTail = fault == Fault.FLIP_TAIL && sequence <= safe;
        final boolean isBeforeLeading = fault == Fault.FLIP_LIVE && host == primary && host.isUp() &&
            !primary.machine().isLeading();
        if (sequence < oldest || end < oldest || isSafeTail || isBeforeLeading ||
            !isRepairable(host, streamId, sequence))
        {
            return;
        }
        noted(fault, "record " + sequence + " of stream " + streamId + " at replica " + host.replicaId);
        if (fault == Fault.FLIP_LIVE)
        {
            host.isDamaged = host.isUp();
        }
        else
        {
            host.crash(host.restartDelayNs());
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
        for (final Host other : hosts)
        {
            final boolean mayServe = host == primary ? other != primary : other == primary;
            final long oldest = other.storage.oldestRetained(streamId);
            final long through = Math.max(world.decided[streamId], other.storage.end(streamId));
            if (mayServe && from >= oldest &&
                world.storage.holds(other.holder, streamId, oldest, through))
            {
                return true;
            }
        }
        return false;
    }
}
