package io.antumbra.store;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The heart of the shadow: which slot takes a record, which one holds it, when one may be reused. No files, no maps:
 * it is given addresses and the layout's words.
 *
 * <pre>
 *   append(stream, sequence)                          one index per stream          slots of each size class
 *     1 smallest class that fits                        sequence &amp; mask               written in a circle
 *     2 its next slot: whose record is there?          +---+---+---+---+            +--+--+--+--+--+--+
 *       reusable, or BACK_PRESSURED                    |   | o-|---|---|----------&gt; |  |  |##|  |  |  |
 *     3 the index position: the same question          +---+---+---+---+            +--+--+--+--+--+--+
 *     4 raise the floors in the layout file            streams share the classes
 *     5 write the slot, point the index to it
 * </pre>
 *
 * Nothing is changed before step 4, so a refused append can be tried again. Engine thread only; allocates nothing.
 */
final class SlotStore
{
    /**
     * Records by which a floor is raised ahead of need, as far as they may be reused: the next ones then cost nothing.
     * An open finds what was not reused after all, because it also looks below the floor.
     */
    static final int FLOOR_STEP = 64;

    private final SlotTable[] tables;
    private final int[] capacities;
    private final int[][] index;
    private final int indexMask;
    private final long[] ends;
    private final long[] oldest;
    private final long[] reclaimable;
    private final long[] reusableBelow;
    private final boolean[] dirty;
    private final LayoutFile layout;
    private final RecordCodec codec;
    private final boolean floorsMoveAtSync;
    private boolean floorWanted;
    private long corruptReads;

    /** Written to since the last touch, null when none was; and how long the record was. */
    private SlotTable untouched;
    private int writtenLength;

    /**
     * @param tables           one of each class, ascending by capacity.
     * @param scan             what was found.
     * @param layout           to keep floors in.
     * @param codec            to sum with.
     * @param floorsMoveAtSync true when a record may be overwritten only after the floor above it is on the device.
     */
    SlotStore(final SlotTable[] tables, final ShadowScan scan, final LayoutFile layout, final RecordCodec codec,
        final boolean floorsMoveAtSync)
    {
        this.tables = tables;
        this.layout = layout;
        this.codec = codec;
        this.floorsMoveAtSync = floorsMoveAtSync;
        index = scan.index;
        indexMask = index[0].length - 1;
        capacities = new int[tables.length];
        dirty = new boolean[tables.length];
        for (int i = 0; i < tables.length; i++)
        {
            capacities[i] = tables[i].sizeClass().capacityBytes();
        }
        final int streamCount = index.length;
        ends = new long[streamCount];
        oldest = new long[streamCount];
        reclaimable = new long[streamCount];
        reusableBelow = new long[streamCount];
        for (int i = 0; i < streamCount; i++)
        {
            ends[i] = scan.streams[i].end;
            oldest[i] = scan.streams[i].oldestRetained;
            reusableBelow[i] = layout.floor(i);
            reclaimable[i] = reusableBelow[i] - 1;
        }
    }

    int append(final EntryMeta meta, final DirectBuffer payload, final int offset, final boolean isVerified)
    {
        final int streamId = meta.streamId;
        final long sequence = meta.sequence;
        if (sequence != ends[streamId] + 1)
        {
            throw new IllegalArgumentException("sequence=" + sequence + " of stream " + streamId + " must be " +
                (ends[streamId] + 1) + ", the one after its end");
        }
        final int classIndex = classFor(meta.storedLength);
        final SlotTable table = tables[classIndex];
        final int ordinal = table.nextOrdinal();
        final long victim = table.sequence(ordinal);
        final int victimStreamId = table.streamId(ordinal);
        if ((victim != 0 && !isReusable(victimStreamId, victim)) || !isReusable(streamId, sequence - indexMask - 1))
        {
            floorWanted = true;
            return Outcome.BACK_PRESSURED;
        }

        final int crc = codec.encode(meta, payload, offset);
        if (isVerified && crc != meta.crc)
        {
            return Outcome.CORRUPT;
        }
        meta.crc = crc;
        if (victim != 0)
        {
            raiseOldest(victimStreamId, victim + 1);
        }
        raiseOldest(streamId, sequence - indexMask);
        table.write(meta, codec.scratch());
        untouched = table;
        writtenLength = RecordCodec.HEADER_LENGTH + meta.storedLength;
        index[streamId][(int)sequence & indexMask] = ShadowScan.place(classIndex, ordinal);
        dirty[classIndex] = true;
        ends[streamId] = sequence;
        return Outcome.OK;
    }

    /** Brings the slot near that the next record takes if it is of the last one's class and length. */
    void touchNext()
    {
        if (untouched != null)
        {
            untouched.touchNext(writtenLength);
            untouched = null;
        }
    }

