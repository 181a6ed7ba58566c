package io.antumbra.core.standby;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;
import io.antumbra.core.Outbox;
import io.antumbra.core.Problem;
import io.antumbra.core.ProblemLog;
import io.antumbra.core.Shadow;
import io.antumbra.core.StandbyListener;

/** What the parts of a standby share; they hold this, never each other's parent. */
final class StandbyState
{
    static final int NO_SESSION = Integer.MIN_VALUE;

    final CoreConfig config;
    final int primaryId;
    final Shadow shadow;
    final Journal journal;
    final Outbox outbox;
    final StandbyListener listener;
    final CoreStats stats = new CoreStats();
    final ProblemLog problems = new ProblemLog();
    final EpochState epochState;
    final long[] committed;
    final long[] delivered;

    /** Epoch adopted from the bound primary, 0 while there is none. */
    long epoch;

    /** This replica holds every sequence that it ever acknowledged. */
    boolean isEligible;

    int sessionId = NO_SESSION;
    long bootId;

    StandbyState(final CoreConfig config, final int primaryId, final Shadow shadow, final Journal journal,
        final Outbox outbox, final StandbyListener listener)
    {
        this.config = config;
        this.primaryId = primaryId;
        this.shadow = shadow;
        this.journal = journal;
        this.outbox = outbox;
        this.listener = listener;
        epochState = new EpochState(config.streamCount);
        committed = new long[config.streamCount];
        delivered = new long[config.streamCount];
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
                shadow.promised(streamId, held);
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
