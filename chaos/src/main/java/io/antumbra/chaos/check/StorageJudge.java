package io.antumbra.chaos.check;

import java.util.List;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;

/**
 * Compares what storage holds with what was given in. The canon fixes, for each acknowledged sequence, which epoch's
 * entry it is; from then on no replica may hold, and no handler may see, another one there.
 */
public final class StorageJudge
{
    private final Ledger ledger;
    private final Canon canon;
    private final EntryView view = new EntryView();

    /**
     * @param ledger of what was given in.
     * @param canon  of what was decided.
     */
    public StorageJudge(final Ledger ledger, final Canon canon)
    {
        this.ledger = ledger;
        this.canon = canon;
    }

    /**
     * One replica must hold one entry, unless it has given the slot to a newer one.
     *
     * @param holder   replica.
     * @param streamId of the stream.
     * @param sequence acknowledged.
     */
    public void mustHold(final Holder holder, final int streamId, final long sequence)
    {
        final Shadow shadow = holder.shadow();
        final int outcome = shadow.read(streamId, sequence, view);
        if (outcome == Outcome.OK)
        {
            mustBeWhatWasOffered(holder, streamId, sequence);
            canon.agree(streamId, sequence, view.meta().originEpoch, holder.name());
        }
        else if (sequence >= shadow.oldestRetained(streamId) && !holder.isExcused(streamId, sequence))
        {
            throw new Violation("no acknowledged entry is lost", "replica " + holder.replicaId() +
                " does not hold sequence " + sequence + " of stream " + streamId + " (" + Outcome.name(outcome) +
                ", it holds " + shadow.oldestRetained(streamId) + " to " + shadow.end(streamId) + ")");
        }
    }

    /**
     * One replica must hold all that was acknowledged and that it has not given to newer ones.
     *
     * @param holder replica.
     */
    public void mustHoldAll(final Holder holder)
    {
        for (int streamId = 0; streamId < holder.shadow().streamCount(); streamId++)
        {
            final long acknowledged = ledger.acknowledged(streamId);
            for (long sequence = holder.shadow().oldestRetained(streamId); sequence <= acknowledged; sequence++)
            {
                mustHold(holder, streamId, sequence);
            }
        }
    }

    /**
     * Nobody leads: what was acknowledged must still be somewhere, unless a replica that held it has given its slot to
     * a newer entry.
     *
     * @param holders  all replicas.
     * @param lostFrom per stream, first sequence that nobody is blamed for any more.
     */
    public void mustBeHeldBySomebody(final List<Holder> holders, final long[] lostFrom)
    {
        for (int streamId = 0; streamId < ledger.streamCount(); streamId++)
        {
            long oldest = 1;
            for (final Holder holder : holders)
            {
                oldest = Math.max(oldest, holder.shadow().oldestRetained(streamId));
            }
            final long through = Math.min(ledger.acknowledged(streamId), lostFrom[streamId] - 1);
            for (long sequence = oldest; sequence <= through; sequence++)
            {
                if (!isHeldBySomebody(holders, streamId, sequence))
                {
                    throw new Violation("no acknowledged entry is lost", "nobody holds sequence " + sequence +
                        " of stream " + streamId + " any more");
                }
            }
        }
    }

