package io.antumbra.core.primary;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordStatus;
import io.antumbra.core.Shadow;
import io.antumbra.core.ShadowingPolicy;
import org.agrona.DirectBuffer;

/**
 * The step "shadow": gives an entry its place in its stream and writes it to the shadow, before anybody else can learn
 * of it. An entry that the policy leaves out gets a header-only record in the same place.
 */
final class Appender
{
    private final PrimaryState state;
    private final ShadowingPolicy policy;
    private final long[] subsetIds;

    Appender(final PrimaryState state, final ShadowingPolicy policy)
    {
        this.state = state;
        this.policy = policy;
        subsetIds = new long[state.config.streamCount];
    }

    /**
     * @return {@link Outcome#OK} with sequence, origin epoch, subset id, flags and checksum filled in, or a reason with
     *         nothing changed.
     */
    int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        if (!state.isAccepting)
        {
            return Outcome.NOT_PRIMARY;
        }
        final int streamId = meta.streamId;
        final int length = meta.entryLength;
        assert length > 0 && length <= state.config.maxEntryLength : "entryLength=" + length +
            " - refuse it at the ring, before it has a place";
        final Shadow shadow = state.shadow;
        final long sequence = shadow.end(streamId) + 1;
        if (sequence - state.committed[streamId] > state.config.maxInFlight - (roomAhead(meta) - 1))
        {
            state.stats.backPressured++;
            return Outcome.BACK_PRESSURED;
        }
        final boolean isProtected = policy.protects(streamId, meta.priority, length, payload, offset);
        final boolean startsSubset = meta.subsetId == 0;
        meta.shard = state.config.shard;
        meta.sequence = sequence;
        meta.originEpoch = state.epoch;
        meta.subsetId = startsSubset ? sequence : subsetIds[streamId];
        meta.flags = isProtected ? 0 : EntryMeta.FLAG_UNPROTECTED;
        meta.storedLength = isProtected ? length : 0;
        final int outcome = shadow.append(meta, payload, offset);
        if (outcome != Outcome.OK)
        {
            meta.subsetId = startsSubset ? 0 : meta.subsetId;
            state.stats.backPressured++;
            return outcome;
        }
        subsetIds[streamId] = meta.subsetId;
        state.stats.unprotected += isProtected ? 0 : 1;
        return Outcome.OK;
    }

    /**
     * A subset is begun only when all of it has room. Begun without, its entries would go out one by one from the
     * shadow as acknowledgements trickle in, and under full load nothing would ever travel as a full frame again.
     */
    private int roomAhead(final EntryMeta meta)
    {
        return meta.subsetId == 0 ? Math.max(1, Math.min(meta.subsetCount, state.config.maxInFlight)) : 1;
    }

    /** Marks a run of entries as in flight. */
    void inFlight(final int streamId, final long first, final long last)
    {
        state.shadow.status(streamId, first, last, RecordStatus.IN_FLIGHT);
    }
}
