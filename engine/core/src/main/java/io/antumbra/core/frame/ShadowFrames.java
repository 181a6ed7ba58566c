package io.antumbra.core.frame;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.History;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;

/**
 * Rebuilds frames from the shadow for catch-up, rewinds and resends: consecutive records of the same subset, as they
 * were sent first, as far as they fit. One thread.
 */
public final class ShadowFrames
{
    private final Shadow shadow;
    private final int shard;
    private final int subsetMaxLength;
    private final SubsetFrame frame;
    private final EntryView view = new EntryView();
    private final History history;

    /**
     * @param shadow          to read.
     * @param shard           that it belongs to.
     * @param subsetMaxLength frames of several entries stay within this length, bytes.
     * @param frame           to build in.
     */
    public ShadowFrames(final Shadow shadow, final int shard, final int subsetMaxLength, final SubsetFrame frame)
    {
        this(shadow, null, shard, subsetMaxLength, frame);
    }

    /**
     * @param shadow          to read.
     * @param history         to read what the shadow no longer has, or null.
     * @param shard           that it belongs to.
     * @param subsetMaxLength frames of several entries stay within this length, bytes.
     * @param frame           to build in.
     */
    public ShadowFrames(final Shadow shadow, final History history, final int shard, final int subsetMaxLength,
        final SubsetFrame frame)
    {
        this.shadow = shadow;
        this.history = history;
        this.shard = shard;
        this.subsetMaxLength = subsetMaxLength;
        this.frame = frame;
    }

    /**
     * Builds the frame that starts at a sequence.
     *
     * @param streamId  of the stream.
     * @param first     sequence to start at.
     * @param last      sequence not to go beyond.
     * @param epoch     of the sender.
     * @param committed sequence that standbys may deliver up to.
     * @param nowNs     goes out as the send timestamp.
     * @return number of entries in {@link #frame()}, or {@link Outcome#NOT_RETAINED}, {@link Outcome#CORRUPT} or, while
     *         the history fetches it, {@link Outcome#BACK_PRESSURED} when the first one cannot be read.
     */
    public int build(final int streamId, final long first, final long last, final long epoch, final long committed,
        final long nowNs)
    {
        int outcome = read(streamId, first);
        if (outcome != Outcome.OK)
        {
            return outcome;
        }
        final EntryMeta meta = view.meta();
        final long subsetId = meta.subsetId;
        frame.begin(shard, streamId, epoch, first, committed, nowNs, true);
        long sequence = first;
        do
        {
            frame.add(meta, meta.crc, view.payload(), 0, meta.storedLength);
            sequence++;
            outcome = sequence <= last ? read(streamId, sequence) : Outcome.NOT_RETAINED;
        }
        while (outcome == Outcome.OK && meta.subsetId == subsetId && frame.count() < SubsetFrame.MAX_ENTRIES &&
            frame.length() + SubsetFrame.ENTRY_OVERHEAD + meta.storedLength <= subsetMaxLength);
        frame.end();
        return frame.count();
    }

    private int read(final int streamId, final long sequence)
    {
        final int outcome = shadow.read(streamId, sequence, view);
        return outcome == Outcome.NOT_RETAINED && history != null ? history.read(streamId, sequence, view) : outcome;
    }

    /** @return the frame built last. */
    public SubsetFrame frame()
    {
        return frame;
    }
}
