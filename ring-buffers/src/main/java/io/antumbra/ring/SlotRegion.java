package io.antumbra.ring;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The slots: one direct buffer, aligned to a cache line, allocated and touched at launch. It knows where bytes lie and
 * nothing about who may touch them; that is the sequencer's part.
 * <pre>
 *  a run of slots for one entry, the header in the first slot only:
 *
 *     0        4        8                 16                24
 *    ┌────────┬────────┬─────────────────┬────────┬────────┬─────────────────┐
 *    │ length │ slots  │ original epoch  │ stream │ prior- │ sequence        │
 *    │ -1:skip│        │ ns              │ id     │ ity    │                 │
 *    ├────────┴────────┼─────────────────┼────────┼────────┼─────────────────┤ 32
 *    │ subset id       │ shadow time-    │ subset │ flags  │ check- │reserved│
 *    │                 │ stamp epoch ns  │ count  │        │ sum    │        │
 *    ├─────────────────┴─────────────────┴────────┴────────┴─────────────────┤ 64
 *    │ payload ... on through the following slots and, past the last one, through the tail
 * </pre>
 * The producer fills the first 24 bytes and zeroes the rest of the header; stages fill what follows for later stages.
 * Visibility comes from the sequencer's publication and from the stages' sequences, so plain stores are enough here.
 */
final class SlotRegion
{
    static final int LENGTH_OFFSET = 0;
    static final int SLOTS_OFFSET = 4;
    static final int ORIGINAL_EPOCH_NS_OFFSET = 8;
    static final int STREAM_ID_OFFSET = 16;
    static final int PRIORITY_OFFSET = 20;
    static final int SEQUENCE_OFFSET = 24;
    static final int SUBSET_ID_OFFSET = 32;
    static final int SHADOW_TIMESTAMP_EPOCH_NS_OFFSET = 40;
    static final int SUBSET_COUNT_OFFSET = 48;
    static final int FLAGS_OFFSET = 52;
    static final int CHECKSUM_OFFSET = 56;
    static final int HEADER_LENGTH = 64;

    /**
     * In place of a length: no entry, step over the run.
     */
    static final int SKIPPED = -1;

    final UnsafeBuffer buffer;
    private final int slotLength;
    private final long indexMask;

    SlotRegion(final int slotLength, final int slotCount, final int maxEntryLength)
    {
        final int regionLength = Math.toIntExact(regionLength(slotLength, slotCount, maxEntryLength));
        this.slotLength = slotLength;
        this.indexMask = slotCount - 1L;
        this.buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(regionLength, CACHE_LINE_LENGTH));
    }

    static long regionLength(final int slotLength, final int slotCount, final int maxEntryLength)
    {
        final long tailSlots = slotsFor(maxEntryLength, slotLength) - 1;
        return (slotCount + tailSlots) * slotLength;
    }

    static long slotsFor(final int entryLength, final int slotLength)
    {
        return ((long)HEADER_LENGTH + entryLength + slotLength - 1) / slotLength;
    }

    int slotsFor(final int entryLength)
    {
        return HEADER_LENGTH + entryLength <= slotLength ? 1 : (int)slotsFor(entryLength, slotLength);
    }

    int offsetOf(final long ringSequence)
    {
        return (int)(ringSequence & indexMask) * slotLength;
    }

    int length(final int slotOffset)
    {
        return buffer.getInt(slotOffset + LENGTH_OFFSET);
    }

    int slots(final int slotOffset)
    {
        return buffer.getInt(slotOffset + SLOTS_OFFSET);
    }

    void putHeader(
        final int slotOffset,
        final int slots,
        final int streamId,
        final int priority,
        final long originalEpochNs,
        final int length)
    {
        final UnsafeBuffer buffer = this.buffer;
        buffer.putInt(slotOffset + LENGTH_OFFSET, length);
        buffer.putInt(slotOffset + SLOTS_OFFSET, slots);
        buffer.putLong(slotOffset + ORIGINAL_EPOCH_NS_OFFSET, originalEpochNs);
        buffer.putInt(slotOffset + STREAM_ID_OFFSET, streamId);
        buffer.putInt(slotOffset + PRIORITY_OFFSET, priority);
        buffer.putLong(slotOffset + SEQUENCE_OFFSET, 0);
        buffer.putLong(slotOffset + SUBSET_ID_OFFSET, 0);
        buffer.putLong(slotOffset + SHADOW_TIMESTAMP_EPOCH_NS_OFFSET, 0);
        buffer.putInt(slotOffset + SUBSET_COUNT_OFFSET, 0);
        buffer.putInt(slotOffset + FLAGS_OFFSET, 0);
        buffer.putInt(slotOffset + CHECKSUM_OFFSET, 0);
    }

    void putSkipped(final int slotOffset, final int slots)
    {
        buffer.putInt(slotOffset + LENGTH_OFFSET, SKIPPED);
        buffer.putInt(slotOffset + SLOTS_OFFSET, slots);
    }
}
