package io.antumbra.core.standby;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.frame.SubsetApplier;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.SubsetDecoder;

/**
 * Takes entries from both lines into the shadow: of each sequence the copy that comes first.
 *
 * <pre>
 *   line A   1 2 . . . . . 3 4 5     in order; behind a loss nothing comes until it is repaired
 *   line B         3 5               alone, in any order, or not at all
 *   shadow   1 2   3       4 5       3 by B; 5 by B came too early and is dropped, A brings it
 * </pre>
 *
 * A gap on line A means that something was lost for good, so the primary is asked to go back. On line B it means only
 * that the copy came too early: what is missing is on its way on A, or will be copied too. Rejected: to keep early
 * copies aside until what is missing comes. Only the oldest missing entry ever holds a stream up, and that is what is
 * copied first.
 */
final class LineMerge
{
    private final StandbyState state;
    private final Acknowledger acknowledger;
    private final SubsetApplier applier;

    LineMerge(final StandbyState state, final Acknowledger acknowledger)
    {
        this.state = state;
        this.acknowledger = acknowledger;
        applier = new SubsetApplier(state.shadow, state.stats);
    }

    /** A subset of the epoch that is followed; false when it conflicts with what is here. */
    boolean onSubset(final int line, final SubsetDecoder subset)
    {
        final boolean isCopy = line == Outbox.LINE_B;
        if (isCopy)
        {
            state.receipts.onFrame(subset.lineNumber());
        }
        final long duplicates = state.stats.duplicates;
        final int outcome = applier.apply(subset);
        if (isCopy)
        {
            state.receipts.onUseful(applier.appended());
            state.stats.usefulCopies += applier.appended();
            state.stats.wastedCopies += state.stats.duplicates - duplicates;
        }
        if (outcome == SubsetApplier.CONFLICT)
        {
            state.tellOnce(Problem.IDENTITY_CONFLICT, "stream " + subset.streamId() +
                " has a sequence of the subset at " + subset.firstSequence() +
                " from another epoch: refused, joining anew");
            return false;
        }
        if (outcome != SubsetApplier.APPLIED)
        {
            onNotApplied(outcome, subset, isCopy);
        }
        return true;
    }

    /**
     * Not a heartbeat: how far line A was sent, of a few streams that wait. It comes behind all of that, so what is
     * missing now was lost for good.
     */
    void onProbe(final int line, final HeartbeatDecoder probe)
    {
        final HeartbeatDecoder.PositionsDecoder positions = probe.positions();
        while (positions.hasNext())
        {
            positions.next();
            final int streamId = positions.streamId();
            if (line == Outbox.LINE_A && state.isStream(streamId) &&
                positions.endSequence() > state.shadow.end(streamId))
            {
                state.stats.gaps++;
                acknowledger.rewind();
            }
        }
    }

    /** What line B brought too early, or damaged, is as if it had not come. */
    private void onNotApplied(final int outcome, final SubsetDecoder subset, final boolean isCopy)
    {
        if (outcome == SubsetApplier.GAP)
        {
            state.stats.earlyCopies += isCopy ? 1 : 0;
            state.stats.gaps += isCopy ? 0 : 1;
        }
        else if (outcome == Outcome.BACK_PRESSURED)
        {
            state.stats.backPressured++;
        }
        else
        {
            state.stats.corruptEntries++;
            state.tellOnce(Problem.CORRUPT_FRAME, "an entry of stream " + subset.streamId() + " in the subset at " +
                subset.firstSequence() + " does not match its checksum: dropped, asked for again");
        }
        if (!isCopy)
        {
            acknowledger.rewind();
        }
    }
}
