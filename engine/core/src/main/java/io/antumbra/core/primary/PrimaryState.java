package io.antumbra.core.primary;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EpochState;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.Outbox;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ProblemLog;
import io.antumbra.core.Shadow;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.resend.DecisionLog;

/** What the parts of a primary share; they hold this, never each other's parent. */
final class PrimaryState
{
    final ReplicaState replica;
    final CoreConfig config;
    final Shadow shadow;
    final Outbox outbox;
    final PrimaryListener listener;
    final CoreStats stats;
    final ProblemLog problems;
    final EpochState epochState;
    final StandbyLink[] links;
    final long[] committed;

    /** Decides who is in sync; null where this primary does, alone. */
    final InSyncAuthority authority;

    /** What the arbiter has told last; unknown without one. */
    final Configuration configuration = new Configuration();
    final SubsetFrame frame;
    final DecisionLog decisions = new DecisionLog();
    private final long[] ends;
    final int minInSync;

    /** The epoch that this replica leads or is about to lead; 0 before. */
    long epoch;

    /** What the members hold counts as committed: while leading, and before that when the arbiter gave the epoch. */
    boolean mayCommit;

    /** The epoch has begun: everything before it is committed. */
    boolean isLeading;

    /** Entries are accepted: while leading, but not while the lead is handed over. */
    boolean isAccepting;

    /** Members that are not configured here: nothing is committed until the arbiter has dropped them. */
    long strangers;

    /** The arbiter lets this primary acknowledge alone until {@link #aloneUntilNs}. */
    boolean hasAloneLease;
    long aloneUntilNs;

    PrimaryState(final ReplicaState replica, final Outbox outbox, final PrimaryListener listener,
        final StandbyLink[] links, final InSyncAuthority authority)
    {
        this.replica = replica;
        this.outbox = outbox;
        this.listener = listener;
        this.links = links;
        this.authority = authority;
        config = replica.config;
        shadow = replica.shadow;
        stats = replica.stats;
        problems = replica.problems;
        epochState = replica.epochState;
        committed = replica.committed;
        ends = new long[config.streamCount];
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
        replica.save();
    }

    /**
     * What a standby has to hold before it may be a member: all that is committed. Before this primary leads it does
     * not know how much that is, and then it is everything that it has itself.
     */
    long[] mustHold()
    {
        if (isLeading)
        {
            return committed;
        }
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            ends[streamId] = shadow.end(streamId);
        }
        return ends;
    }

    /** Takes over what the arbiter has told; its members among our links are marked by the caller. */
    void configuration(final Configuration told)
    {
        configuration.copyFrom(told);
        strangers = told.members.set() & ~(1L << config.replicaId);
        for (final StandbyLink link : links)
        {
            strangers &= ~(1L << link.replicaId);
        }
    }

    /** How many members would rather lead in our stead: they hold more, or as much and have a lower id. */
    int rank(final StandbyLink link)
    {
        int rank = 0;
        for (final StandbyLink other : links)
        {
            final long more = other.totalAcknowledged() - link.totalAcknowledged();
            rank += other.isInSync && (more > 0 || (more == 0 && other.replicaId < link.replicaId)) ? 1 : 0;
        }
        return rank;
    }

    void lead()
    {
        mayCommit = true;
        isLeading = true;
        isAccepting = true;
    }

    /** Leave to acknowledge without any other replica; never missing where there is no arbiter to ask. */
    boolean mayBeAlone(final long nowNs)
    {
        return authority == null || (hasAloneLease && aloneUntilNs - nowNs > 0);
    }

    void tell(final Problem problem, final int replicaId, final String message)
    {
        listener.onProblem(problem, replicaId, message);
    }
}
