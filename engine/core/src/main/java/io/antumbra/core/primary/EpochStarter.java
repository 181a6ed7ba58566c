package io.antumbra.core.primary;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.Problem;

/**
 * From a start to leadership: every start of a primary begins a higher epoch, agreed with every standby that can be
 * reached, before its first frame of data.
 *
 * <pre>
 * GATHERING --all joined, or time-out and enough--&gt; REPAIRING --own tail complete--&gt; AGREEING --adopted--&gt;
 * LEADING
 *      |                                                                                          (for good)
 *      +-- a standby knows a later epoch: SUPERSEDED, stays here
 * </pre>
 *
 * A replica that cannot vouch for what it acknowledged (shadow or journal missing, host rebooted, a promised record
 * rejected) waits for <i>every</i> standby, however long that takes: one of them holds what it lost, and the standby
 * that is furthest in the same epoch repairs it. A replica that can vouch waits for the start time-out only. Rejected:
 * leading at once and truncating whoever holds more; that is how an acknowledged entry is lost.
 */
final class EpochStarter implements Beginning
{
    private enum Step
    {
        GATHERING, REPAIRING, AGREEING, LEADING
    }

    private final PrimaryState state;
    private final ControlFrames control;
    private Step step = Step.GATHERING;
    private long startedNs;
    private long agreeingSinceNs;
    private long lastFetchNs;
    private boolean hasFetched;

    EpochStarter(final PrimaryState state, final ControlFrames control)
    {
        this.state = state;
        this.control = control;
    }

