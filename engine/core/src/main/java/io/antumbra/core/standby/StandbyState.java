package io.antumbra.core.standby;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EpochState;
import io.antumbra.core.Outbox;
import io.antumbra.core.Problem;
import io.antumbra.core.ProblemLog;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.Shadow;
import io.antumbra.core.StandbyListener;

/** What the parts of a standby share; they hold this, never each other's parent. */
final class StandbyState
{
    static final int NO_SESSION = Integer.MIN_VALUE;

    final ReplicaState replica;
    final CoreConfig config;
    final int primaryId;
    final Shadow shadow;
    final Outbox outbox;
    final StandbyListener listener;
    final CoreStats stats;
    final ProblemLog problems;
    final EpochState epochState;
    final long[] committed;
    final long[] delivered;

    /** Epoch adopted from the bound primary, 0 while there is none. */
    long epoch;

    int sessionId = NO_SESSION;

    /** Of the primary that is bound. */
    final LineReceipts receipts = new LineReceipts();

    /** What each acknowledgement promises: no proposal for so long. */
    final long leaseNs;

    StandbyState(final ReplicaState replica, final int primaryId, final Outbox outbox, final StandbyListener listener,
        final long leaseNs)
    {
        this.replica = replica;
        this.primaryId = primaryId;
        this.outbox = outbox;
        this.listener = listener;
        this.leaseNs = leaseNs;
        config = replica.config;
        shadow = replica.shadow;
        stats = replica.stats;
        problems = replica.problems;
        epochState = replica.epochState;
        committed = replica.committed;
        delivered = replica.delivered;
    }

    boolean isStream(final int streamId)
    {
        return streamId >= 0 && streamId < config.streamCount;
    }

    /** Whatever tells the primary what is held, vouches for it: a later start must be able to tell that it is gone. */
    void promiseHeld()
    {
        for (int streamId = 0; streamId < config.streamCount; streamId++)
        {
            final long held = shadow.held(streamId);
            if (held > shadow.promised(streamId))
            {
                replica.promise(streamId, held);
            }
        }
    }

    void tellOnce(final Problem problem, final String message)
    {
        if (problems.isNew(problem, primaryId))
        {
            listener.onProblem(problem, primaryId, message);
        }
    }
}
