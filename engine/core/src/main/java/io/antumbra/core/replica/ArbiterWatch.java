package io.antumbra.core.replica;

import io.antumbra.core.EpochState;
import io.antumbra.core.Problem;
import io.antumbra.core.ReplicaState;

/** What this replica concludes for itself from the arbiter's answers, and from their absence. */
final class ArbiterWatch
{
    private static final int SILENT_PEER_TIMEOUTS = 4;

    private final ReplicaState state;
    private final ArbiterClient arbiter;
    private final ReplicaListener listener;
    private boolean isSilenceTold;
    private long startedNs;

    ArbiterWatch(final ReplicaState state, final ArbiterClient arbiter, final ReplicaListener listener)
    {
        this.state = state;
        this.arbiter = arbiter;
        this.listener = listener;
    }

    void start(final long nowNs)
    {
        startedNs = nowNs;
    }

    void doWork(final long nowNs)
    {
        final long silenceNs = Math.min(nowNs - startedNs, arbiter.sinceAnsweredNs(nowNs));
        final boolean isSilent = silenceNs >= SILENT_PEER_TIMEOUTS * state.config.peerTimeoutNs;
        if (isSilent && !isSilenceTold)
        {
            listener.onProblem(Problem.ARBITER_SILENT, -1, "the arbiter has not answered for " + silenceNs / 1_000_000 +
                " ms: the set in sync and the primary stay as they are until it does");
        }
        isSilenceTold = isSilent;
    }

    /**
     * The primary has this very start recorded once it holds all that is committed, and needs it from then on; so it
     * may vouch. What this start has lost since counts all the same.
     */
    void onAnswer()
    {
        final EpochState saved = state.epochState;
        final boolean isFirstSight = !saved.isArbitrated && arbiter.known().isKnown();
        final boolean isVouchedFor = !state.isEligible() && !state.hasLost() && arbiter.known().members.incarnation(
            state.config.replicaId) == saved.incarnation;
        saved.isArbitrated |= isFirstSight;
        if (isVouchedFor)
        {
            state.vouch();
        }
        if (isFirstSight || isVouchedFor)
        {
            state.save();
        }
    }
}
