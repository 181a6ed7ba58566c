package io.antumbra.chaos.sim;

import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.antumbra.core.EpochState;
import io.antumbra.core.Outcome;

/**
 * What people do to replicas: an order goes to one that runs, and may well kill it at one of its writes. After a force
 * a handler may hold what was given up; it is stopped then, given a state that was saved before, and started again.
 */
final class Operator
{
    private static final long RESTORE_AFTER_NS = 50_000_000;

    private final World world;
    private final Draw draw;
    private int outcome;

    Operator(final World world, final Draw draw)
    {
        this.world = world;
        this.draw = draw;
    }

    /** Returns true when the standby is dropped, or the arbiter is asked to. */
    boolean drop(final ReplicaHost at, final ReplicaHost standby)
    {
        return order("drops", at, standby, () -> at.machine().dropStandby(standby.replicaId, at.nowNs()));
    }

    void handover(final ReplicaHost at, final ReplicaHost target)
    {
        order("hands over to", at, target, () -> at.machine().handover(target.replicaId, at.nowNs()));
    }

    void force(final ReplicaHost at, final ReplicaHost target)
    {
        order("forces", at, target, () -> at.machine().force(target.replicaId, at.nowNs()));
    }

    private boolean order(final String what, final ReplicaHost at, final ReplicaHost whom, final IntSupplier order)
    {
        outcome = Outcome.CLOSED;
        at.guard(() -> outcome = order.getAsInt());
        world.note("operator %s %d at %d: %s", what, whom.replicaId, at.replicaId, Outcome.name(outcome));
        return outcome == Outcome.OK;
    }

    /** Nothing but a force takes back what a handler has seen: without one it is left as it is, and found out. */
    void restoreHandlerSoon(final ReplicaHost replica, final Supplier<ReplicaHost> leader)
    {
        final int start = replica.generation();
        if (world.faults.of(Fault.FORCE) > 0)
        {
            world.timeline.after(RESTORE_AFTER_NS, () ->
            {
                if (replica.isUp() && replica.generation() == start)
                {
                    restoreHandler(replica, leader);
                }
            });
        }
    }

    private void restoreHandler(final ReplicaHost replica, final Supplier<ReplicaHost> leader)
    {
        for (int streamId = 0; streamId < world.scenario.streamCount; streamId++)
        {
            if (holdsWhatWasGivenUp(replica, streamId))
            {
                final long through = savedThrough(replica, leader.get(), streamId);
                if (through < 0)
                {
                    restoreHandlerSoon(replica, leader);
                    continue;
                }
                world.note("operator gives the handler of %d a state of stream %d through %d instead of %d",
                    replica.replicaId, streamId, through, replica.delivery.position(streamId));
                world.coverage.saw(Transition.HANDLER_IS_RESTORED);
                replica.crash(RESTORE_AFTER_NS);
                replica.delivery.onReplaced(streamId, through);
            }
        }
    }

    private boolean holdsWhatWasGivenUp(final ReplicaHost replica, final int streamId)
    {
        final EpochState saved = world.journals.savedBy(replica.replicaId);
        final long position = replica.delivery.position(streamId);
        return saved != null && saved.givenUpFrom[streamId] != 0 && position >= saved.givenUpFrom[streamId] &&
            position <= saved.givenUpThrough[streamId];
    }

    /**
     * A state from before what was given up, as long as the shadow reaches back to it, or else the leader's from
     * beyond, as the problem says; -1 while there is neither.
     */
    private long savedThrough(final ReplicaHost replica, final ReplicaHost leader, final int streamId)
    {
        final EpochState saved = world.journals.savedBy(replica.replicaId);
        final long oldest = replica.storage.oldestRetained(streamId) - 1;
        if (oldest < saved.givenUpFrom[streamId])
        {
            return draw.between(oldest, saved.givenUpFrom[streamId] - 1);
        }
        final boolean isUsable = leader != null && leader != replica && !holdsWhatWasGivenUp(leader, streamId);
        final long position = isUsable ? leader.delivery.position(streamId) : -1;
        return position > saved.givenUpThrough[streamId] && position >= oldest && position <= replica.storage.end(
            streamId) ? position : -1;
    }
}
