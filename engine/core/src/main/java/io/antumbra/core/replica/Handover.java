package io.antumbra.core.replica;

import io.antumbra.core.Outcome;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.primary.Primary;

/**
 * A primary that gives the lead away while it lives. It accepts nothing more, waits until the target holds all of it,
 * and then asks the arbiter; so nothing becomes an orphan and the target has nothing to make up.
 *
 * <pre>
 *   IDLE --asked for--&gt; DRAINING --target holds all--&gt; ASKED --granted--&gt; follows the target
 *                          | too slow                     | refused
 *                          +------------------------------+--------&gt; IDLE, accepts again
 * </pre>
 *
 * From asking on it serves no reads: the target leads from the moment of the grant, and its promise not to propose
 * itself does not cover what the arbiter is asked for in its name. Without an answer for too long entries are accepted
 * again, while the question stays open: whatever is acknowledged, the target acknowledges too, so it has it when it
 * takes over.
 *
 * <p>Rejected: to stop and let the others find out (a failover: entries in flight may become orphans of a primary that
 * lives), and to let the target propose itself (it has promised not to, and somebody else may be first).
 */
final class Handover
{
    private enum Step
    {
        IDLE, DRAINING, ASKED
    }

    private final ReplicaState state;
    private final ArbiterClient arbiter;
    private Step step = Step.IDLE;
    private int targetId;
    private long sinceNs;

    Handover(final ReplicaState state, final ArbiterClient arbiter)
    {
        this.state = state;
        this.arbiter = arbiter;
    }

    int begin(final Primary primary, final int newTargetId, final long nowNs)
    {
        if (step != Step.IDLE || arbiter.isBusy())
        {
            return Outcome.BACK_PRESSURED;
        }
        if (!primary.isInSync(newTargetId) || !primary.tenure().isFollowedBy(newTargetId))
        {
            return Outcome.NOT_CONNECTED;
        }
        step = Step.DRAINING;
        targetId = newTargetId;
        sinceNs = nowNs;
        primary.tenure().accept(false);
        return Outcome.OK;
    }

    void doWork(final Primary primary, final long nowNs)
    {
        if (step == Step.IDLE)
        {
            return;
        }
        if (step == Step.DRAINING && primary.tenure().holdsAll(targetId) && !arbiter.isBusy())
        {
            step = Step.ASKED;
            sinceNs = nowNs;
            final long[] ends = new long[state.config.streamCount];
            for (int streamId = 0; streamId < ends.length; streamId++)
            {
                ends[streamId] = state.shadow.end(streamId);
            }
            arbiter.handover(targetId, primary.tenure().incarnationOf(targetId), ends, nowNs);
        }
        if (nowNs - sinceNs >= state.config.peerTimeoutNs)
        {
            primary.tenure().accept(true);
            step = step == Step.DRAINING ? Step.IDLE : step;
        }
    }

    /** The arbiter has refused, and this replica goes on. */
    void onRefused(final Primary primary)
    {
        step = Step.IDLE;
        primary.tenure().accept(true);
    }

    /** This replica leads no more. */
    void end()
    {
        step = Step.IDLE;
    }

    /** Somebody else may lead from the next moment on. */
    boolean isAsked()
    {
        return step == Step.ASKED;
    }
}