    private boolean isHeldBySomebody(final List<Holder> holders, final int streamId, final long sequence)
    {
        for (final Holder holder : holders)
        {
            if (holder.shadow().read(streamId, sequence, view) == Outcome.OK &&
                canon.epochOf(streamId, sequence) == view.meta().originEpoch)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * A replica is about to take back the tail of a stream. What its handler has received as committed is never taken
     * back; a record that cannot be read is no entry any more, and was lost before. (An entry that was decided
     * elsewhere may go where nobody has relied on it: a stale epoch may cut it, and catch-up brings it again.)
     *
     * @param holder    replica, before it does.
     * @param streamId  of the stream.
     * @param from      first sequence that goes.
     * @param delivered highest sequence that its handler, or its application as a primary, was told of.
     */
    public void onTruncating(final Holder holder, final int streamId, final long from, final long delivered)
    {
        final Shadow shadow = holder.shadow();
        for (long sequence = Math.max(from, shadow.oldestRetained(streamId)); sequence <= delivered; sequence++)
        {
            if (shadow.read(streamId, sequence, view) == Outcome.OK &&
                canon.epochOf(streamId, sequence) == view.meta().originEpoch)
            {
                throw new Violation("nothing committed is taken back", "replica " + holder.replicaId() +
                    " takes back stream " + streamId + " from " + from + ", but sequence " + sequence +
                    " of epoch " + view.meta().originEpoch + " was delivered as committed");
            }
        }
    }

    /**
     * @param holder   replica.
     * @param streamId of the stream.
     * @return highest sequence that it holds with nothing but decided, or undecided, entries up to it.
     */
    public long agreedThrough(final Holder holder, final int streamId)
    {
        final Shadow shadow = holder.shadow();
        for (long sequence = shadow.oldestRetained(streamId); sequence <= shadow.end(streamId); sequence++)
        {
            final long decided = canon.epochOf(streamId, sequence);
            if (shadow.read(streamId, sequence, view) != Outcome.OK ||
                (decided != 0 && decided != view.meta().originEpoch))
            {
                return sequence - 1;
            }
        }
        return shadow.end(streamId);
    }

    /**
     * What a client has read is what was decided there.
     *
     * @param read      what it was given.
     * @param streamId  of the stream.
     * @param sequence  asked for.
     * @param replicaId that has answered.
     */
    public void mustBeDecided(final EntryView read, final int streamId, final long sequence, final int replicaId)
    {
        final EntryMeta meta = read.meta();
        final Ledger.Entry entry = ledger.find(streamId, sequence, meta.originEpoch);
        if (meta.sequence != sequence || meta.streamId != streamId || entry == null ||
            (meta.storedLength > 0 && !entry.isSame(read.payload(), 0, meta.storedLength)))
        {
            throw new Violation("byte exact",
                "replica " + replicaId + " has answered a read of " + sequence + " with " +
                    meta + ", which is not what was offered");
        }
        canon.agree(streamId, sequence, meta.originEpoch, "a read at replica " + replicaId);
    }

    /**
     * @param holder   replica.
     * @param streamId of the stream.
     * @param from     first sequence asked for.
     * @param through  last one.
     * @return true when it holds all of them, intact, and of those that are decided the entries that were.
     */
    public boolean holds(final Holder holder, final int streamId, final long from, final long through)
    {
        for (long sequence = from; sequence <= through; sequence++)
        {
            final long decided = canon.epochOf(streamId, sequence);
            if (holder.shadow().read(streamId, sequence, view) != Outcome.OK ||
                (decided != 0 && decided != view.meta().originEpoch))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Whatever a replica holds, acknowledged or not, must be what somebody offered, in order, within its bounds.
     *
     * @param holder   replica.
     * @param capacity records that it may retain per stream.
     */
    public void mustBeSound(final Holder holder, final int capacity)
    {
        final Shadow shadow = holder.shadow();
        for (int streamId = 0; streamId < shadow.streamCount(); streamId++)
        {
            final long oldest = shadow.oldestRetained(streamId);
            final long end = shadow.end(streamId);
            if (end - oldest >= capacity)
            {
                throw new Violation("bounded", "replica " + holder.replicaId() + " retains " + oldest + " to " + end +
                    " of stream " + streamId + ", more than " + capacity);
            }
            long epoch = 0;
            for (long sequence = oldest; sequence <= end; sequence++)
            {
                if (shadow.read(streamId, sequence, view) == Outcome.OK)
                {
                    mustBeWhatWasOffered(holder, streamId, sequence);
                    epoch = mustNotFall(holder, streamId, sequence, epoch);
                }
            }
        }
    }

    private long mustNotFall(final Holder holder, final int streamId, final long sequence, final long epoch)
    {
        final long originEpoch = view.meta().originEpoch;
        if (originEpoch < epoch)
        {
            throw new Violation("epochs ascend", "replica " + holder.replicaId() + " holds sequence " + sequence +
                " of stream " + streamId + " from epoch " + originEpoch + " behind one of epoch " + epoch);
        }
        return originEpoch;
    }

    private void mustBeWhatWasOffered(final Holder holder, final int streamId, final long sequence)
    {
        final EntryMeta meta = view.meta();
        final Ledger.Entry entry = ledger.find(streamId, sequence, meta.originEpoch);
        final boolean isHeaderOnly = meta.isUnprotected() && meta.storedLength == 0;
        if (entry == null || entry.length() != meta.entryLength || entry.isProtected() == meta.isUnprotected() ||
            (!isHeaderOnly && !entry.isSame(view.payload(), 0, meta.storedLength)))
        {
            throw new Violation("byte exact", "replica " + holder.replicaId() + " holds " + meta +
                ", which is not what was offered");
        }
    }
}
