package io.antumbra.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.Shadow;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The shadow in file-backed Chronicle Maps: one map for each size class, every slot of it put there at creation, and
 * written in place through its cached address ever after.
 *
 * <pre>
 *   folder/  shadow.lock       one writer
 *            shadow.layout     geometry, floors, promises, closed in order?     {@link LayoutFile}
 *            slots-256.map     Chronicle Map: ordinal -&gt; slot                   {@link SlotFormat}
 *            slots-256.offsets where the slots are, for {@link ShadowInspector}
 *            slots-1024.map ...
 *   journalFolder/  epoch.journal, orphans-&lt;epoch&gt;.log
 * </pre>
 *
 * <p>Every method belongs to the engine thread. {@link #append}, {@link #read}, {@link #status} and the other methods
 * of the hot path allocate nothing, take no lock and make no system call; {@link #sync} and {@link #truncate} write to
 * the device. The first append after an open that found records it does not serve saves those as orphans.
 *
 * <p>Why not through the map's API, and what that means, is written in this package's documentation.
 */
public final class ChronicleShadow implements Shadow, AutoCloseable
{
    private final Context context;
    private final ShadowFiles files;
    private final LayoutFile layout;
    private final Geometry geometry;
    private final SlotStore store;
    private final Orphanage orphanage;
    private final RecoveryReport recovery;
    private final boolean isSynced;
    private final long[] held;
    private final long[] promised;
    private StoreException syncFailure;
    private long syncNs;
    private boolean closed;

    private ChronicleShadow(final Context context, final ShadowFiles files)
    {
        this.context = context;
        this.files = files;
        layout = files.layout();
        geometry = layout.geometry();
        isSynced = context.durability() == Durability.SYNCED_TO_DEVICE;
        final RecordCodec codec = new RecordCodec(geometry.maxEntryLength);
        final UnsafeBuffer window = new UnsafeBuffer(0, 0);
        final ShadowScan scan = new ShadowScan(geometry, layout, context.indexCapacity(), codec, (classIndex,
            ordinal) ->
        {
            window.wrap(files.map(classIndex).addresses()[ordinal], geometry.sizeClasses.get(classIndex).slotLength());
            return window;
        }).run();
        recovery = scan.report(files.wasClosedInOrder(), files.wasMapRepaired());
        final SlotTable[] tables = new SlotTable[geometry.classCount()];
        for (int i = 0; i < tables.length; i++)
        {
            tables[i] = new SlotTable(geometry.sizeClasses.get(i), files.map(i).addresses(), scan.sequences[i],
                scan.streamIds[i], scan.nextWriteIndex[i]);
        }
        store = new SlotStore(tables, scan, layout, codec, isSynced);
        orphanage = new Orphanage(context.journalFolder(), geometry, store, scan.leftovers);
        held = new long[geometry.streamCount];
        promised = new long[geometry.streamCount];
        for (int i = 0; i < held.length; i++)
        {
            held[i] = isSynced ? 0 : store.end(i);
            promised[i] = layout.promised(i);
        }
    }

    /**
     * Opens the shadow in the context's folder, or creates it there.
     *
     * @param context to use; concluded here unless it is already.
     * @return the shadow, with every record verified.
     * @throws StoreException           when the folder cannot be used; it is as it was before then.
     * @throws IllegalArgumentException when a setting is not allowed.
     */
    public static ChronicleShadow launch(final Context context)
    {
        if (!context.isConcluded())
        {
            context.conclude();
        }
        final ShadowFiles files = ShadowFiles.open(context.folder(), context.geometry());
        ChronicleShadow shadow = null;
        try
        {
            shadow = new ChronicleShadow(context, files);
            if (shadow.isSynced)
            {
                shadow.syncEverything();
            }
            return shadow;
        }
        catch (final RuntimeException | Error ex)
        {
            files.close();
            throw ex;
        }
    }

    /** Brings the slot near that the next entry will most likely take; to be called while nothing waits. */
    public void touchNext()
    {
        store.touchNext();
    }

    /** @return what the open found. */
    public RecoveryReport recovery()
    {
        return recovery;
    }

    /** @return the configuration. */
    public Context context()
    {
        return context;
    }

    /** @return reads that found a record damaged since it was written or verified. */
    public long corruptReads()
    {
        return store.corruptReads();
    }

    @Override
    public int streamCount()
    {
        return geometry.streamCount;
    }

    @Override
    public int maxEntryLength()
    {
        return geometry.maxEntryLength;
    }

    /**
     * {@inheritDoc}
     *
     * @throws StoreException when it is the first one after an open that found records which are not served, and these
     *                        cannot be saved.
     */
    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        ensureOpen();
        orphanage.settle();
        return store.append(meta, payload, offset, false);
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        ensureOpen();
        orphanage.settle();
        return store.append(meta, payload, offset, true);
    }

    /** {@inheritDoc} The view's payload is a window on the slot itself: never use it after {@link #close}. */
    @Override
    public int read(final int streamId, final long sequence, final EntryView view)
    {
        ensureOpen();
        return store.read(streamId, sequence, view);
    }

    @Override
    public long end(final int streamId)
    {
        return store.end(streamId);
    }

    @Override
    public long held(final int streamId)
    {
        return isSynced ? held[streamId] : store.end(streamId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Forces the maps first, then the layout file with the floors and, already now, the promise to hold what has
     * just been forced: a promise never reaches the device later than the acknowledgement that it stands for. Once the
     * device refused, the shadow never claims again to be synced, because the kernel may have dropped what it could
     * not write.
     *
     * @throws StoreException when the device fails.
     */
    @Override
    public boolean sync()
    {
        ensureOpen();
        boolean isBehind = false;
        for (int streamId = 0; isSynced && streamId < held.length; streamId++)
        {
            isBehind |= held[streamId] != store.end(streamId);
        }
        if (!isBehind && !(isSynced && store.isFloorWanted()))
        {
            return false;
        }
        final long startNs = System.nanoTime();
        force();
        syncNs = System.nanoTime() - startNs;
        return isBehind;
    }

    @Override
    public long syncNs()
    {
        return syncNs;
    }

    @Override
    public long oldestRetained(final int streamId)
    {
        return store.oldest(streamId);
    }

    /** {@inheritDoc} Limited to the stream's end. */
    @Override
    public void reclaimable(final int streamId, final long throughSequence)
    {
        store.reclaimable(streamId, throughSequence);
    }

    /** {@inheritDoc} Never moves back; only {@link #truncate} takes a promise back. */
    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        ensureOpen();
        if (throughSequence > promised[streamId])
        {
            promised[streamId] = throughSequence;
            if (throughSequence > layout.promised(streamId))
            {
                layout.promised(streamId, throughSequence);
            }
        }
    }

    @Override
    public long promised(final int streamId)
    {
        return promised[streamId];
    }

    @Override
    public void status(final int streamId, final long firstSequence, final long lastSequence, final int status)
    {
        ensureOpen();
        store.status(streamId, firstSequence, lastSequence, status);
    }

    @Override
    public void retransmitted(final int streamId, final long sequence)
    {
        ensureOpen();
        store.retransmitted(streamId, sequence);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The records are on the device in {@code orphans-<epoch>.log} of the journal folder before the first of them is
     * marked as gone. After a crash in between, the same call takes back what is left and saves nothing twice. What
     * was promised of the tail is promised no longer: the new epoch has shown that it was never committed.
     *
     * @throws StoreException when the orphans cannot be saved; nothing was taken back then.
     */
    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        ensureOpen();
        if (fromSequence < 1)
        {
            throw new IllegalArgumentException("fromSequence=" + fromSequence + " must be at least 1");
        }
        orphanage.settle();
        if (fromSequence > store.end(streamId))
        {
            unpromise(streamId, fromSequence);
            return 0;
        }
        final long saved = orphanage.save(streamId, fromSequence, epoch);
        unpromise(streamId, fromSequence);
        if (layout.floor(streamId) > fromSequence)
        {
            layout.floor(streamId, fromSequence);
        }
        orphanage.takeBack(streamId, fromSequence);
        store.cut(streamId, fromSequence);
        held[streamId] = Math.min(held[streamId], fromSequence - 1);
        if (isSynced)
        {
            force();
        }
        return saved;
    }

    private void unpromise(final int streamId, final long fromSequence)
    {
        promised[streamId] = Math.min(promised[streamId], fromSequence - 1);
        if (layout.promised(streamId) >= fromSequence)
        {
            layout.promised(streamId, fromSequence - 1);
        }
    }

    /** Closes in order: maps, layout file, lock. With {@code deleteOnClose} the folder's files are removed then. */
    @Override
    public void close()
    {
        if (closed)
        {
            return;
        }
        closed = true;
        try
        {
            if (isSynced && syncFailure == null)
            {
                force();
            }
        }
        finally
        {
            if (syncFailure == null)
            {
                files.close();
            }
            else
            {
                files.closeWithoutMark();
            }
            if (context.deleteOnClose())
            {
                files.delete();
            }
        }
    }

    private void syncEverything()
    {
        for (int i = 0; i < store.tableCount(); i++)
        {
            store.markDirty(i);
        }
        force();
    }

    private void force()
    {
        if (syncFailure != null)
        {
            throw syncFailure;
        }
        try
        {
            for (int i = 0; i < store.tableCount(); i++)
            {
                if (store.takeDirty(i))
                {
                    files.map(i).force();
                }
            }
            store.raiseFloors();
            for (int streamId = 0; streamId < held.length; streamId++)
            {
                if (layout.promised(streamId) < store.end(streamId))
                {
                    layout.promised(streamId, store.end(streamId));
                }
            }
            layout.force();
        }
        catch (final IOException | UncheckedIOException ex)
        {
            syncFailure = new StoreException("folder=" + context.folder() + " cannot be synced (" + ex + "): nothing " +
                "further is held. Replace the device, then start this replica again.", ex);
            throw syncFailure;
        }
        store.floorsAreSynced();
        for (int streamId = 0; streamId < held.length; streamId++)
        {
            held[streamId] = store.end(streamId);
        }
    }

    private void ensureOpen()
    {
        if (closed)
        {
            throw new IllegalStateException("shadow in " + context.folder() + " is closed - its memory is unmapped");
        }
    }

    /** Configuration of a shadow. Every setting has a system property, read when the context is made. */
    public static final class Context extends ShadowSettings<Context>
    {
        private final AtomicBoolean isConcluded = new AtomicBoolean();

        /**
         * Checks every setting and fills in what follows from others.
         *
         * @return this.
         * @throws IllegalArgumentException naming field, value and what is allowed.
         * @throws IllegalStateException    when called twice.
         */
        public Context conclude()
        {
            if (!isConcluded.compareAndSet(false, true))
            {
                throw new IllegalStateException("a context serves one shadow - make a new one");
            }
            if (folder == null)
            {
                throw notAllowed("folder", null, "a folder for the shadow's files (" + FOLDER_PROP_NAME + ")");
            }
            journalFolder = journalFolder == null ? folder : journalFolder;
            require("shard", shard, 0, Integer.MAX_VALUE);
            require("streamCount", streamCount, 1, MAX_STREAM_COUNT);
            concludeSizes();
            if (!allowVolatileJournal && Disk.isVolatile(journalFolder))
            {
                throw notAllowed("journalFolder", journalFolder, "a folder on a disk: this one is in memory, and a " +
                    "replica that forgets its promised epoch with its host can make two primaries. Name another one " +
                    "(" + JOURNAL_FOLDER_PROP_NAME + "), or set allowVolatileJournal where that cannot matter");
            }
            return this;
        }

        private void concludeSizes()
        {
            if (sizeClasses.isEmpty() || sizeClasses.size() > SizeClass.MAX_CLASSES)
            {
                throw notAllowed("sizeClasses", sizeClasses, "1 to " + SizeClass.MAX_CLASSES + " classes");
            }
            for (int i = 1; i < sizeClasses.size(); i++)
            {
                if (sizeClasses.get(i).capacityBytes() <= sizeClasses.get(i - 1).capacityBytes())
                {
                    throw notAllowed("sizeClasses", sizeClasses, "classes in ascending order of their capacity");
                }
            }
            final int largest = sizeClasses.get(sizeClasses.size() - 1).capacityBytes();
            maxEntryLength = maxEntryLength == 0 ? largest : maxEntryLength;
            if (maxEntryLength < 1 || maxEntryLength > largest)
            {
                throw notAllowed("maxEntryLength", maxEntryLength,
                    "1 to " + largest + ", the capacity of the largest " +
                        "size class; configure a larger class for longer entries");
            }
            final long slotCount = sizeClasses.stream().mapToLong(SizeClass::slotCount).sum();
            if (indexCapacity == 0)
            {
                indexCapacity = (int)Math.min(MAX_INDEX_CAPACITY, BitUtil.findNextPositivePowerOfTwo(slotCount));
            }
            if (!BitUtil.isPowerOfTwo(indexCapacity) || indexCapacity < 2 || indexCapacity > MAX_INDEX_CAPACITY)
            {
                throw notAllowed("indexCapacity", indexCapacity, "a power of two from 2 to " + MAX_INDEX_CAPACITY);
            }
        }

        /** @return whether {@link #conclude()} was called. */
        public boolean isConcluded()
        {
            return isConcluded.get();
        }

        @Override
        Context self()
        {
            return this;
        }

        private static void require(final String field, final int value, final int lowest, final int highest)
        {
            if (value < lowest || value > highest)
            {
                throw notAllowed(field, value, lowest + " to " + highest);
            }
        }
    }
}
