package io.antumbra.core.primary;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;
import io.antumbra.core.Outbox;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ProblemLog;
import io.antumbra.core.Shadow;
import io.antumbra.core.frame.SubsetFrame;

/** What the parts of a primary share; they hold this, never each other's parent. */
final class PrimaryState
{
    final CoreConfig config;
    final Shadow shadow;
    final Journal journal;
    final Outbox outbox;
    final PrimaryListener listener;
    final CoreStats stats = new CoreStats();
    final ProblemLog problems = new ProblemLog();
    final EpochState epochState;
    final StandbyLink[] links;
    final long[] committed;
    final SubsetFrame frame;
    final int minInSync;

    /** The epoch that this replica leads or is about to lead; 0 before. */
    long epoch;

    /** Entries are accepted. */
    boolean isLeading;

    PrimaryState(final CoreConfig config, final Shadow shadow, final Journal journal, final Outbox outbox,
        final PrimaryListener listener, final StandbyLink[] links)
    {
        this.config = config;
        this.shadow = shadow;
        this.journal = journal;
        this.outbox = outbox;
        this.listener = listener;
        this.links = links;
        epochState = new EpochState(config.streamCount);
        committed = new long[config.streamCount];
        frame = new SubsetFrame(config.maxFrameLength);
        minInSync = config.minInSync > 0 ? config.minInSync : Math.min(2, 1 + links.length);
    }

    StandbyLink linkOfReplica(final int replicaId)
    {
        for (final StandbyLink link : links)
        {
            if (link.replicaId == replicaId)
            {
                return link;
            }
        }
        return null;
    }

    StandbyLink linkOfSession(final int sessionId)
    {
        for (final StandbyLink link : links)
        {
            if (link.isBound && link.sessionId == sessionId)
            {
                return link;
            }
        }
        return null;
    }

    int inSyncCount()
    {
        int count = 1;
        for (final StandbyLink link : links)
        {
            count += link.isInSync ? 1 : 0;
        }
        return count;
    }

    /** Makes the in-sync set durable; only after this may it decide what is acknowledged. */
    void saveInSyncSet()
    {
        long set = 1L << config.replicaId;
        for (final StandbyLink link : links)
        {
            set |= link.isInSync ? 1L << link.replicaId : 0;
        }
        epochState.inSyncSet = set;
        epochState.configurationVersion++;
        journal.save(epochState);
    }

    void tell(final Problem problem, final int replicaId, final String message)
    {
        listener.onProblem(problem, replicaId, message);
    }
}
