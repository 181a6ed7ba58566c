package io.antumbra.chaos.check;

import java.util.Arrays;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;

/**
 * A replica may call itself eligible only while it can vouch for every sequence that it ever acknowledged. Remembers,
 * by what left the replica, how far it acknowledged, across its restarts; what it held is looked up in its storage.
 *
 * <p>Judged is what was decided: an entry that the replica acknowledged, and that the others of the in-sync set did
 * too. What a later epoch took back and nobody decided is no loss; that is told from a loss by the entry itself,
 * because the same sequence may have been decided with another one.
 */
public final class EligibilityJudge
{
    private final Holder holder;
    private final Canon canon;
    private final long[] decided;
    private final long[] acknowledged;
    private final EntryView view = new EntryView();

    /**
     * @param holder  replica.
     * @param canon   of what was decided.
     * @param decided per stream, highest sequence that anybody may know to be held by all; read whenever it matters.
     */
    public EligibilityJudge(final Holder holder, final Canon canon, final long[] decided)
    {
        this.holder = holder;
        this.canon = canon;
        this.decided = decided;
        acknowledged = new long[decided.length];
    }

    /**
     * @param streamId of the stream.
     * @param through  highest sequence that the replica said to hold.
     */
    public void onAcknowledged(final int streamId, final long through)
    {
        acknowledged[streamId] = Math.max(acknowledged[streamId], through);
    }

    /**
     * The replica is about to take back its tail; only what was never decided is forgiven.
     *
     * @param streamId of the stream.
     * @param from     first sequence that goes.
     */
    public void onTakenBack(final int streamId, final long from)
    {
        long sequence = Math.min(acknowledged[streamId], holder.shadow().end(streamId));
        while (sequence >= from && !isDecidedHere(streamId, sequence))
        {
            sequence--;
        }
        if (acknowledged[streamId] <= holder.shadow().end(streamId))
        {
            acknowledged[streamId] = Math.min(acknowledged[streamId], Math.max(from - 1, sequence));
        }
    }

    private boolean isDecidedHere(final int streamId, final long sequence)
    {
        return sequence <= decided[streamId] && holder.shadow().read(streamId, sequence, view) == Outcome.OK &&
            canon.epochOf(streamId, sequence) == view.meta().originEpoch;
    }

    /** The replica calls itself eligible. */
    public void mustVouch()
    {
        final Shadow shadow = holder.shadow();
        for (int streamId = 0; streamId < acknowledged.length; streamId++)
        {
            final long through = Math.min(acknowledged[streamId], decided[streamId]);
            for (long sequence = shadow.oldestRetained(streamId); sequence <= through; sequence++)
            {
                if (shadow.read(streamId, sequence, view) != Outcome.OK)
                {
                    throw new Violation("eligible", "replica " + holder.replicaId() + " calls itself eligible, but" +
                        " does not hold sequence " + sequence + " of stream " + streamId + ", it acknowledged " +
                        Arrays.toString(acknowledged) + " and decided was " + Arrays.toString(decided));
                }
            }
        }
    }
}
