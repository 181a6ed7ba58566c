package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.collections.LongArrayList;

/**
 * A replica may call itself eligible only while it can vouch for every sequence that it ever acknowledged. Remembers,
 * by what left the replica and what was written to its storage, which entry it acknowledged at each sequence, across
 * its restarts; whether it still holds it is looked up in its storage.
 *
 * <p>Judged are entries that were decided: acknowledged by this replica, and by the others of the in-sync set too. An
 * entry that a later epoch took back without anybody having decided it is no loss, and its sequence may have been
 * decided with another entry, which this replica never acknowledged.
 *
 * <p>A replica that lost something and started again is recorded by the arbiter once it holds all that is decided, and
 * needed from then on. What an earlier start acknowledged, lost, and nobody had decided by then, binds it no more:
 * it may be decided later without this replica, when it has been dropped, but never by what was lost.
 */
public final class EligibilityJudge
{
    private static final int INITIAL_CAPACITY = 512;

    private final Holder holder;
    private final Canon canon;
    private final Ledger ledger;
    private final List<LongArrayList> written = new ArrayList<>();
    private final List<LongArrayList> acknowledged = new ArrayList<>();
    private final long[] position;
    private long recordedIncarnation;
    private final EntryView view = new EntryView();

    /**
     * @param holder replica.
     * @param canon  of what was decided.
     * @param ledger of when it was told.
     */
    public EligibilityJudge(final Holder holder, final Canon canon, final Ledger ledger)
    {
        this.ledger = ledger;
        this.holder = holder;
        this.canon = canon;
        position = new long[holder.shadow().streamCount()];
        for (int i = 0; i < position.length; i++)
        {
            written.add(new LongArrayList(INITIAL_CAPACITY, 0));
            acknowledged.add(new LongArrayList(INITIAL_CAPACITY, 0));
        }
    }

    /**
     * @param streamId of the stream.
     * @param sequence written to the storage of the replica.
     * @param epoch    that the entry was offered in.
     */
    public void onWritten(final int streamId, final long sequence, final long epoch)
    {
        put(written.get(streamId), sequence, epoch);
    }

    /**
     * @param streamId of the stream.
     * @param through  highest sequence that the replica says to hold.
     */
    public void onAcknowledged(final int streamId, final long through)
    {
        final LongArrayList epochs = written.get(streamId);
        for (long sequence = position[streamId] + 1; sequence <= through && sequence <= epochs.size(); sequence++)
        {
            put(acknowledged.get(streamId), sequence, epochs.getLong((int)(sequence - 1)));
        }
        position[streamId] = through;
    }

    /**
     * A later epoch takes back a tail. What of it was not decided by then, the replica is free of, even when a third
     * epoch, led by a replica that never heard of the second, decides it after all. That one may have done so already,
     * where the replica slept over it: an epoch counts only what is acknowledged in it.
     *
     * @param streamId     of the stream.
     * @param fromSequence first sequence to go.
     * @param by           epoch that takes it back.
     */
    public void onTakenBack(final int streamId, final long fromSequence, final long by)
    {
        final LongArrayList epochs = acknowledged.get(streamId);
        for (long sequence = fromSequence; sequence <= epochs.size(); sequence++)
        {
            final int index = (int)(sequence - 1);
            if (canon.epochOf(streamId, sequence) != epochs.getLong(index) || ledger.toldIn(streamId, sequence) > by)
            {
                epochs.setLong(index, 0);
            }
        }
        position[streamId] = Math.min(position[streamId], fromSequence - 1);
    }

    /**
     * The arbiter records a start of the replica.
     *
     * @param incarnation of it.
     */
    public void onRecorded(final long incarnation)
    {
        if (incarnation == recordedIncarnation)
        {
            return;
        }
        recordedIncarnation = incarnation;
        final Shadow shadow = holder.shadow();
        for (int streamId = 0; streamId < position.length; streamId++)
        {
            final LongArrayList epochs = acknowledged.get(streamId);
            for (long sequence = shadow.end(streamId) + 1; sequence <= epochs.size(); sequence++)
            {
                if (canon.epochOf(streamId, sequence) == 0)
                {
                    epochs.setLong((int)(sequence - 1), 0);
                    position[streamId] = Math.min(position[streamId], sequence - 1);
                }
            }
        }
    }

    /** The replica has another disk: what it said before binds it no more, and what is there now it holds. */
    public void onReplaced()
    {
        final Shadow shadow = holder.shadow();
        for (int streamId = 0; streamId < position.length; streamId++)
        {
            position[streamId] = 0;
            written.get(streamId).clear();
            acknowledged.get(streamId).clear();
            for (long sequence = shadow.oldestRetained(streamId); sequence <= shadow.end(streamId); sequence++)
            {
                final boolean isHeld = shadow.read(streamId, sequence, view) == Outcome.OK;
                put(written.get(streamId), sequence, isHeld ? view.meta().originEpoch : 0);
            }
        }
    }

    private static void put(final LongArrayList epochs, final long sequence, final long epoch)
    {
        while (epochs.size() < sequence)
        {
            epochs.addLong(0);
        }
        epochs.setLong((int)(sequence - 1), epoch);
    }

    /** The replica calls itself eligible. */
    public void mustVouch()
    {
        final Shadow shadow = holder.shadow();
        for (int streamId = 0; streamId < position.length; streamId++)
        {
            final LongArrayList epochs = acknowledged.get(streamId);
            for (long sequence = shadow.oldestRetained(streamId); sequence <= epochs.size(); sequence++)
            {
                final long epoch = epochs.getLong((int)(sequence - 1));
                final boolean isDecided = epoch != 0 && canon.epochOf(streamId, sequence) == epoch;
                if (isDecided && shadow.read(streamId, sequence, view) != Outcome.OK)
                {
                    throw new Violation("eligible", "replica " + holder.replicaId() + " calls itself eligible, but" +
                        " does not hold sequence " + sequence + " of stream " + streamId + ", which it acknowledged;" +
                        " it holds " + shadow.oldestRetained(streamId) + " to " + shadow.end(streamId));
                }
            }
        }
    }
}
