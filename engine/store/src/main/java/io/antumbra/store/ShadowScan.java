package io.antumbra.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.antumbra.core.RecordCodec;

import org.agrona.DirectBuffer;

/**
 * Rebuilds what a shadow holds from the bytes of its slots: judges every slot, lets one record win where several have
 * the same sequence, and finds the gap-free run of each stream.
 *
 * <pre>
 *      outlived      retained: downwards to      retained: upwards to      beyond the hole:
 *      (not          the first missing one       the first missing one     counted, not indexed,
 *      indexed)      &lt;-----------------|------------------------&gt;          saved before reuse
 *  -----x--x-x---|===================|=======================|----xxx--x-------&gt; sequence
 *                oldestRetained      floor (layout file)     end
 * </pre>
 *
 * Every record from the floor on was there when the last owner stopped, so the first hole above it is the end. Those
 * below may have been reused: they count only as far as they reach down without a gap. Of two records with the same
 * sequence the later origin epoch wins, then the later write. One thread; memory is 21 bytes a slot and 4 an index
 * entry.
 *
 * <p>Cutting at the hole is safe because the promise stays: an end below it makes the replica ineligible, durably,
 * until all is back that it ever acknowledged. A primary then waits for every standby and is sent the range anew, each
 * part by one that still reads it; a standby is sent it by its primary. The cost: until then the whole records behind
 * the hole are no copy that a peer can ask for. An acknowledged entry is out of reach when every other replica has lost
 * it, too; the shard then stays closed, and the copy of the one that was cut is in its orphan log, for an operator. To
 * keep such records in place and fetch the hole alone would save that, and the transfer; it needs an end with holes in
 * it through index, slots and epoch truncation, and is not done.
 */
final class ShadowScan
{
    /** Damaged slots that are named one by one. */
    private static final int MAX_DAMAGE = 100;

    private static final int ORDINAL_BITS = 28;
    private static final int ORDINAL_MASK = (1 << ORDINAL_BITS) - 1;

    /** Per class and slot: sequence of the whole record in it, 0 for none or one that must not be served. */
    final long[][] sequences;

    /** Per class and slot: stream of that record. */
    final int[][] streamIds;

    /** Per class: index of the next write. */
    final long[] nextWriteIndex;

    /** Per stream, by sequence and mask: {@link #place} of the record. */
    final int[][] index;

    /** Places of whole records that are not served: stale duplicates and those beyond a hole. */
    int[] leftovers = new int[0];

    final RecoveryReport.StreamCounts[] streams;
    final long[][] verdicts;
    final List<String> damage = new ArrayList<>();

    private final Geometry geometry;
    private final LayoutFile layout;
    private final SlotSource source;
    private final SlotJudge judge;
    private final long[][] epochs;
    private final byte[][] statuses;
    private final int indexMask;
    private int leftoverCount;

