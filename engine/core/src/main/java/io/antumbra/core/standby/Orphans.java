package io.antumbra.core.standby;

import io.antumbra.core.EntryView;
import io.antumbra.core.EpochHistory;
import io.antumbra.core.Outcome;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.delivery.Delivery;

/**
 * Takes back what is here and the epoch that is being adopted does not know. Two histories are the same up to the last
 * epoch that both know; behind it each stream is cut where either of them begins something else.
 *
 * <pre>
 *   told:  ... 4 | 6 from 120          shared: 4
 *   here:  ... 4 | 5 from 101          cut at 101: what epoch 5 created here has another entry in its place there
 * </pre>
 *
 * <p>Later epochs do not always begin behind earlier ones: whoever takes over with fewer entries than the one before,
 * which nobody followed, begins in front of it. So each epoch that is not shared is looked at.
 *
 * <p>Rejected: to cut where
 * the told epoch begins and nothing else. Whoever led an epoch that nobody followed may hold fewer entries than the new
 * primary, and would then keep its own for those of the other.
 */
final class Orphans
{
    /** No other epoch needs to be claimed. */
    static final long NONE = -1;

    private final ReplicaState state;
    private final StandbyListener listener;
    private final Delivery delivery;
    private final EntryView view = new EntryView();

    Orphans(final ReplicaState state, final StandbyListener listener, final Delivery delivery)
    {
        this.state = state;
        this.listener = listener;
        this.delivery = delivery;
    }

    /**
     * What was told begins at the last epoch that the primary knows, up to the one that was claimed. When it does not
     * know that one, it may have told too little to find an epoch that both share. Only to the claim of none at all it
     * tells everything; before that, nobody may conclude that nothing is shared.
     *
     * @param told    by the primary.
     * @param claimed epoch that was said to be adopted last.
     * @return a lower epoch to claim, or {@link #NONE} when what was told is enough.
     */
    long claimInstead(final EpochHistory told, final long claimed)
    {
        final EpochHistory own = state.epochState.history();
        long below = 0;
        for (int i = 0; i < own.size(); i++)
        {
            final long epoch = own.epochAt(i);
            if (indexOf(told, epoch) >= 0)
            {
                return NONE;
            }
            below = epoch < told.epochAt(0) && epoch < claimed ? epoch : below;
        }
        return claimed == 0 ? NONE : below;
    }

    /** Cuts the shadow, and forgets the epochs that were begun here and that the primary does not know. */
    void takeBack(final EpochHistory told)
    {
        final EpochHistory own = state.epochState.history();
        int shared = own.size() - 1;
        while (shared >= 0 && indexOf(told, own.epochAt(shared)) < 0)
        {
            shared--;
        }
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            for (int i = shared + 1; i < own.size(); i++)
            {
                giveUpLost(streamId, own.firstSequenceAt(i, streamId));
                cut(streamId, own.firstSequenceAt(i, streamId), told.lastEpoch(), false, true);
            }
            final long sharedEpoch = shared < 0 ? own.lastEpoch() : own.epochAt(shared);
            for (int i = 0; i < told.size(); i++)
            {
                final boolean isShared = own.size() > 0 && told.epochAt(i) <= sharedEpoch;
                takeBackOlder(streamId, told.firstSequenceAt(i, streamId), told.epochAt(i), isShared);
                if (own.size() > 0 && !isShared)
                {
                    giveUpLost(streamId, told.firstSequenceAt(i, streamId));
                }
            }
        }
        own.keep(shared + 1);
    }

    private static int indexOf(final EpochHistory history, final long epoch)
    {
        int index = history.size() - 1;
        while (index >= 0 && history.epochAt(index) != epoch)
        {
            index--;
        }
        return index;
    }

    private void takeBackOlder(final int streamId, final long first, final long epoch, final boolean isShared)
    {
        final long end = state.shadow.end(streamId);
        if (first > end)
        {
            return;
        }
        final long from = Math.max(first, state.shadow.oldestRetained(streamId));
        final long readable = firstReadable(streamId, from, end);
        if (readable <= end && view.meta().originEpoch >= epoch)
        {
            return;
        }
        cut(streamId, from, epoch, readable > from, readable <= end || !isShared);
    }

    /**
     * Epochs ascend, so a damaged record belongs to no older epoch than the next one that can be read; only where none
     * can, it goes, and nobody vouches for what it was. Behind the beginning of an epoch that this replica has shared,
     * it comes back the same, and a handler that has seen it goes on.
     */
    private long firstReadable(final int streamId, final long from, final long end)
    {
        long sequence = from;
        while (sequence <= end && state.shadow.read(streamId, sequence, view) != Outcome.OK)
        {
            sequence++;
        }
        return sequence;
    }

    /**
     * What is here no more cannot be cut; that it was committed, and the handler had it, counts all the same. Whoever
     * can vouch has lost nothing: its handler came with a newer state than this shadow has.
     */
    private void giveUpLost(final int streamId, final long from)
    {
        if (from > state.shadow.end(streamId))
        {
            state.committed[streamId] = Math.min(state.committed[streamId], from - 1);
            if (!state.isEligible())
            {
                delivery.onTakenBack(streamId, from);
            }
        }
    }

    /**
     * Nothing that was committed is ever cut, but by force; whoever loses such a thing must not vouch for it. A crash
     * right behind the cut must not forget that.
     */
    private void cut(final int streamId, final long from, final long epoch, final boolean isDamaged,
        final boolean isOther)
    {
        if (from > state.shadow.end(streamId))
        {
            return;
        }
        final boolean isCommitted = from <= Math.max(state.committed[streamId], state.delivered[streamId]);
        if (isOther)
        {
            delivery.onTakenBack(streamId, from);
        }
        if (isCommitted || isDamaged)
        {
            state.doubt();
            state.save();
        }
        final long count = state.shadow.truncate(streamId, from, epoch);
        if (count > 0)
        {
            listener.onOrphans(streamId, from, count, epoch);
        }
    }
}
