package io.antumbra.chaos.check;

import io.antumbra.core.EntryMeta;
import org.agrona.DirectBuffer;

/**
 * Sees what one handler sees: each sequence once, in order, without a gap, right after the position that it had saved,
 * byte for byte what was offered, never before it is decided, and the same as every other handler.
 */
public final class DeliveryJudge
{
    private final Ledger ledger;
    private final Canon canon;
    private final int replicaId;
    private final String name;
    private final long[] positions;
    private long delivered;
    private long gaps;

    /**
     * @param ledger      of what was given in.
     * @param canon       of what was decided.
     * @param replicaId   whose handler is watched.
     * @param streamCount streams.
     */
    public DeliveryJudge(final Ledger ledger, final Canon canon, final int replicaId, final int streamCount)
    {
        this.ledger = ledger;
        this.canon = canon;
        this.replicaId = replicaId;
        name = "the handler of replica " + replicaId;
        positions = new long[streamCount];
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence whose effect the handler holds.
     */
    public long position(final int streamId)
    {
        return positions[streamId];
    }

    /**
     * The handler has another state: a copy of what another one holds, or none.
     *
     * @param streamId of the stream.
     * @param through  highest sequence whose effect it holds.
     */
    public void onReplaced(final int streamId, final long through)
    {
        positions[streamId] = through;
    }

    /** @return entries received. */
    public long delivered()
    {
        return delivered;
    }

    /** @return entries reported as gone. */
    public long gaps()
    {
        return gaps;
    }

    /**
     * @param meta    of the entry received.
     * @param buffer  that holds its bytes.
     * @param offset  of the first one.
     * @param length  in bytes.
     * @param decided highest sequence that anybody may know to be held by all.
     */
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length,
        final long decided)
    {
        next(meta.streamId, meta.sequence, decided);
        final Ledger.Entry entry = ledger.find(meta.streamId, meta.sequence, meta.originEpoch);
        if (entry == null || !entry.isSame(buffer, offset, length) || entry.isProtected() == meta.isUnprotected())
        {
            throw new Violation("byte exact", "replica " + replicaId + " received " + meta + " with " + length +
                " bytes, which is not what was offered");
        }
        canon.agree(meta.streamId, meta.sequence, meta.originEpoch, name);
        delivered++;
    }

    /**
     * @param streamId of the stream.
     * @param first    sequence that is gone.
     * @param count    of them.
     * @param decided  highest sequence that anybody may know to be held by all.
     * @param epoch    of the entry that stands there, 0 when unknown.
     */
    public void onGap(final int streamId, final long first, final long count, final long decided, final long epoch)
    {
        for (long sequence = first; sequence < first + count; sequence++)
        {
            next(streamId, sequence, decided);
            final Ledger.Entry entry = ledger.find(streamId, sequence, epoch);
            if (entry == null || entry.isProtected())
            {
                throw new Violation("only unprotected entries are gone", "replica " + replicaId + " is told that " +
                    sequence + " of stream " + streamId + " is gone, but it was promised");
            }
            gaps++;
        }
    }

    private void next(final int streamId, final long sequence, final long decided)
    {
        if (sequence != positions[streamId] + 1)
        {
            throw new Violation(sequence <= positions[streamId] ? "no duplicate" : "gap-free", "replica " + replicaId +
                " received sequence " + sequence + " of stream " + streamId + " after " + positions[streamId]);
        }
        if (sequence > decided)
        {
            throw new Violation("delivered only what is committed", "replica " + replicaId + " received sequence " +
                sequence + " of stream " + streamId + ", committed is " + decided);
        }
        positions[streamId] = sequence;
    }
}
