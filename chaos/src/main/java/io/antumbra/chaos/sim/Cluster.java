package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;

/** The hosts of one run, how they hang together, and what service means for them. */
abstract class Cluster
{
    final World world;
    final List<Host> hosts = new ArrayList<>();
    final List<Channel> channels = new ArrayList<>();

    Cluster(final World world)
    {
        this.world = world;
    }

    /** Starts every host, late ones later. */
    abstract void boot();

    /** All faults end: links and hosts are whole again, and what an operator does at last is done. */
    abstract void heal();

    /** Called every few milliseconds after that; true once everything is back, and all that is under way arrived. */
    abstract boolean isServing();

    /** Nothing can be served again, and somebody was told why. */
    abstract boolean mayBeClosed();

    /** Judges what is left at the very end. */
    abstract void judgeEnd();

    /** Entries that handlers received. */
    abstract long delivered();

    /** What to print when service did not return. */
    abstract String states();

    /** Another replica can give back what one of them loses. */
    abstract boolean mayRepair(Host damaged, Host other);

    /**
     * A replica may lose what it vouched for, because another one still can; true where nobody has to vouch to lead.
     * Notes that this one no longer can.
     */
    abstract boolean mayLoseItsWord(Host host);

    /** A live record may be damaged: the replica would notice and not hand it on. */
    abstract boolean mayBeDamagedLive(Host host);

    /** Whom to cut off: the one that was drawn, or another that hurts more. */
    Host toIsolate(final Host drawn, final Draw faultDraw)
    {
        return drawn;
    }

    /** Faults that only make sense in one kind of cluster. */
    abstract void inject(Fault fault, Draw draw);

    final void connect(final Host from, final Host to)
    {
        final Channel channel = new Channel(world, from, to);
        from.outgoing.add(channel);
        to.incoming.add(channel);
        channels.add(channel);
    }

    final void judgeStorage()
    {
        for (final Host host : hosts)
        {
            world.storage.mustBeSound(host.holder, world.scenario.capacity);
        }
    }

    final void healLinks()
    {
        for (final Channel channel : channels)
        {
            channel.impair(channel.healthy());
            channel.refusesUntilNs = 0;
            channel.lineB.heal();
            channel.connectSoon();
        }
    }

    /** What an operator does at last: restarts what reports damage, starts what is down. */
    final void healHost(final Host host)
    {
        host.fuse.disarm();
        host.resume();
        host.fullUntilNs = 0;
        host.handlerThrowsUntilNs = 0;
        if (host.isDamaged)
        {
            host.crash(1_000_000);
        }
        else
        {
            host.boot();
        }
    }
}
