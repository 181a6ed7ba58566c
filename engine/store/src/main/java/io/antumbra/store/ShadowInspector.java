package io.antumbra.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.antumbra.core.EntryView;
import io.antumbra.core.RecordCodec;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A read-only look at a shadow from outside, whether its owner lives, was killed or closed it. Takes no lock, opens no
 * Chronicle Map and changes nothing: it reads the layout file, the slots' offsets and then the slots themselves, and
 * believes their own checksums.
 *
 * <p>A living owner goes on writing meanwhile. A slot is taken only when its marker is the same before and after its
 * bytes were copied, and the floors are read after the slots; what was appended during the look may be missing or be
 * counted as beyond a hole. One thread per instance.
 */
public final class ShadowInspector implements AutoCloseable
{
    private static final int STABLE_READ_ATTEMPTS = 1000;

    private final Path folder;
    private final LayoutFile layout;
    private final Geometry geometry;
    private final RecordCodec codec;
    private final FileChannel[] channels;
    private final long[][] offsets;
    private final ByteBuffer bytes;
    private final UnsafeBuffer slot;
    private ShadowScan scan;

    private ShadowInspector(final Path folder) throws IOException
    {
        this.folder = folder;
        layout = LayoutFile.open(folder.resolve(LayoutFile.FILE_NAME), false);
        geometry = layout.geometry();
        codec = new RecordCodec(geometry.maxEntryLength);
        channels = new FileChannel[geometry.classCount()];
        offsets = new long[geometry.classCount()][];
        bytes = ByteBuffer.allocateDirect(geometry.sizeClasses.get(geometry.classCount() - 1).slotLength()).order(
            ByteOrder.nativeOrder());
        slot = new UnsafeBuffer(bytes);
        boolean success = false;
        try
        {
            for (int i = 0; i < channels.length; i++)
            {
                final SizeClass sizeClass = geometry.sizeClasses.get(i);
                final Path offsetsFile = folder.resolve(sizeClass.offsetsFileName());
                channels[i] = FileChannel.open(folder.resolve(sizeClass.fileName()), StandardOpenOption.READ);
                offsets[i] = SlotOffsets.read(offsetsFile);
                if (offsets[i] == null || offsets[i].length != sizeClass.slotCount())
                {
                    throw new StoreException(offsetsFile + " is missing or damaged: open the shadow once with its " +
                        "replica, which writes it anew.");
                }
            }
            success = true;
        }
        finally
        {
            if (!success)
            {
                close();
            }
        }
    }

    /**
     * @param folder of a shadow.
     * @return a look at it.
     * @throws StoreException when there is no shadow, or its layout file is damaged or of another version.
     */
    public static ShadowInspector open(final Path folder)
    {
        if (!Files.exists(folder.resolve(LayoutFile.FILE_NAME)))
        {
            throw new StoreException("folder=" + folder + " holds no shadow: there is no " + LayoutFile.FILE_NAME +
                " in it. Name the folder that a primary, a standby or a shadow node was started with.");
        }
        try
        {
            return new ShadowInspector(folder);
        }
        catch (final IOException ex)
        {
            throw new StoreException("folder=" + folder + " cannot be read: " + ex, ex);
        }
    }

    /** @return the shard. */
    public int shard()
    {
        return geometry.shard;
    }

    /** @return number of streams. */
    public int streamCount()
    {
        return geometry.streamCount;
    }

    /** @return longest payload of an entry, bytes. */
    public int maxEntryLength()
    {
        return geometry.maxEntryLength;
    }

    /** @return the size classes, ascending. */
    public List<SizeClass> sizeClasses()
    {
        return geometry.sizeClasses;
    }

    /** @return process id of the last owner, 0 when none is known. */
    public long lastOwnerPid()
    {
        return FolderLock.lastOwnerPid(folder, ShadowFiles.LOCK_FILE_NAME);
    }

    /** @return whether the last owner closed the shadow. Otherwise it lives, or it was killed. */
    public boolean isClosedInOrder()
    {
        layout.refresh();
        return layout.state() == LayoutFile.STATE_CLEAN;
    }

    /**
     * Reads and verifies every slot.
     *
     * @return what an open would find now.
     */
    public RecoveryReport inspect()
    {
        final int indexCapacity = (int)Math.min(ChronicleShadow.Context.MAX_INDEX_CAPACITY,
            BitUtil.findNextPositivePowerOfTwo(geometry.slotCount()));
        scan = new ShadowScan(geometry, layout, indexCapacity, codec, this::stableSlot).run();
        return scan.report(layout.state() == LayoutFile.STATE_CLEAN, false);
    }

