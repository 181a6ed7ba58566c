package io.antumbra.core.primary;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;
import io.antumbra.core.arbiter.Configuration;

/**
 * From an epoch that the arbiter has given to this replica to leading it. What is here beyond the last committed entry
 * may have been acknowledged by the old primary or not; either way it becomes committed first, by every member of the
 * set, and only then is anything new accepted.
 *
 * <pre>
 *   granted --&gt; promise and history saved --&gt; members adopt and take the tail --&gt; the tail is committed
 *           --&gt; the own handler has all of it --&gt; LEADING
 * </pre>
 *
 * A member that is silent holds this up until it is dropped by the arbiter, and a set below the minimum until somebody
 * has been admitted: this primary leads only when it can acknowledge. Every epoch is begun once: the promise that is
 * saved here keeps a second start from beginning it again.
 *
 * <p>Rejected: to accept entries while the tail is on its way (an entry of the new epoch could then be committed while
 * one before it is not yet), and to take the old primary's word for what was committed (it may be gone with it).
 */
final class TakeOver implements Beginning
{
    private final PrimaryState state;
    private final long[] ends;
    private long inherited;

    TakeOver(final PrimaryState state, final Configuration granted)
    {
        this.state = state;
        ends = new long[state.config.streamCount];
        state.configuration(granted);
    }

    @Override
    public void start(final long bootId, final long nowNs)
    {
        final Configuration granted = state.configuration;
        final EpochState epochState = state.epochState;
        final EpochHistory history = epochState.history();
        assert granted.epoch > epochState.promisedEpoch && granted.epoch > history.lastEpoch() : "epoch=" +
            granted.epoch + ", promised is " + epochState.promisedEpoch + " - propose for a new one instead";
        state.shadow.sync();
        state.epoch = granted.epoch;
        history.append(granted.epoch);
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            ends[streamId] = state.shadow.end(streamId);
            assert ends[streamId] + 1 >= granted.firstSequence(streamId) : "stream " + streamId + " ends at " +
                ends[streamId] + ", the epoch was granted from " + granted.firstSequence(streamId) +
                " - take nothing back after a proposal";
            if (state.shadow.promised(streamId) > ends[streamId])
            {
                state.shadow.truncate(streamId, ends[streamId] + 1, granted.epoch);
            }
            history.firstSequence(streamId, ends[streamId] + 1);
        }
        epochState.promisedEpoch = granted.epoch;
        epochState.configurationVersion = granted.version;
        epochState.inSyncSet = granted.members.set();
        epochState.sealedEpoch = 0;
        state.replica.vouch();
        state.replica.save();
        inherited = granted.members.set();
        for (final StandbyLink link : state.links)
        {
            link.isInSync = granted.members.contains(link.replicaId);
            link.lastHeardNs = nowNs;
        }
        state.mayCommit = true;
    }

    @Override
    public void doWork(final long nowNs)
    {
        if (state.inSyncCount() < state.minInSync || !haveMembersAdopted())
        {
            return;
        }
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            if (state.committed[streamId] < ends[streamId] || state.replica.delivered[streamId] < ends[streamId])
            {
                return;
            }
        }
        state.lead();
        for (final StandbyLink link : state.links)
        {
            if (link.isInSync && (inherited & 1L << link.replicaId) != 0)
            {
                state.listener.onStandbyInSync(link.replicaId);
            }
        }
        state.listener.onLeading(state.epoch);
    }

    private boolean haveMembersAdopted()
    {
        for (final StandbyLink link : state.links)
        {
            if (link.isInSync && !link.isFollowing(state.epoch))
            {
                return false;
            }
        }
        return true;
    }

    /** What the standbys hold beyond our own end was never committed: we are a member. */
    @Override
    public boolean isRepairing()
    {
        return false;
    }

    @Override
    public void onCannotServe(final StandbyLink link, final int streamId, final long first, final long oldest)
    {
        throw new IllegalStateException("nothing was asked for");
    }
}
