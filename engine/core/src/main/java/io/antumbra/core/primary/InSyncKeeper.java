package io.antumbra.core.primary;

import io.antumbra.core.Problem;

/**
 * Decides whose acknowledgement is needed. A standby that has caught up is admitted, see {@link Admission}; one that
 * falls silent stays a member, which the application sees as back pressure, until the operator drops it or the
 * configured time is over. Never below the minimum in sync.
 *
 * <p>Until an arbiter exists the set is this primary's own, durable in its journal before it counts.
 */
final class InSyncKeeper
{
    private final PrimaryState state;
    private final CommitTracker commit;

    InSyncKeeper(final PrimaryState state, final CommitTracker commit)
    {
        this.state = state;
        this.commit = commit;
    }

    void doWork(final long nowNs)
    {
        for (final StandbyLink link : state.links)
        {
            if (!link.isInSync)
            {
                admit(link, nowNs);
            }
            if (nowNs - link.lastHeardNs >= state.config.peerTimeoutNs)
            {
                lost(link);
            }
            if (link.isInSync && state.config.dropStandbyAfterNs > 0 && isOverdue(link, nowNs))
            {
                drop(link, nowNs);
            }
        }
    }

    private void admit(final StandbyLink link, final long nowNs)
    {
        if (!isHeardSinceDropped(link) || !link.isFollowing(state.epoch))
        {
            link.admission.end();
        }
        else if (link.admission.doWork(link.acknowledged, state.committed, patienceNs(), nowNs))
        {
            link.admission.end();
            link.isInSync = true;
            state.saveInSyncSet();
            state.problems.forget(link.replicaId);
            state.listener.onStandbyInSync(link.replicaId);
        }
    }

    /** How long a standby that is no member may hold up the others at one go. */
    private long patienceNs()
    {
        final long dropNs = state.config.dropStandbyAfterNs;
        return dropNs > 0 ? Math.min(dropNs, state.config.peerTimeoutNs) : state.config.peerTimeoutNs;
    }

    void lost(final StandbyLink link)
    {
        if (!link.isLost && link.incarnation != 0)
        {
            link.isLost = true;
            state.listener.onStandbyLost(link.replicaId);
        }
    }

    /** Takes a standby out of the set, or off its way into it; false when it is on neither or too few would be left. */
    boolean drop(final StandbyLink link, final long nowNs)
    {
        if (!link.isInSync)
        {
            return endAdmission(link, nowNs);
        }
        if (state.inSyncCount() - 1 < state.minInSync)
        {
            if (state.problems.isNew(Problem.MIN_IN_SYNC, link.replicaId))
            {
                state.tell(Problem.MIN_IN_SYNC, link.replicaId, "standby " + link.replicaId +
                    " is silent but cannot be dropped: minInSync=" + state.minInSync +
                    " would not be met. Nothing is acknowledged until it or another standby is back");
            }
            return false;
        }
        link.isInSync = false;
        link.droppedNs = nowNs;
        state.saveInSyncSet();
        state.listener.onStandbyDropped(link.replicaId, state.epochState.configurationVersion);
        commit.updateAll(nowNs);
        return true;
    }

    private boolean endAdmission(final StandbyLink link, final long nowNs)
    {
        if (!link.admission.isRequired())
        {
            return false;
        }
        link.admission.end();
        link.droppedNs = nowNs;
        commit.updateAll(nowNs);
        return true;
    }

    private boolean isOverdue(final StandbyLink link, final long nowNs)
    {
        final long afterNs = state.config.dropStandbyAfterNs;
        return nowNs - link.lastHeardNs >= afterNs ||
            (link.hasUnacknowledged() && nowNs - link.waitingSinceNs >= afterNs);
    }

    /** A silent standby may have held everything when it was dropped; only a new word from it brings it back. */
    private static boolean isHeardSinceDropped(final StandbyLink link)
    {
        return !link.isLost && (link.droppedNs == Long.MIN_VALUE || link.lastHeardNs - link.droppedNs > 0);
    }
}
