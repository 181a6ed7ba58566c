package io.antumbra.runtime.pipeline;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.primary.Primary;
import io.antumbra.ring.RingEntry;
import io.antumbra.ring.RingStage;

/**
 * The second step: sends a subset that was shadowed as one frame to every standby that is up to it, straight from the
 * ring, and gives its slots back. A standby whose buffer is full gets it from the shadow later, so this step never has
 * to wait and never refuses. One thread.
 */
final class SendStep
{
    private final RingStage stage;
    private final Primary primary;
    private final RingEntry entry = new RingEntry();
    private final EntryMeta meta = new EntryMeta();

    SendStep(final RingStage stage, final Primary primary, final int shard)
    {
        this.stage = stage;
        this.primary = primary;
        meta.shard = shard;
    }

    /**
     * Sends one subset.
     *
     * @param nowNs time.
     * @return entries sent, 0 when no subset is waiting.
     */
    int doWork(final long nowNs)
    {
        if (!stage.first(entry))
        {
            return 0;
        }
        final int count = entry.subsetCount();
        primary.beginSubset(entry.streamId(), entry.sequence(), nowNs);
        add(count);
        for (int i = 1; i < count; i++)
        {
            final boolean isThere = stage.next(entry);
            assert isThere : "a subset is incomplete: the shadow step hands it on as a whole";
            add(count);
        }
        primary.endSubset(nowNs);
        stage.releaseThrough(entry);
        return count;
    }

    private void add(final int count)
    {
        final boolean isUnprotected = (entry.flags() & EntryMeta.FLAG_UNPROTECTED) != 0;
        meta.streamId = entry.streamId();
        meta.sequence = entry.sequence();
        meta.originEpoch = primary.epoch();
        meta.subsetId = entry.subsetId();
        meta.subsetCount = count;
        meta.priority = entry.priority();
        meta.flags = entry.flags();
        meta.entryLength = entry.length();
        meta.storedLength = isUnprotected ? 0 : entry.length();
        meta.originalEpochNs = entry.originalEpochNs();
        meta.shadowEpochNs = entry.shadowTimestampEpochNs();
        meta.crc = entry.checksum();
        primary.addEntry(meta, entry.buffer(), entry.offset());
    }
}
