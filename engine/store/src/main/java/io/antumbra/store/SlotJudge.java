package io.antumbra.store;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.RecordCodec;

import org.agrona.DirectBuffer;

/**
 * Decides what a slot holds from nothing but its bytes: no lock, no index and no status is believed. One thread per
 * instance; allocates nothing.
 */
final class SlotJudge
{
    /** A whole record; {@link #meta} describes it. */
    static final int WHOLE = 0;

    /** Nothing was ever written here. */
    static final int NEVER_USED = 1;

    /** A write was under way when its process was killed. */
    static final int TORN = 2;

    /** A record that was taken back on purpose, after it was saved as an orphan. */
    static final int TAKEN_BACK = 3;

    /** The bytes contradict a checksum or each other. */
    static final int REJECTED = 4;

    static final int VERDICTS = 5;

    /** Filled by the last {@link #judge} that answered {@link #WHOLE}; {@code crc} included. */
    final EntryMeta meta = new EntryMeta();

    private final Geometry geometry;
    private final RecordCodec codec;

    SlotJudge(final Geometry geometry, final RecordCodec codec)
    {
        this.geometry = geometry;
        this.codec = codec;
    }

    /**
     * @param slot      with its first byte at 0.
     * @param sizeClass that it belongs to.
     * @param ordinal   of the slot.
     * @return one of the constants.
     */
    int judge(final DirectBuffer slot, final SizeClass sizeClass, final int ordinal)
    {
        final long marker = slot.getLong(SlotFormat.MARKER_OFFSET);
        final long writeIndex = slot.getLong(SlotFormat.WRITE_INDEX_OFFSET);
        final int check = slot.getInt(SlotFormat.CHECK_OFFSET);
        final int crc = slot.getInt(SlotFormat.CRC_OFFSET);
        if (marker == SlotFormat.NEVER_USED)
        {
            return writeIndex == 0 && check == 0 && crc == 0 ? NEVER_USED : REJECTED;
        }
        if (marker == SlotFormat.WRITING)
        {
            return SlotFormat.isTakenBack(slot) ? TAKEN_BACK : TORN;
        }
        if (check != SlotFormat.check(writeIndex, marker) || writeIndex < 0 ||
            writeIndex % sizeClass.slotCount() != ordinal)
        {
            return REJECTED;
        }
        final boolean isWhole = codec.decode(slot, SlotFormat.RECORD_OFFSET, sizeClass.slotLength() -
            SlotFormat.RECORD_OFFSET, crc, meta);
        return isWhole && meta.sequence == marker && marker > 0 && meta.shard == geometry.shard &&
            meta.streamId >= 0 && meta.streamId < geometry.streamCount ? WHOLE : REJECTED;
    }
}