    /**
     * @param streamId of a stream.
     * @return its records as of the last {@link #inspect()}, which is called here when it was not before.
     */
    public Cursor records(final int streamId)
    {
        if (streamId < 0 || streamId >= geometry.streamCount)
        {
            throw new IllegalArgumentException("streamId=" + streamId + " is not allowed: 0 to " +
                (geometry.streamCount - 1));
        }
        if (scan == null)
        {
            inspect();
        }
        return new Cursor(streamId);
    }

    @Override
    public void close()
    {
        layout.close();
        try
        {
            for (final FileChannel channel : channels)
            {
                if (channel != null)
                {
                    channel.close();
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The seqlock's reading side: the marker before, the bytes, the marker after. */
    private DirectBuffer stableSlot(final int classIndex, final int ordinal)
    {
        final long offset = offsets[classIndex][ordinal];
        final int length = geometry.sizeClasses.get(classIndex).slotLength();
        try
        {
            for (int attempt = 0; attempt < STABLE_READ_ATTEMPTS; attempt++)
            {
                final long before = marker(classIndex, offset);
                read(classIndex, offset, length);
                final long copied = slot.getLong(SlotFormat.MARKER_OFFSET);
                final boolean isStable = marker(classIndex, offset) == copied && before == copied;
                slot.putLong(SlotFormat.MARKER_OFFSET, copied);
                if (isStable)
                {
                    break;
                }
            }
            return slot;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private long marker(final int classIndex, final long offset) throws IOException
    {
        read(classIndex, offset, Long.BYTES);
        return slot.getLong(SlotFormat.MARKER_OFFSET);
    }

    private void read(final int classIndex, final long offset, final int length) throws IOException
    {
        bytes.clear().limit(length);
        while (bytes.hasRemaining())
        {
            if (channels[classIndex].read(bytes, offset + bytes.position()) < 0)
            {
                throw new IOException(
                    geometry.sizeClasses.get(classIndex).fileName() + " ends before slot at " + offset);
            }
        }
    }

    /** The records of one stream in order, each verified as it is read. One thread. */
    public final class Cursor
    {
        private final int streamId;
        private final SlotJudge judge = new SlotJudge(geometry, codec);
        private final long end;
        private long next;
        private long overtaken;
        private int status;
        private int retransmissions;

        private Cursor(final int streamId)
        {
            this.streamId = streamId;
            next = scan.streams[streamId].oldestRetained;
            end = scan.streams[streamId].end;
        }

        /**
         * Reads the next record. One that was reused or damaged since the inspection is left out and counted.
         *
         * @param view to fill; its payload is valid until the next call of any method of the inspector.
         * @return false after the last one.
         */
        public boolean next(final EntryView view)
        {
            while (next <= end)
            {
                final long sequence = next++;
                final int place = scan.index[streamId][(int)sequence & (scan.index[streamId].length - 1)];
                final int classIndex = ShadowScan.classIndex(place);
                final int ordinal = ShadowScan.ordinal(place);
                final DirectBuffer found = stableSlot(classIndex, ordinal);
                if (judge.judge(found, geometry.sizeClasses.get(classIndex), ordinal) == SlotJudge.WHOLE &&
                    judge.meta.sequence == sequence && judge.meta.streamId == streamId)
                {
                    final long word = found.getLong(SlotFormat.STATUS_OFFSET);
                    final boolean isSound = SlotFormat.isStatusWordOf(sequence, word);
                    status = isSound ? SlotFormat.status(word) : -1;
                    retransmissions = isSound ? SlotFormat.retransmissions(word) : 0;
                    view.meta().copyFrom(judge.meta);
                    view.payload().wrap(found, SlotFormat.OVERHEAD_LENGTH, judge.meta.storedLength);
                    return true;
                }
                overtaken++;
            }
            return false;
        }

        /** @return records left out because they were reused or damaged since the inspection. */
        public long overtaken()
        {
            return overtaken;
        }

        /** @return status of the last record, one of {@link io.antumbra.core.RecordStatus}; -1 when it is damaged. */
        public int status()
        {
            return status;
        }

        /** @return retransmissions of the last record. */
        public int retransmissions()
        {
            return retransmissions;
        }
    }
}
