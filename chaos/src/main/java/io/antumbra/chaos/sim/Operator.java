package io.antumbra.chaos.sim;

import java.util.function.IntSupplier;

import io.antumbra.core.Outcome;

/** What people do to replicas that run: each order goes to one replica, and may well kill it at one of its writes. */
final class Operator
{
    private final World world;
    private int outcome;

    Operator(final World world)
    {
        this.world = world;
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
}
