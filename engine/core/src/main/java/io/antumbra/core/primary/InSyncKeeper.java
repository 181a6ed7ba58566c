package io.antumbra.core.primary;

import io.antumbra.core.Problem;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.arbiter.Members;

/**
 * Decides whose acknowledgement is needed. A standby that has caught up is admitted, see {@link Admission}; one that
 * falls silent stays a member, which the application sees as back pressure, until the operator drops it or the
 * configured time is over; one that can never be caught up is dropped at once, for nothing that it does could make it
 * acknowledge again. Never below the minimum in sync.
 *
 * <p>A dropped standby may have held everything when it was dropped, and frames of it may still be on the way while its
 * host is taken apart: only an answer to something that was sent after the drop puts it on its way back. Rejected: any
 * frame that arrives later (it took in a start that was gone already), and a new session (a standby that was only slow
 * would have to be told to join anew).
 *
 * <p>Without an arbiter the set is this primary's own, durable in its journal before it counts. With one, the
 * {@link InSyncAuthority} is asked and answers later, perhaps never. From asking until the answer the arbiter may have
 * either set, so both are needed: who is asked out stays a member, and who is asked in is needed as if it were one,
 * however long that takes. Rejected: to let the question lapse after a time-out (it may be granted after that), and to
 * have several questions open (each would be decided on a set that another one changes).
 */
final class InSyncKeeper
{
    private final PrimaryState state;
    private final CommitTracker commit;
    private final Members wanted = new Members();
    private long refusedNs;
    private boolean wasRefused;
    private boolean isStrangerAsked;

    InSyncKeeper(final PrimaryState state, final CommitTracker commit)
    {
        this.state = state;
        this.commit = commit;
    }

    void doWork(final long nowNs)
    {
        if (state.strangers != 0)
        {
            dropStrangers(nowNs);
        }
        for (final StandbyLink link : state.links)
        {
            if (!link.isInSync)
            {
                admit(link, nowNs);
            }
            else if (link.isBeyondShadow)
            {
                drop(link, nowNs);
            }
            if (nowNs - link.lastHeardNs >= state.config.peerTimeoutNs)
            {
                lost(link);
            }
            if (link.isInSync && state.config.dropStandbyAfterNs > 0 && isOverdue(link, nowNs))
            {
                drop(link, nowNs);
            }
            if (state.authority != null && link.isInSync && isUnrecorded(link))
            {
                ask(link, true, nowNs);
            }
        }
    }

    /** Members that this primary does not know cannot be asked for anything; they are removed, as the operator did. */
    private void dropStrangers(final long nowNs)
    {
        if (!isStrangerAsked && !isRefusedLately(nowNs))
        {
            wanted(null, false);
            isStrangerAsked = state.authority.ask(wanted, nowNs);
        }
        if (state.problems.isNew(Problem.UNKNOWN_REPLICA, -1))
        {
            state.tell(Problem.UNKNOWN_REPLICA, -1, "the in-sync set has replicas that are not configured here, " + Long
                .toBinaryString(state.strangers) + ": they are dropped. Add them as peers to have them back");
        }
    }

    private boolean isRefusedLately(final long nowNs)
    {
        return wasRefused && nowNs - refusedNs < state.config.helloIntervalNs;
    }

    /** A member has started again and holds all that is committed: the arbiter may know it by its new start. */
    private boolean isUnrecorded(final StandbyLink link)
    {
        return link.isFollowing(state.epoch) && link.incarnation != state.configuration.members.incarnation(
            link.replicaId) && link.holds(state.mustHold());
    }

    private void admit(final StandbyLink link, final long nowNs)
    {
        if (link.isAsked)
        {
            return;
        }
        if (link.isLost || link.isSilentSinceDropped || !link.isFollowing(state.epoch))
        {
            link.admission.end();
        }
        else if (link.admission.doWork(link.acknowledged, state.mustHold(), patienceNs(), nowNs))
        {
            if (state.authority != null)
            {
                ask(link, true, nowNs);
                return;
            }
            link.admission.end();
            link.isInSync = true;
            state.saveInSyncSet();
            state.problems.forget(link.replicaId);
            state.listener.onStandbyInSync(link.replicaId);
        }
    }