    /**
     * @param geometry      of the shadow.
     * @param layout        with the floors.
     * @param indexCapacity sequences that the index of a stream spans, a power of two.
     * @param codec         to verify with.
     * @param source        of the slots.
     */
    ShadowScan(final Geometry geometry, final LayoutFile layout, final int indexCapacity, final RecordCodec codec,
        final SlotSource source)
    {
        this.geometry = geometry;
        this.layout = layout;
        this.source = source;
        judge = new SlotJudge(geometry, codec);
        indexMask = indexCapacity - 1;
        final int classCount = geometry.classCount();
        sequences = new long[classCount][];
        streamIds = new int[classCount][];
        epochs = new long[classCount][];
        statuses = new byte[classCount][];
        nextWriteIndex = new long[classCount];
        verdicts = new long[classCount][SlotJudge.VERDICTS];
        index = new int[geometry.streamCount][indexCapacity];
        streams = new RecoveryReport.StreamCounts[geometry.streamCount];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new RecoveryReport.StreamCounts();
            Arrays.fill(index[i], -1);
        }
    }

    static int place(final int classIndex, final int ordinal)
    {
        return (classIndex << ORDINAL_BITS) | ordinal;
    }

    static int classIndex(final int place)
    {
        return place >>> ORDINAL_BITS;
    }

    static int ordinal(final int place)
    {
        return place & ORDINAL_MASK;
    }

    /** @return this, done. */
    ShadowScan run()
    {
        for (int classIndex = 0; classIndex < geometry.classCount(); classIndex++)
        {
            judgeClass(classIndex);
        }
        layout.refresh(); // A living owner may have moved its floors while a look from outside read the slots.
        indexFromFloor();
        for (int streamId = 0; streamId < streams.length; streamId++)
        {
            findEnd(streamId);
        }
        indexBelowFloor();
        for (int streamId = 0; streamId < streams.length; streamId++)
        {
            findOldest(streamId);
        }
        sortOut();
        return this;
    }

    RecoveryReport report(final boolean wasClosedInOrder, final boolean wasMapRepaired)
    {
        return new RecoveryReport(geometry, wasClosedInOrder, wasMapRepaired, verdicts, streams,
            damage);
    }

    private void judgeClass(final int classIndex)
    {
        final SizeClass sizeClass = geometry.sizeClasses.get(classIndex);
        final int slotCount = sizeClass.slotCount();
        sequences[classIndex] = new long[slotCount];
        streamIds[classIndex] = new int[slotCount];
        epochs[classIndex] = new long[slotCount];
        statuses[classIndex] = new byte[slotCount];
        for (int ordinal = 0; ordinal < slotCount; ordinal++)
        {
            final DirectBuffer slot = source.slot(classIndex, ordinal);
            final int verdict = judge.judge(slot, sizeClass, ordinal);
            verdicts[classIndex][verdict]++;
            if (verdict == SlotJudge.WHOLE)
            {
                sequences[classIndex][ordinal] = judge.meta.sequence;
                streamIds[classIndex][ordinal] = judge.meta.streamId;
                epochs[classIndex][ordinal] = judge.meta.originEpoch;
                final long word = slot.getLong(SlotFormat.STATUS_OFFSET);
                statuses[classIndex][ordinal] = (byte)(SlotFormat.isStatusWordOf(judge.meta.sequence, word) ?
                    RecoveryReport.StreamCounts.statusPosition(SlotFormat.status(word)) :
                    RecoveryReport.StreamCounts.UNKNOWN_STATUS);
                nextWriteIndex[classIndex] = Math.max(nextWriteIndex[classIndex], slot.getLong(
                    SlotFormat.WRITE_INDEX_OFFSET) + 1);
            }
            else if ((verdict == SlotJudge.TORN || verdict == SlotJudge.REJECTED) && damage.size() < MAX_DAMAGE)
            {
                damage.add(sizeClass.fileName() + ", slot " + ordinal + ": " + (verdict == SlotJudge.TORN ?
                    "its write was cut short" : "its bytes contradict their checksum"));
            }
        }
    }

    private void indexFromFloor()
    {
        for (int classIndex = 0; classIndex < sequences.length; classIndex++)
        {
            for (int ordinal = 0; ordinal < sequences[classIndex].length; ordinal++)
            {
                final long sequence = sequences[classIndex][ordinal];
                final int streamId = streamIds[classIndex][ordinal];
                final long aboveFloor = sequence - layout.floor(streamId);
                if (sequence > 0 && aboveFloor >= 0 && aboveFloor <= indexMask)
                {
                    offer(streamId, sequence, classIndex, ordinal);
                }
            }
        }
    }

    private void findEnd(final int streamId)
    {
        final RecoveryReport.StreamCounts stream = streams[streamId];
        final long floor = layout.floor(streamId);
        long next = floor;
        while (next - floor <= indexMask && holds(streamId, next))
        {
            next++;
        }
        stream.end = next - 1;
        stream.promised = layout.promised(streamId);
        for (long beyond = next + 1; beyond - floor <= indexMask; beyond++)
        {
            if (holds(streamId, beyond))
            {
                index[streamId][(int)beyond & indexMask] = -1;
            }
        }
    }

    private void indexBelowFloor()
    {
        for (int classIndex = 0; classIndex < sequences.length; classIndex++)
        {
            for (int ordinal = 0; ordinal < sequences[classIndex].length; ordinal++)
            {
                final long sequence = sequences[classIndex][ordinal];
                final int streamId = streamIds[classIndex][ordinal];
                if (sequence > 0 && sequence < layout.floor(streamId) && streams[streamId].end - sequence <= indexMask)
                {
                    offer(streamId, sequence, classIndex, ordinal);
                }
            }
        }
    }

    private void findOldest(final int streamId)
    {
        final RecoveryReport.StreamCounts stream = streams[streamId];
        long oldest = layout.floor(streamId);
        while (oldest > 1 && stream.end - (oldest - 1) <= indexMask && holds(streamId, oldest - 1))
        {
            oldest--;
        }
        stream.oldestRetained = oldest;
        stream.retained = stream.end - oldest + 1;
    }

    /** Counts each whole record by what became of it, and frees the slots of those that are not to be served. */
    private void sortOut()
    {
        for (int classIndex = 0; classIndex < sequences.length; classIndex++)
        {
            for (int ordinal = 0; ordinal < sequences[classIndex].length; ordinal++)
            {
                final long sequence = sequences[classIndex][ordinal];
                if (sequence == 0)
                {
                    continue;
                }
                final int streamId = streamIds[classIndex][ordinal];
                final RecoveryReport.StreamCounts stream = streams[streamId];
                final int place = place(classIndex, ordinal);
                if (sequence < stream.oldestRetained)
                {
                    stream.outlived++;
                    sequences[classIndex][ordinal] = 0;
                }
                else if (index[streamId][(int)sequence & indexMask] != place || sequence > stream.end)
                {
                    stream.beyondHole += sequence > stream.end ? 1 : 0;
                    stream.staleDuplicates += sequence > stream.end ? 0 : 1;
                    addLeftover(place);
                    sequences[classIndex][ordinal] = 0;
                }
                else
                {
                    stream.statusCounts[statuses[classIndex][ordinal]]++;
                }
            }
        }
        leftovers = Arrays.copyOf(leftovers, leftoverCount);
    }

    private boolean holds(final int streamId, final long sequence)
    {
        final int place = index[streamId][(int)sequence & indexMask];
        return place >= 0 && sequences[classIndex(place)][ordinal(place)] == sequence;
    }

    private void offer(final int streamId, final long sequence, final int classIndex, final int ordinal)
    {
        final int position = (int)sequence & indexMask;
        final int rival = index[streamId][position];
        assert rival < 0 || sequences[classIndex(rival)][ordinal(rival)] == sequence : "sequence=" + sequence +
            " collides in the index - offer only what one span of the index can hold";
        if (rival < 0 || isLater(classIndex, ordinal, rival))
        {
            index[streamId][position] = place(classIndex, ordinal);
        }
    }

    private boolean isLater(final int classIndex, final int ordinal, final int rival)
    {
        final int rivalClass = classIndex(rival);
        final int rivalOrdinal = ordinal(rival);
        final long epoch = epochs[classIndex][ordinal];
        final long rivalEpoch = epochs[rivalClass][rivalOrdinal];
        if (epoch != rivalEpoch || classIndex != rivalClass)
        {
            return epoch > rivalEpoch;
        }
        return writeIndex(classIndex, ordinal) > writeIndex(rivalClass, rivalOrdinal);
    }

    private long writeIndex(final int classIndex, final int ordinal)
    {
        return source.slot(classIndex, ordinal).getLong(SlotFormat.WRITE_INDEX_OFFSET);
    }

    private void addLeftover(final int place)
    {
        if (leftoverCount == leftovers.length)
        {
            leftovers = Arrays.copyOf(leftovers, Math.max(64, leftoverCount * 2));
        }
        leftovers[leftoverCount++] = place;
    }
}
