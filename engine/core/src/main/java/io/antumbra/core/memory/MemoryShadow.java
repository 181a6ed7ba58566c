package io.antumbra.core.memory;

import java.util.Arrays;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.RecordStatus;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shadow on the heap with the contract of the real one, for simulation and tests: the same record bytes, the same
 * checksums, bounded retention, and switches for what storage can do to it. A checksum is only computed again for a
 * record that was damaged: nothing else changes its bytes. One thread. A slot keeps its bytes for the next record, so
 * that a simulation of many entries is not a race through fresh memory.
 */
public final class MemoryShadow implements Shadow
{
    private final int maxEntryLength;
    private final int capacity;
    private final boolean isSyncedToDevice;
    private final RecordCodec codec;
    private final byte[][][] records;
    private final int[][] lengths;

    /** Header of each record as it was written; null once its bytes were damaged, and then they are looked at. */
    private final EntryMeta[][] metas;
    private final int[][] statuses;
    private final long[] ends;
    private final long[] syncedEnds;
    private final long[] oldests;
    private final long[] reclaimables;
    private final long[] promises;
    private final UnsafeBuffer window = new UnsafeBuffer(0, 0);
    private long orphanCount;

    /**
     * @param streamCount      streams.
     * @param maxEntryLength   longest payload, bytes.
     * @param capacity         records retained per stream.
     * @param isSyncedToDevice true when {@link #held} follows {@link #sync} only.
     */
    public MemoryShadow(final int streamCount, final int maxEntryLength, final int capacity,
        final boolean isSyncedToDevice)
    {
        this.maxEntryLength = maxEntryLength;
        this.capacity = capacity;
        this.isSyncedToDevice = isSyncedToDevice;
        codec = new RecordCodec(maxEntryLength);
        records = new byte[streamCount][capacity][];
        lengths = new int[streamCount][capacity];
        metas = new EntryMeta[streamCount][capacity];
        statuses = new int[streamCount][capacity];
        ends = new long[streamCount];
        syncedEnds = new long[streamCount];
        oldests = new long[streamCount];
        reclaimables = new long[streamCount];
        promises = new long[streamCount];
        Arrays.fill(oldests, 1);
    }

    @Override
    public int streamCount()
    {
        return ends.length;
    }

    @Override
    public int maxEntryLength()
    {
        return maxEntryLength;
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return write(meta, codec.encode(meta, payload, offset));
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        final int crc = codec.encode(meta, payload, offset);
        return crc == meta.crc ? write(meta, crc) : Outcome.CORRUPT;
    }

    private int write(final EntryMeta meta, final int crc)
    {
        final int streamId = meta.streamId;
        final long sequence = meta.sequence;
        assert sequence == ends[streamId] + 1 : "sequence=" + sequence + " after " + ends[streamId] +
            " - append in order";
        if (sequence - oldests[streamId] >= capacity)
        {
            if (oldests[streamId] > reclaimables[streamId])
            {
                return Outcome.BACK_PRESSURED;
            }
            oldests[streamId]++;
        }
        final int length = Integer.BYTES + RecordCodec.HEADER_LENGTH + meta.storedLength;
        window.wrap(room(streamId, slot(sequence), length), 0, length);
        window.putInt(0, crc);
        window.putBytes(Integer.BYTES, codec.scratch(), 0, length - Integer.BYTES);
        statuses[streamId][slot(sequence)] = RecordStatus.PENDING;
        ends[streamId] = sequence;
        meta.crc = crc;
        keep(meta);
        return Outcome.OK;
    }

    private byte[] room(final int streamId, final int slot, final int length)
    {
        final byte[] present = records[streamId][slot];
        lengths[streamId][slot] = length;
        if (present == null || present.length < length)
        {
            records[streamId][slot] = new byte[length];
        }
        return records[streamId][slot];
    }

    private void keep(final EntryMeta meta)
    {
        final EntryMeta[] kept = metas[meta.streamId];
        final int slot = slot(meta.sequence);
        if (kept[slot] == null)
        {
            kept[slot] = new EntryMeta();
        }
        kept[slot].copyFrom(meta);
    }

    @Override
    public int read(final int streamId, final long sequence, final EntryView view)
    {
        if (sequence < oldests[streamId] || sequence > ends[streamId])
        {
            return Outcome.NOT_RETAINED;
        }
        final byte[] record = records[streamId][slot(sequence)];
        final EntryMeta intact = metas[streamId][slot(sequence)];
        if (intact != null)
        {
            view.meta().copyFrom(intact);
            view.payload().wrap(record, Integer.BYTES + RecordCodec.HEADER_LENGTH, intact.storedLength);
            return Outcome.OK;
        }
        final int length = lengths[streamId][slot(sequence)];
        window.wrap(record, 0, length);
        final EntryMeta meta = view.meta();
        if (!codec.decode(window, Integer.BYTES, length - Integer.BYTES, window.getInt(0), meta) ||
            meta.sequence != sequence || meta.streamId != streamId)
        {
            return Outcome.CORRUPT;
        }
        view.payload().wrap(record, Integer.BYTES + RecordCodec.HEADER_LENGTH, meta.storedLength);
        return Outcome.OK;
    }

