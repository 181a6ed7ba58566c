package io.antumbra.core.replica;

import io.antumbra.core.Outcome;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.wire.RequestKind;

/**
 * An operator's order that a replica is to lead. It is asked for on the configuration that holds at that time and not
 * on what was known here when it was given; whatever happens in between makes the arbiter refuse it, and the operator
 * decides again. Rejected: to repeat a refused order, for the shard is then another one than the operator saw.
 */
final class Force
{
    private static final int NOBODY = -1;

    private final ArbiterClient arbiter;
    private final Announcer announcer;
    private final ReplicaListener listener;
    private int targetId = NOBODY;
    private long orderedNs;

    Force(final ArbiterClient arbiter, final Announcer announcer, final ReplicaListener listener)
    {
        this.arbiter = arbiter;
        this.announcer = announcer;
        this.listener = listener;
    }

    int order(final int replicaId, final long nowNs)
    {
        if (arbiter.isBusy() || isOpen())
        {
            return Outcome.BACK_PRESSURED;
        }
        targetId = replicaId;
        orderedNs = nowNs;
        arbiter.query(0, nowNs);
        return Outcome.OK;
    }

    /** The arbiter is still to be asked what holds. */
    boolean isOpen()
    {
        return targetId != NOBODY;
    }

    void onAnswer(final long nowNs)
    {
        final Configuration known = arbiter.known();
        if (arbiter.settled() == RequestKind.FORCE)
        {
            if (arbiter.isGranted())
            {
                announcer.announce(known, nowNs);
                listener.onForced(known.epoch, arbiter.leftOut(), arbiter.leaseLeftNs());
            }
            else
            {
                listener.onForceRefused(known.epoch, known.version);
            }
        }
        if (isOpen() && !arbiter.isBusy() && arbiter.isAnswerToQuestionSince(orderedNs))
        {
            arbiter.force(targetId, nowNs);
            targetId = NOBODY;
        }
    }
}
