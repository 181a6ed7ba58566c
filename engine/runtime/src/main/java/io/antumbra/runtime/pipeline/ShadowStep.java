package io.antumbra.runtime.pipeline;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.primary.Primary;
import io.antumbra.ring.RingEntry;
import io.antumbra.ring.RingStage;

/**
 * The first step: takes the longest run of waiting entries of one stream that fits one datagram, and shadows them as
 * one subset. The batch is what happens to be waiting; nothing is ever held back to fill one.
 *
 * <pre>
 *  ring:   a1 a2 a3 b1 a4 ...        a subset ends with its stream, with the datagram, or with the ring
 *         └── subset ─┘└ subset ...  an entry longer than a datagram is a subset of its own
 * </pre>
 *
 * The count is part of every record and its checksum, so the run is measured first and shadowed second. When the shadow
 * is full in the middle of a run, the step goes on there in a later duty cycle; the run is released to the next step
 * as a whole. It is never longer than the window of entries in flight, or it could not be completed. One thread.
 */
final class ShadowStep
{
    private final RingStage stage;
    private final Primary primary;
    private final int subsetMaxLength;
    private final int subsetMaxCount;
    private final RingEntry ahead = new RingEntry();
    private final RingEntry entry = new RingEntry();
    private final EntryMeta meta = new EntryMeta();
    private int count;
    private int shadowed;

    ShadowStep(final RingStage stage, final Primary primary, final CoreConfig config)
    {
        this.stage = stage;
        this.primary = primary;
        subsetMaxLength = config.subsetMaxLength;
        subsetMaxCount = config.maxInFlight;
    }

    /**
     * Shadows one subset, or the rest of it.
     *
     * @param nowEpochNs time of day.
     * @return true when a whole subset is shadowed and handed on.
     */
    boolean doWork(final long nowEpochNs)
    {
        if (shadowed == count && !gather())
        {
            return false;
        }
        while (shadow(nowEpochNs))
        {
            if (++shadowed == count)
            {
                stage.releaseThrough(entry);
                return true;
            }
            final boolean isThere = stage.next(entry);
            assert isThere : "an entry that was seen ahead is gone: poll this stage by one thread only";
        }
        return false;
    }

    /** Measures the run; the flyweight then stands on its first entry. */
    private boolean gather()
    {
        if (!stage.first(ahead))
        {
            return false;
        }
        final int streamId = ahead.streamId();
        int length = SubsetFrame.OVERHEAD + SubsetFrame.ENTRY_OVERHEAD + ahead.length();
        count = 1;
        shadowed = 0;
        while (length < subsetMaxLength && count < subsetMaxCount && stage.next(ahead) && ahead.streamId() == streamId)
        {
            length += SubsetFrame.ENTRY_OVERHEAD + ahead.length();
            if (length > subsetMaxLength)
            {
                break;
            }
            count++;
        }
        return stage.first(entry);
    }

    private boolean shadow(final long nowEpochNs)
    {
        meta.streamId = entry.streamId();
        meta.priority = entry.priority();
        meta.originalEpochNs = entry.originalEpochNs();
        meta.shadowEpochNs = nowEpochNs;
        meta.entryLength = entry.length();
        meta.subsetCount = count;
        meta.subsetId = shadowed == 0 ? 0 : meta.subsetId;
        if (primary.append(meta, entry.buffer(), entry.offset()) != Outcome.OK)
        {
            return false;
        }
        entry.sequence(meta.sequence);
        entry.subsetId(meta.subsetId);
        entry.subsetCount(count);
        entry.shadowTimestampEpochNs(nowEpochNs);
        entry.flags(meta.flags);
        entry.checksum(meta.crc);
        return true;
    }
}