    @Override
    public long end(final int streamId)
    {
        return ends[streamId];
    }

    @Override
    public long held(final int streamId)
    {
        return isSyncedToDevice ? syncedEnds[streamId] : ends[streamId];
    }

    @Override
    public boolean sync()
    {
        if (!isSyncedToDevice || Arrays.equals(ends, syncedEnds))
        {
            return false;
        }
        System.arraycopy(ends, 0, syncedEnds, 0, ends.length);
        return true;
    }

    @Override
    public long oldestRetained(final int streamId)
    {
        return oldests[streamId];
    }

    @Override
    public void reclaimable(final int streamId, final long throughSequence)
    {
        reclaimables[streamId] = Math.max(reclaimables[streamId], throughSequence);
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        promises[streamId] = Math.max(promises[streamId], throughSequence);
    }

    @Override
    public long promised(final int streamId)
    {
        return promises[streamId];
    }

    @Override
    public void status(final int streamId, final long firstSequence, final long lastSequence, final int status)
    {
        final long last = Math.min(lastSequence, ends[streamId]);
        for (long sequence = Math.max(firstSequence, oldests[streamId]); sequence <= last; sequence++)
        {
            statuses[streamId][slot(sequence)] = status;
        }
    }

    @Override
    public void retransmitted(final int streamId, final long sequence)
    {
        // Kept by shadows that people look into; nothing here reads it.
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        final long from = Math.max(fromSequence, oldests[streamId]);
        final long count = Math.max(0, ends[streamId] - from + 1);
        ends[streamId] = Math.min(ends[streamId], fromSequence - 1);
        syncedEnds[streamId] = Math.min(syncedEnds[streamId], ends[streamId]);
        oldests[streamId] = Math.min(oldests[streamId], ends[streamId] + 1);
        promises[streamId] = Math.min(promises[streamId], ends[streamId]);
        reclaimables[streamId] = Math.min(reclaimables[streamId], ends[streamId]);
        orphanCount += count;
        return count;
    }

    /** @return entries that were ever taken back. */
    public long orphanCount()
    {
        return orphanCount;
    }

    /**
     * @param streamId of the stream.
     * @param sequence of an entry.
     * @return its {@link RecordStatus}.
     */
    public int statusOf(final int streamId, final long sequence)
    {
        return statuses[streamId][slot(sequence)];
    }

    /**
     * What a restart finds: the process is gone, the records are not. A record that does not match its checksum ends
     * its stream there, as the real recovery has it.
     */
    public void recover()
    {
        final EntryView view = new EntryView();
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            final long end = ends[streamId];
            long sequence = oldests[streamId];
            while (sequence <= end && read(streamId, sequence, view) == Outcome.OK)
            {
                sequence++;
            }
            ends[streamId] = sequence - 1;
            syncedEnds[streamId] = Math.min(syncedEnds[streamId], ends[streamId]);
            reclaimables[streamId] = 0;
        }
    }

    /**
     * Another disk is built in: with a copy of what another shadow of the same shape holds, or with nothing.
     *
     * @param other to copy, null for an empty disk.
     */
    public void replaceBy(final MemoryShadow other)
    {
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            ends[streamId] = other == null ? 0 : other.ends[streamId];
            syncedEnds[streamId] = ends[streamId];
            oldests[streamId] = other == null ? 1 : other.oldests[streamId];
            promises[streamId] = other == null ? 0 : other.promises[streamId];
            reclaimables[streamId] = 0;
            for (long sequence = oldests[streamId]; sequence <= ends[streamId]; sequence++)
            {
                copy(other, streamId, slot(sequence));
            }
        }
    }

    private void copy(final MemoryShadow other, final int streamId, final int slot)
    {
        final EntryMeta meta = other.metas[streamId][slot];
        records[streamId][slot] = other.records[streamId][slot].clone();
        lengths[streamId][slot] = other.lengths[streamId][slot];
        statuses[streamId][slot] = other.statuses[streamId][slot];
        metas[streamId][slot] = meta == null ? null : new EntryMeta();
        if (meta != null)
        {
            metas[streamId][slot].copyFrom(meta);
        }
    }

    /** What a reboot of the host leaves in the mode that syncs: what was synced. */
    public void loseUnsynced()
    {
        System.arraycopy(syncedEnds, 0, ends, 0, ends.length);
    }

    /**
     * Flips one bit of a record.
     *
     * @param streamId of the stream.
     * @param sequence of an entry that is retained.
     * @param bit      from 0; taken modulo the length of the record.
     */
    public void flipBit(final int streamId, final long sequence, final int bit)
    {
        final byte[] record = records[streamId][slot(sequence)];
        final int index = Math.floorMod(bit, lengths[streamId][slot(sequence)] * Byte.SIZE);
        metas[streamId][slot(sequence)] = null;
        record[index / Byte.SIZE] ^= (byte)(1 << index % Byte.SIZE);
    }

    private int slot(final long sequence)
    {
        return (int)(sequence % capacity);
    }
}
