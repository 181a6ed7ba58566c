package io.antumbra.store;

import java.nio.file.Path;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes records back from a shadow without losing them: they are saved in the orphan log of an epoch and synced, and
 * only then marked as gone, so that no later open can mistake them for part of a stream. Engine thread; off the hot
 * path but for {@link #settle}, which does nothing more than a comparison once it has done its work.
 */
final class Orphanage
{
    private static final int[] NONE = new int[0];

    private final Path folder;
    private final Geometry geometry;
    private final SlotStore store;
    private final EntryView view = new EntryView();
    private int[] leftovers;

    /**
     * @param folder    to keep logs in.
     * @param geometry  of the shadow.
     * @param store     to take records from.
     * @param leftovers places of whole records that the open does not serve.
     */
    Orphanage(final Path folder, final Geometry geometry, final SlotStore store, final int[] leftovers)
    {
        this.folder = folder;
        this.geometry = geometry;
        this.store = store;
        this.leftovers = leftovers;
    }

    /**
     * Before the shadow changes for the first time: saves and takes back what the open found beyond holes or
     * superseded. Left in place it could come back as part of a stream after a later crash.
     */
    void settle()
    {
        if (leftovers.length == 0)
        {
            return;
        }
        final SlotJudge judge = newJudge();
        try (OrphanLog log = new OrphanLog(folder, geometry.shard, 0, geometry.maxEntryLength))
        {
            for (final int place : leftovers)
            {
                saveIfWhole(judge, place, log);
            }
            log.sync();
        }
        for (final int place : leftovers)
        {
            takeBack(place);
        }
        leftovers = NONE;
    }

    /**
     * @param streamId     of the stream.
     * @param fromSequence first record to save; up to the end.
     * @param epoch        that takes them back.
     * @return number of records that are in the log and on the device now.
     */
    long save(final int streamId, final long fromSequence, final long epoch)
    {
        long count = 0;
        try (OrphanLog log = new OrphanLog(folder, geometry.shard, epoch, geometry.maxEntryLength))
        {
            for (long sequence = Math.max(fromSequence, store.oldest(streamId)); sequence <= store.end(streamId);
                sequence++)
            {
                if (store.read(streamId, sequence, view) == Outcome.OK)
                {
                    log.save(view);
                    count++;
                }
            }
            log.sync();
        }
        return count;
    }

    /**
     * Marks saved records as gone, the last one first, so that a crash in between leaves a run without a gap. Where the
     * stream is cut below what it retains, older copies that were not reused yet go too.
     *
     * @param streamId     of the stream.
     * @param fromSequence first one.
     */
    void takeBack(final int streamId, final long fromSequence)
    {
        final long oldest = store.oldest(streamId);
        for (long sequence = store.end(streamId); sequence >= Math.max(fromSequence, oldest); sequence--)
        {
            takeBack(store.find(streamId, sequence));
        }
        if (fromSequence < oldest)
        {
            takeBackOutlived(streamId, fromSequence);
        }
    }

    private void takeBackOutlived(final int streamId, final long fromSequence)
    {
        final SlotJudge judge = newJudge();
        for (int classIndex = 0; classIndex < store.tableCount(); classIndex++)
        {
            final SlotTable table = store.table(classIndex);
            for (int ordinal = 0; ordinal < table.sizeClass().slotCount(); ordinal++)
            {
                if (judge.judge(table.slot(ordinal), table.sizeClass(), ordinal) == SlotJudge.WHOLE &&
                    judge.meta.streamId == streamId && judge.meta.sequence >= fromSequence)
                {
                    takeBack(ShadowScan.place(classIndex, ordinal));
                }
            }
        }
    }

    private void saveIfWhole(final SlotJudge judge, final int place, final OrphanLog log)
    {
        final SlotTable table = store.table(ShadowScan.classIndex(place));
        final int ordinal = ShadowScan.ordinal(place);
        final UnsafeBuffer slot = table.slot(ordinal);
        if (judge.judge(slot, table.sizeClass(), ordinal) == SlotJudge.WHOLE)
        {
            view.meta().copyFrom(judge.meta);
            table.wrapPayload(ordinal, judge.meta.storedLength, view.payload());
            log.save(view);
        }
    }

    private void takeBack(final int place)
    {
        store.table(ShadowScan.classIndex(place)).takeBack(ShadowScan.ordinal(place));
        store.markDirty(ShadowScan.classIndex(place));
    }

    private SlotJudge newJudge()
    {
        return new SlotJudge(geometry, new RecordCodec(geometry.maxEntryLength));
    }
}