    @Override
    public void start(final long bootId, final long nowNs)
    {
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            state.committed[streamId] = Math.min(state.shadow.promised(streamId), state.shadow.end(streamId));
            state.shadow.reclaimable(streamId, state.committed[streamId]);
        }
        startedNs = nowNs;
        state.replica.start(bootId, 1);
        if (!isEligible() && state.links.length > 0 && state.replica.hasPast() &&
            state.problems.isNew(Problem.NOT_ELIGIBLE, -1))
        {
            state.tell(Problem.NOT_ELIGIBLE, -1, "this replica cannot vouch for all it may have acknowledged (first" +
                " start, shadow or journal missing, host rebooted, or records rejected): it waits for every" +
                " standby before it leads");
        }
    }

    private boolean isEligible()
    {
        return state.replica.isEligible();
    }

    @Override
    public void doWork(final long nowNs)
    {
        switch (step)
        {
            case GATHERING:
                gather(nowNs);
                break;
            case REPAIRING:
                repair(nowNs);
                break;
            case AGREEING:
                agree(nowNs);
                break;
            default:
                break;
        }
    }

    private void gather(final long nowNs)
    {
        final int joined = boundCount();
        for (final StandbyLink link : state.links)
        {
            if (link.isBound && isBeyondUs(link))
            {
                return;
            }
        }
        final boolean isTimeOver = nowNs - startedNs >= state.config.startTimeoutNs;
        final boolean isEnough = 1 + joined >= state.minInSync && isEligible() && isTimeOver;
        if (joined == state.links.length || isEnough)
        {
            step = Step.REPAIRING;
        }
        else if (isTimeOver && state.problems.isNew(Problem.WAITING_FOR_STANDBYS, -1))
        {
            state.tell(Problem.WAITING_FOR_STANDBYS, -1, joined + " of " + state.links.length +
                " standbys have joined, " + (isEligible() ? "at least " + (state.minInSync - 1) : "all") +
                " are needed: start the others, or check their endpoints");
        }
    }

    private int boundCount()
    {
        int count = 0;
        for (final StandbyLink link : state.links)
        {
            count += link.isBound ? 1 : 0;
        }
        return count;
    }

    private boolean isBeyondUs(final StandbyLink link)
    {
        if (link.joinAdoptedEpoch <= state.epochState.history().lastEpoch())
        {
            return false;
        }
        if (state.problems.isNew(Problem.SUPERSEDED, link.replicaId))
        {
            state.tell(Problem.SUPERSEDED, link.replicaId, "standby " + link.replicaId + " has adopted epoch " +
                link.joinAdoptedEpoch + ", this replica knows only " + state.epochState.history().lastEpoch() +
                ": its journal is older or missing. Start the replica that led, or that standby, as primary");
        }
        return true;
    }

    /** Fetches what a standby of the same epoch holds beyond our own end. */
    private void repair(final long nowNs)
    {
        if (!isEligible() && boundCount() < state.links.length)
        {
            step = Step.GATHERING;
            return;
        }
        final boolean isFetchDue = !hasFetched || nowNs - lastFetchNs >= state.config.helloIntervalNs;
        boolean isComplete = true;
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            final long end = state.shadow.end(streamId);
            final StandbyLink source = furthest(streamId, end);
            if (source != null)
            {
                isComplete = false;
                if (isFetchDue)
                {
                    control.fetchRange(source, streamId, end + 1, usableEnd(source, streamId));
                }
            }
        }
        if (isComplete && holdsWhatItPromised() && isNothingOutOfReach())
        {
            begin(nowNs);
        }
        else if (isFetchDue)
        {
            hasFetched = true;
            lastFetchNs = nowNs;
        }
    }

    /**
     * A standby cannot give back what it was asked for: another one is asked, and without one this is told. Behind a
     * damaged record the same standby is asked again, so that standbys with damage in different places repair us
     * together.
     */
    @Override
    public void onCannotServe(final StandbyLink link, final int streamId, final long first, final long oldest)
    {
        link.gapFirst[streamId] = first;
        link.gapEnd[streamId] = oldest > first ? oldest : Long.MAX_VALUE;
        hasFetched = false;
        if (state.problems.isNew(Problem.GAP_BEYOND_SHADOW, link.replicaId))
        {
            state.tell(Problem.GAP_BEYOND_SHADOW, link.replicaId, "stream " + streamId +
                " is needed here from sequence " + first + ", standby " + link.replicaId + " can serve it from " +
                oldest + " only: start another standby that holds it, or give this replica a copy of a complete" +
                " shadow folder");
        }
    }

    /**
     * A replica that cannot vouch for what it acknowledged takes what a standby holds beyond its own end for
     * acknowledged, whether or not that standby can still give it back.
     */
    private boolean isNothingOutOfReach()
    {
        for (int streamId = 0; streamId < state.config.streamCount && !isEligible(); streamId++)
        {
            for (final StandbyLink link : state.links)
            {
                if (link.isBound && usableEnd(link, streamId) > state.shadow.end(streamId))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /** What was acknowledged and is held by nobody any more is not given up in silence: the shard stays closed. */
    private boolean holdsWhatItPromised()
    {
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            final long end = state.shadow.end(streamId);
            final long promised = state.shadow.promised(streamId);
            if (end < promised)
            {
                if (state.problems.isNew(Problem.NOT_ELIGIBLE, state.config.replicaId))
                {
                    state.tell(Problem.NOT_ELIGIBLE, state.config.replicaId, "stream " + streamId +
                        " was acknowledged up to " + promised + ", here it ends at " + end +
                        " and no standby that has joined holds the rest: bring back one that does");
                }
                return false;
            }
        }
        return true;
    }

    private StandbyLink furthest(final int streamId, final long end)
    {
        StandbyLink best = null;
        long bestEnd = end;
        for (final StandbyLink link : state.links)
        {
            final boolean canServe = link.isBound && link.canServe(streamId, end + 1);
            final long usableEnd = canServe ? usableEnd(link, streamId) : 0;
            if (usableEnd > bestEnd)
            {
                best = link;
                bestEnd = usableEnd;
            }
        }
        return best;
    }

    /**
     * How far the records of a standby belong to the history known here: up to where the first epoch that it has not
     * adopted begins. An epoch that was begun and never adopted must not hide what the standbys hold.
     */
    private long usableEnd(final StandbyLink link, final int streamId)
    {
        final EpochHistory history = state.epochState.history();
        if (history.size() == EpochHistory.CAPACITY && link.joinAdoptedEpoch < history.epochAt(0))
        {
            return 0;
        }
        for (int i = 0; i < history.size(); i++)
        {
            if (history.epochAt(i) > link.joinAdoptedEpoch)
            {
                return Math.min(link.joinEnd[streamId], history.firstSequenceAt(i, streamId) - 1);
            }
        }
        return link.joinEnd[streamId];
    }

    @Override
    public boolean isRepairing()
    {
        return step == Step.REPAIRING;
    }

    private void begin(final long nowNs)
    {
        long highest = state.replica.latestEpoch();
        for (final StandbyLink link : state.links)
        {
            highest = link.isBound ? Math.max(highest, link.joinPromisedEpoch) : highest;
        }
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            state.committed[streamId] = state.shadow.promised(streamId);
            state.shadow.reclaimable(streamId, state.committed[streamId]);
            promiseWhatWasRepaired(streamId);
        }
        final EpochHistory history = state.epochState.history();
        state.epoch = highest + 1;
        history.append(state.epoch);
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            history.firstSequence(streamId, state.shadow.end(streamId) + 1);
        }
        state.epochState.promisedEpoch = state.epoch;
        state.replica.vouch();
        state.shadow.sync();
        state.replica.save();
        agreeingSinceNs = nowNs;
        step = Step.AGREEING;
        for (final StandbyLink link : state.links)
        {
            control.offerEpoch(link, nowNs);
        }
    }

    /**
     * What this replica had lost it was promised to hold, and the promise may have gone with it. A first promise is
     * saved at once, so no epoch may be half begun by then.
     */
    private void promiseWhatWasRepaired(final int streamId)
    {
        if (!isEligible())
        {
            state.replica.promise(streamId, state.shadow.end(streamId));
        }
    }

    private void agree(final long nowNs)
    {
        final int joined = boundCount();
        int adopted = 0;
        for (final StandbyLink link : state.links)
        {
            adopted += isAbleToFollow(link) ? 1 : 0;
        }
        final boolean isTimeOver = nowNs - agreeingSinceNs >= state.config.startTimeoutNs;
        if (1 + adopted >= state.minInSync && (adopted == joined || isTimeOver))
        {
            lead();
        }
    }

    /** One that needs what is no longer retained here could never catch up, and would hold up all the others. */
    private boolean isAbleToFollow(final StandbyLink link)
    {
        if (!link.isFollowing(state.epoch))
        {
            return false;
        }
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            if (link.acknowledged[streamId] + 1 < state.shadow.oldestRetained(streamId))
            {
                return false;
            }
        }
        return true;
    }

    private void lead()
    {
        for (final StandbyLink link : state.links)
        {
            link.isInSync = isAbleToFollow(link);
        }
        state.saveInSyncSet();
        state.lead();
        step = Step.LEADING;
        for (final StandbyLink link : state.links)
        {
            if (link.isInSync)
            {
                state.listener.onStandbyInSync(link.replicaId);
            }
        }
        state.listener.onLeading(state.epoch);
    }
}
