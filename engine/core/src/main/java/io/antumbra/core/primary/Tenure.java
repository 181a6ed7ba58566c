package io.antumbra.core.primary;

import io.antumbra.core.arbiter.Configuration;

/**
 * A primary's dealings with who has given it the epoch: what the arbiter answers comes in here, and what is asked of
 * it is decided from here. On the primary's thread. Apart from {@link Primary} because a primary without an arbiter
 * has none of it. Rejected: to ask the arbiter from the data path, which would wait for it.
 */
public final class Tenure
{
    private final PrimaryState state;
    private final InSyncKeeper inSyncKeeper;
    private final CommitTracker commit;

    Tenure(final PrimaryState state, final InSyncKeeper inSyncKeeper, final CommitTracker commit)
    {
        this.state = state;
        this.inSyncKeeper = inSyncKeeper;
        this.commit = commit;
    }

    /**
     * The arbiter has told another configuration of the epoch that is led here.
     *
     * @param configuration that holds now.
     * @param nowNs         time.
     */
    public void onConfiguration(final Configuration configuration, final long nowNs)
    {
        inSyncKeeper.onConfiguration(configuration, nowNs);
    }

    /**
     * The arbiter has refused the set that it was asked for.
     *
     * @param nowNs time.
     */
    public void onSetRefused(final long nowNs)
    {
        inSyncKeeper.onRefused(nowNs);
    }

    /**
     * The arbiter lets this primary acknowledge although it is alone in sync.
     *
     * @param untilNs by this replica's clock.
     * @param nowNs   time.
     */
    public void onAloneLease(final long untilNs, final long nowNs)
    {
        state.hasAloneLease = true;
        state.aloneUntilNs = untilNs;
        commit.updateAll(nowNs);
    }

    /**
     * Accepts entries, or not, while the lead is handed over; what was accepted is still acknowledged. Only while this
     * primary leads.
     *
     * @param isAccepting true to accept them again.
     */
    public void accept(final boolean isAccepting)
    {
        state.isAccepting = isAccepting;
    }

    /** @return true while entries are accepted. */
    public boolean isAccepting()
    {
        return state.isAccepting;
    }

    /**
     * Whether nobody else can have been given the lead without this replica's consent: every member has promised not to
     * propose itself, or the arbiter has to the only one.
     *
     * @param nowNs time.
     * @return true while what is committed here is all that is committed.
     */
    public boolean hasReadLease(final long nowNs)
    {
        boolean isAlone = true;
        for (final StandbyLink link : state.links)
        {
            isAlone &= !link.isInSync && !link.isAsked;
            if (link.mayPropose(nowNs))
            {
                return false;
            }
        }
        return state.isLeading && state.strangers == 0 && (!isAlone || state.mayBeAlone(nowNs));
    }

    /**
     * @param replicaId of a peer.
     * @return true when it is in the epoch that is led here.
     */
    public boolean isFollowedBy(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link != null && link.isFollowing(state.epoch);
    }

    /**
     * @param replicaId of a standby.
     * @return true when it has acknowledged all that was ever accepted here.
     */
    public boolean holdsAll(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            if (link == null || link.acknowledged[streamId] < state.shadow.end(streamId))
            {
                return false;
            }
        }
        return link.isFollowing(state.epoch);
    }

    /**
     * @param replicaId of a standby.
     * @return its start that is bound here, 0 when none is.
     */
    public long incarnationOf(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link == null || !link.isBound ? 0 : link.incarnation;
    }
}
