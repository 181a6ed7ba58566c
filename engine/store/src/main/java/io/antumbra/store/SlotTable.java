package io.antumbra.store;

import java.lang.invoke.VarHandle;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.RecordStatus;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The slots of one size class, written in a circle. Knows for each slot which record it holds, from this process' own
 * writes and what the open verified, so that no decision depends on mapped bytes that may have been damaged since.
 * Engine thread only; allocates nothing after construction.
 */
final class SlotTable
{
    private static final int LINE_LENGTH = 64;
    private static final int PAGE_LENGTH = 4096;
    private static final int TOUCHED_LINES_LENGTH = 1024;

    private final SizeClass sizeClass;
    private final long[] addresses;
    private final long[] sequences;
    private final int[] streamIds;
    /** Of each record, counted here so that no status update has to wait for the word that it overwrites. */
    private final int[] retransmissions;
    private final UnsafeBuffer slot = new UnsafeBuffer(0, 0);
    private final int slotLength;
    private long nextWriteIndex;
    private int nextOrdinal;

    /**
     * @param sizeClass      of the slots.
     * @param addresses      where each starts.
     * @param sequences      which record each holds, 0 for none.
     * @param streamIds      of those records.
     * @param nextWriteIndex index of the next write.
     */
    SlotTable(final SizeClass sizeClass, final long[] addresses, final long[] sequences, final int[] streamIds,
        final long nextWriteIndex)
    {
        this.sizeClass = sizeClass;
        this.addresses = addresses;
        this.sequences = sequences;
        this.streamIds = streamIds;
        retransmissions = new int[sequences.length];
        this.nextWriteIndex = nextWriteIndex;
        slotLength = sizeClass.slotLength();
        nextOrdinal = (int)(nextWriteIndex % sizeClass.slotCount());
    }

    SizeClass sizeClass()
    {
        return sizeClass;
    }

    /** @return the slot that the next write takes. */
    int nextOrdinal()
    {
        return nextOrdinal;
    }

    /**
     * @param ordinal of a slot.
     * @return sequence of the record in it, 0 for none.
     */
    long sequence(final int ordinal)
    {
        return sequences[ordinal];
    }

    int streamId(final int ordinal)
    {
        return streamIds[ordinal];
    }

    /**
     * Writes a record into the slot that is next. A kill at any instruction leaves the old record, a slot marked as
     * being written, or the new record.
     *
     * @param meta  with the checksum filled in.
     * @param bytes canonical ones, from 0.
     * @return the ordinal that was written.
     */
    int write(final EntryMeta meta, final DirectBuffer bytes)
    {
        final int ordinal = nextOrdinal;
        final long sequence = meta.sequence;
        final UnsafeBuffer into = slot;
        into.wrap(addresses[ordinal], slotLength);

        into.putLong(SlotFormat.MARKER_OFFSET, SlotFormat.WRITING);
        VarHandle.storeStoreFence();
        into.putLong(SlotFormat.STATUS_OFFSET, SlotFormat.statusWord(sequence, RecordStatus.PENDING, 0));
        into.putLong(SlotFormat.WRITE_INDEX_OFFSET, nextWriteIndex);
        into.putInt(SlotFormat.CHECK_OFFSET, SlotFormat.check(nextWriteIndex, sequence));
        into.putInt(SlotFormat.CRC_OFFSET, meta.crc);
        into.putBytes(SlotFormat.RECORD_OFFSET, bytes, 0, RecordCodec.HEADER_LENGTH + meta.storedLength);
        into.putLongRelease(SlotFormat.MARKER_OFFSET, sequence);

        sequences[ordinal] = sequence;
        streamIds[ordinal] = meta.streamId;
        retransmissions[ordinal] = 0;
        nextWriteIndex++;
        nextOrdinal = ordinal + 1 == addresses.length ? 0 : ordinal + 1;
        return ordinal;
    }

    /**
     * Brings the slot that is next near, as far as a record of that length reaches: lines into the cache, pages into
     * the page table, writable. Adding 0 changes nothing, also not under the eyes of another process.
     *
     * @param length of the record expected, bytes.
     */
    void touchNext(final int length)
    {
        final UnsafeBuffer next = slot(nextOrdinal);
        final int end = Math.min(slotLength, SlotFormat.RECORD_OFFSET + length);
        for (int offset = 0; offset < end; offset += offset < TOUCHED_LINES_LENGTH ? LINE_LENGTH : PAGE_LENGTH)
        {
            next.getAndAddLong(offset & -Long.BYTES, 0);
        }
        next.getAndAddLong((end - 1) & -Long.BYTES, 0);
    }

    /**
     * @param ordinal of a slot.
     * @return the slot, its first byte at 0; valid until the next call of any method.
     */
    UnsafeBuffer slot(final int ordinal)
    {
        slot.wrap(addresses[ordinal], slotLength);
        return slot;
    }

    /**
     * Wraps the payload of a slot for a reader.
     *
     * @param ordinal of the slot.
     * @param length  of the payload, bytes.
     * @param window  to wrap.
     */
    void wrapPayload(final int ordinal, final int length, final UnsafeBuffer window)
    {
        window.wrap(addresses[ordinal] + SlotFormat.OVERHEAD_LENGTH, length);
    }

    /**
     * Updates the status of the record that a slot holds. Only stores: nothing waits for the slot to be in the cache.
     *
     * @param ordinal  of the slot.
     * @param sequence of the record in it.
     * @param status   to set.
     */
    void status(final int ordinal, final long sequence, final int status)
    {
        assert sequences[ordinal] == sequence : "slot " + ordinal + " holds " + sequences[ordinal] + ", not " +
            sequence + " - ask for retained records only";
        slot(ordinal).putLongRelease(SlotFormat.STATUS_OFFSET, SlotFormat.statusWord(sequence, status,
            retransmissions[ordinal]));
    }

    void retransmitted(final int ordinal)
    {
        retransmissions[ordinal] = Math.min(retransmissions[ordinal] + 1, SlotFormat.MAX_RETRANSMISSIONS);
        status(ordinal, sequences[ordinal], SlotFormat.status(statusWord(ordinal)));
    }

    /**
     * Marks a record as gone for good: no open will index it again.
     *
     * @param ordinal of the slot.
     */
    void takeBack(final int ordinal)
    {
        final UnsafeBuffer into = slot(ordinal);
        into.putLong(SlotFormat.MARKER_OFFSET, SlotFormat.WRITING);
        VarHandle.storeStoreFence();
        into.putLongRelease(SlotFormat.STATUS_OFFSET, SlotFormat.statusWord(into.getLong(SlotFormat.RECORD_OFFSET),
            RecordStatus.FAILED, 0));
        sequences[ordinal] = 0;
    }

    private long statusWord(final int ordinal)
    {
        final long word = slot(ordinal).getLong(SlotFormat.STATUS_OFFSET);
        return SlotFormat.isStatusWordOf(sequences[ordinal], word) ? word : 0;
    }
}