    int read(final int streamId, final long sequence, final EntryView view)
    {
        final int place = find(streamId, sequence);
        if (place < 0)
        {
            return Outcome.NOT_RETAINED;
        }
        final SlotTable table = tables[ShadowScan.classIndex(place)];
        final int ordinal = ShadowScan.ordinal(place);
        final UnsafeBuffer slot = table.slot(ordinal);
        final EntryMeta meta = view.meta();
        if (slot.getLong(SlotFormat.MARKER_OFFSET) != sequence ||
            !codec.decode(slot, SlotFormat.RECORD_OFFSET, slot.capacity() - SlotFormat.RECORD_OFFSET, slot.getInt(
                SlotFormat.CRC_OFFSET), meta) ||
            meta.sequence != sequence || meta.streamId != streamId)
        {
            corruptReads++;
            return Outcome.CORRUPT;
        }
        table.wrapPayload(ordinal, meta.storedLength, view.payload());
        return Outcome.OK;
    }

    void status(final int streamId, final long firstSequence, final long lastSequence, final int status)
    {
        final long first = Math.max(firstSequence, oldest[streamId]);
        final long last = Math.min(lastSequence, ends[streamId]);
        for (long sequence = first; sequence <= last; sequence++)
        {
            final int place = index[streamId][(int)sequence & indexMask];
            tables[ShadowScan.classIndex(place)].status(ShadowScan.ordinal(place), sequence, status);
        }
    }

    void retransmitted(final int streamId, final long sequence)
    {
        final int place = find(streamId, sequence);
        if (place >= 0)
        {
            tables[ShadowScan.classIndex(place)].retransmitted(ShadowScan.ordinal(place));
        }
    }

    void reclaimable(final int streamId, final long throughSequence)
    {
        final long through = Math.min(throughSequence, ends[streamId]);
        if (through > reclaimable[streamId])
        {
            reclaimable[streamId] = through;
            if (!floorsMoveAtSync)
            {
                reusableBelow[streamId] = through + 1;
            }
        }
    }

    /** Raises every floor in the layout file to what may be reused; takes effect by {@link #floorsAreSynced()}. */
    void raiseFloors()
    {
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            if (reclaimable[streamId] + 1 > layout.floor(streamId))
            {
                layout.floor(streamId, reclaimable[streamId] + 1);
            }
        }
    }

    /** The layout file is on the device: what lies below its floors may be overwritten from now on. */
    void floorsAreSynced()
    {
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            reusableBelow[streamId] = layout.floor(streamId);
        }
        floorWanted = false;
    }

    /** @return whether an append was refused since the floors were synced. */
    boolean isFloorWanted()
    {
        return floorWanted;
    }

    /**
     * Forgets the tail of a stream; its slots have to be taken back by the caller before.
     *
     * @param streamId     of the stream.
     * @param fromSequence first one forgotten, at most {@code end + 1}.
     */
    void cut(final int streamId, final long fromSequence)
    {
        ends[streamId] = fromSequence - 1;
        reclaimable[streamId] = Math.min(reclaimable[streamId], fromSequence - 1);
        oldest[streamId] = Math.min(oldest[streamId], fromSequence);
        reusableBelow[streamId] = Math.min(reusableBelow[streamId], fromSequence);
    }

    /**
     * @param streamId of the stream.
     * @param sequence of an entry.
     * @return {@link ShadowScan#place} of its record, -1 when it is not retained.
     */
    int find(final int streamId, final long sequence)
    {
        if (sequence < oldest[streamId] || sequence > ends[streamId])
        {
            return -1;
        }
        final int place = index[streamId][(int)sequence & indexMask];
        assert place >= 0 && tables[ShadowScan.classIndex(place)].sequence(ShadowScan.ordinal(place)) == sequence
            : "index of stream " + streamId + " is wrong at " + sequence + " - oldestRetained must rise before reuse";
        return place;
    }

    SlotTable table(final int classIndex)
    {
        return tables[classIndex];
    }

    int tableCount()
    {
        return tables.length;
    }

    /**
     * @param classIndex of a size class.
     * @return whether its slots were written since the last call.
     */
    boolean takeDirty(final int classIndex)
    {
        final boolean wasDirty = dirty[classIndex];
        dirty[classIndex] = false;
        return wasDirty;
    }

    void markDirty(final int classIndex)
    {
        dirty[classIndex] = true;
    }

    long end(final int streamId)
    {
        return ends[streamId];
    }

    long oldest(final int streamId)
    {
        return oldest[streamId];
    }

    long corruptReads()
    {
        return corruptReads;
    }

    private int classFor(final int storedLength)
    {
        int classIndex = 0;
        while (capacities[classIndex] < storedLength)
        {
            if (++classIndex == capacities.length)
            {
                throw new IllegalArgumentException("storedLength=" + storedLength + " must be at most " +
                    capacities[classIndex - 1] + ", the largest size class: refuse such an entry before it is " +
                    "shadowed");
            }
        }
        return classIndex;
    }

    private boolean isReusable(final int streamId, final long sequence)
    {
        return sequence < oldest[streamId] || sequence < reusableBelow[streamId];
    }

    private void raiseOldest(final int streamId, final long sequence)
    {
        if (sequence > oldest[streamId])
        {
            oldest[streamId] = sequence;
            if (sequence > layout.floor(streamId))
            {
                layout.floor(streamId, Math.min(reusableBelow[streamId], sequence + FLOOR_STEP));
            }
        }
    }
}
