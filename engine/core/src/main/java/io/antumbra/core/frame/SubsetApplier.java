package io.antumbra.core.frame;

import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.Shadow;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/**
 * Takes the entries of a data frame into a shadow: whatever copy of a sequence comes first counts, later ones are
 * dropped, and what would leave a gap is not taken. Identity is (stream, sequence, origin epoch): the same sequence
 * from
 * another epoch is a conflict, never a duplicate. One thread.
 */
public final class SubsetApplier
{
    /** Everything new in the frame is in the shadow. */
    public static final int APPLIED = 0;

    /** The frame starts beyond the end of the stream. */
    public static final int GAP = -20;

    /** A sequence is here already, from another epoch. */
    public static final int CONFLICT = -21;

    private final Shadow shadow;
    private final CoreStats stats;
    private final EntryMeta meta = new EntryMeta();
    private final EntryView view = new EntryView();
    private final RecordCodec codec;
    private int appended;

    /**
     * @param shadow to append to.
     * @param stats  to count in.
     */
    public SubsetApplier(final Shadow shadow, final CoreStats stats)
    {
        this.shadow = shadow;
        this.stats = stats;
        codec = new RecordCodec(shadow.maxEntryLength());
    }

    /**
     * @param subset decoded to its block; its group has been checked to be whole.
     * @return {@link #APPLIED}, {@link #GAP}, {@link #CONFLICT}, {@link Outcome#BACK_PRESSURED},
     *         {@link Outcome#TOO_LONG} or {@link Outcome#CORRUPT}; entries before the offending one are taken.
     */
    public int apply(final SubsetDecoder subset)
    {
        appended = 0;
        meta.shard = subset.shard();
        meta.streamId = subset.streamId();
        meta.subsetId = subset.subsetId();
        meta.subsetCount = subset.subsetCount();
        long sequence = subset.firstSequence();
        final DirectBuffer buffer = subset.buffer();
        final SubsetDecoder.EntriesDecoder entries = subset.entries();
        while (entries.hasNext())
        {
            entries.next();
            meta.sequence = sequence++;
            final int outcome = applyEntry(subset, entries, buffer);
            if (outcome != APPLIED)
            {
                return outcome;
            }
        }
        return APPLIED;
    }

    /** @return entries that the last {@link #apply} added. */
    public int appended()
    {
        return appended;
    }

    private int applyEntry(final SubsetDecoder subset, final SubsetDecoder.EntriesDecoder entries,
        final DirectBuffer buffer)
    {
        meta.originEpoch = entries.originEpoch();
        meta.originalEpochNs = entries.originalEpochNs();
        meta.shadowEpochNs = entries.shadowEpochNs();
        meta.entryLength = entries.entryLength();
        meta.crc = entries.crc();
        meta.priority = entries.priority();
        meta.flags = entries.flags();
        meta.storedLength = entries.payloadLength();
        final int payloadOffset = subset.limit() + SubsetDecoder.EntriesDecoder.payloadHeaderLength();
        entries.skipPayload();
        if (meta.storedLength > shadow.maxEntryLength())
        {
            return Outcome.TOO_LONG;
        }
        final long end = shadow.end(meta.streamId);
        if (meta.sequence <= end)
        {
            stats.duplicates++;
            return isSameIdentity() ? APPLIED : CONFLICT;
        }
        if (meta.sequence > end + 1)
        {
            return GAP;
        }
        final int outcome = shadow.appendVerified(meta, buffer, payloadOffset);
        appended += outcome == Outcome.OK ? 1 : 0;
        return outcome;
    }

    private boolean isSameIdentity()
    {
        final long originEpoch = meta.originEpoch;
        return shadow.read(meta.streamId, meta.sequence, view) != Outcome.OK ||
            view.meta().originEpoch == originEpoch;
    }

    /**
     * The checksum of an entry as it travels with its payload although its record has none.
     *
     * @param sent    metadata of the record; not changed.
     * @param payload that holds the bytes.
     * @param offset  of the first one.
     * @return CRC32C over the record with its payload.
     */
    public int travellingCrc(final EntryMeta sent, final DirectBuffer payload, final int offset)
    {
        meta.copyFrom(sent);
        meta.storedLength = meta.entryLength;
        return codec.encode(meta, payload, offset);
    }
}
