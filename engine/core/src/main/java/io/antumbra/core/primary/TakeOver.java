package io.antumbra.core.primary;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;
import io.antumbra.core.OriginEpochs;
import io.antumbra.core.Problem;
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
 * has been admitted: this primary leads only when it can acknowledge. The operator is told which of them it is. Every
 * epoch is begun once: the promise that is saved here keeps a second start from beginning it again.
 *
 * <p>Rejected: to accept entries while the tail is on its way (an entry of the new epoch could then be committed while
 * one before it is not yet), and to take the old primary's word for what was committed (it may be gone with it).
 * Rejected as well: to lead with a set below the minimum and refuse only to append, as Kafka's leaders do. There a
 * reader is served up to what was known to be committed; here nobody knows that of the tail before enough replicas hold
 * it, so the handler could not be given it, no read could be served, and the application would lead on a state without
 * it. All that were left of leading is the name.
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
        assert granted.epoch > state.replica.latestEpoch() : "epoch=" + granted.epoch + ", known is " + state.replica
            .latestEpoch() + " - propose for a new one instead";
        state.shadow.sync();
        if (history.size() == 0)
        {
            OriginEpochs.rebuild(state.shadow, history);
        }
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
            knowCommitted(streamId);
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

    /**
     * A start knows nothing of what is committed but this: a slot is given to a newer entry only once its own has been
     * delivered, so whatever is no longer retained is committed. Members have to be told, or one whose slots are full
     * of entries that it must not deliver yet could never take the tail that has to be there before anything else is.
     */
    private void knowCommitted(final int streamId)
    {
        final long known = Math.min(state.shadow.oldestRetained(streamId) - 1, ends[streamId]);
        state.committed[streamId] = Math.max(state.committed[streamId], known);
    }

    @Override
    public void doWork(final long nowNs)
    {
        if (state.inSyncCount() < state.minInSync)
        {
            tellTooFew();
            return;
        }
        if (!haveMembersAdopted())
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

    private void tellTooFew()
    {
        if (state.problems.isNew(Problem.MIN_IN_SYNC, state.config.replicaId))
        {
            state.tell(Problem.MIN_IN_SYNC, state.config.replicaId, "this replica was given epoch " + state.epoch +
                " with " + state.inSyncCount() + " in sync, minInSync=" + state.minInSync +
                ": it takes no entries and" +
                " serves no reads until another standby has caught up");
        }
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