    /** Asks for the present set with or without one standby; true when that is under way. */
    private boolean ask(final StandbyLink link, final boolean isIn, final long nowNs)
    {
        if (link.isAsked)
        {
            return true;
        }
        if (isRefusedLately(nowNs))
        {
            return false;
        }
        wanted(link, isIn);
        link.isAsked = state.authority.ask(wanted, nowNs);
        return link.isAsked;
    }

    private void wanted(final StandbyLink link, final boolean isIn)
    {
        wanted.clear();
        wanted.put(state.config.replicaId, state.epochState.incarnation);
        for (final StandbyLink other : state.links)
        {
            if (other == link ? isIn : other.isInSync)
            {
                wanted.put(other.replicaId, other == link ? other.incarnation :
                    state.configuration.members.incarnation(other.replicaId));
            }
        }
    }

    /** The arbiter has answered, with what was asked for. */
    void onConfiguration(final Configuration configuration, final long nowNs)
    {
        state.configuration(configuration);
        isStrangerAsked = false;
        wasRefused = false;
        long joined = 0;
        long dropped = 0;
        for (final StandbyLink link : state.links)
        {
            final boolean isMember = configuration.members.contains(link.replicaId);
            joined |= isMember && !link.isInSync ? 1L << link.replicaId : 0;
            dropped |= !isMember && link.isInSync ? 1L << link.replicaId : 0;
            if (!isMember && link.isInSync)
            {
                link.dropped(nowNs);
            }
            link.isInSync = isMember;
            link.isAsked = false;
            if (isMember)
            {
                link.admission.end();
            }
        }
        state.epochState.inSyncSet = configuration.members.set();
        state.epochState.configurationVersion = configuration.version;
        state.replica.save();
        tell(joined, dropped, configuration.version);
        commit.updateAll(nowNs);
    }

    private void tell(final long joined, final long dropped, final long version)
    {
        for (final StandbyLink link : state.links)
        {
            final long bit = 1L << link.replicaId;
            if ((joined & bit) != 0)
            {
                state.problems.forget(link.replicaId);
                state.listener.onStandbyInSync(link.replicaId);
            }
            if ((dropped & bit) != 0)
            {
                state.listener.onStandbyDropped(link.replicaId, version);
            }
        }
    }

    /** The arbiter has answered, and the set stays as it is: whoever was asked in starts its way anew. */
    void onRefused(final long nowNs)
    {
        wasRefused = true;
        isStrangerAsked = false;
        refusedNs = nowNs;
        for (final StandbyLink link : state.links)
        {
            if (link.isAsked)
            {
                link.isAsked = false;
                link.admission.end();
            }
        }
        commit.updateAll(nowNs);
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
        if (!link.isInSync || link.isAsked)
        {
            return link.isInSync || endAdmission(link, nowNs);
        }
        if (state.inSyncCount() - 1 < state.minInSync)
        {
            if (state.problems.isNew(Problem.MIN_IN_SYNC, link.replicaId))
            {
                state.tell(Problem.MIN_IN_SYNC, link.replicaId, "standby " + link.replicaId + (link.isBeyondShadow ?
                    " can never catch up" : " is silent") + " but cannot be dropped: minInSync=" + state.minInSync +
                    " would not be met. Nothing is acknowledged until " + (link.isBeyondShadow ? "" : "it or ") +
                    "another standby is in sync");
            }
            return false;
        }
        if (state.authority != null)
        {
            return ask(link, false, nowNs);
        }
        link.isInSync = false;
        link.dropped(nowNs);
        state.saveInSyncSet();
        state.listener.onStandbyDropped(link.replicaId, state.epochState.configurationVersion);
        commit.updateAll(nowNs);
        return true;
    }

    private boolean endAdmission(final StandbyLink link, final long nowNs)
    {
        if (!link.admission.isRequired() || link.isAsked)
        {
            return false;
        }
        link.admission.end();
        link.dropped(nowNs);
        commit.updateAll(nowNs);
        return true;
    }

    private boolean isOverdue(final StandbyLink link, final long nowNs)
    {
        final long afterNs = state.config.dropStandbyAfterNs;
        return nowNs - link.lastHeardNs >= afterNs ||
            (link.hasUnacknowledged() && nowNs - link.waitingSinceNs >= afterNs);
    }
}
