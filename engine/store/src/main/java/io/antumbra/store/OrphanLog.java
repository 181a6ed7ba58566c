package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.RecordCodec;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends records to an orphan log; the format is drawn in {@link OrphanReader}. Opening one that exists cuts off what
 * a crash left unfinished (keeping a copy) and remembers what is in it, so that saving the same record again changes
 * nothing: a truncation that was interrupted can simply be done again. Engine thread, off the hot path.
 */
final class OrphanLog implements AutoCloseable
{
    private final Path file;
    private final FileChannel channel;
    private final RecordCodec codec;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final Set<List<Long>> saved = new HashSet<>();
    private long position;

    /**
     * @param folder         to keep the log in.
     * @param shard          of the records.
     * @param epoch          that takes them back, 0 when an open found them.
     * @param maxEntryLength longest payload, bytes.
     */
    OrphanLog(final Path folder, final int shard, final long epoch, final int maxEntryLength)
    {
        file = OrphanReader.file(folder, epoch);
        codec = new RecordCodec(maxEntryLength);
        bytes =
            ByteBuffer.allocateDirect(OrphanReader.FRAME_HEADER_LENGTH + RecordCodec.HEADER_LENGTH + maxEntryLength +
                8).order(ByteOrder.LITTLE_ENDIAN);
        buffer = new UnsafeBuffer(bytes);
        FileChannel opened = null;
        boolean success = false;
        try
        {
            final boolean exists = Files.exists(file) && Files.size(file) >= OrphanReader.FILE_HEADER_LENGTH;
            if (exists)
            {
                position = remember(shard, maxEntryLength);
                keepAside();
            }
            opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!exists)
            {
                writeHeader(opened, shard, epoch);
                position = OrphanReader.FILE_HEADER_LENGTH;
                Disk.syncFolder(folder);
            }
            opened.truncate(position);
            success = true;
        }
        catch (final IOException ex)
        {
            throw failed(ex);
        }
        finally
        {
            if (!success && opened != null)
            {
                quietly(opened);
            }
        }
        channel = opened;
    }

    /**
     * @param view of a record that was verified.
     * @return whether it was not in the log yet.
     */
    boolean save(final EntryView view)
    {
        final EntryMeta meta = view.meta();
        if (!saved.add(identity(meta)))
        {
            return false;
        }
        final int crc = codec.encode(meta, view.payload(), 0);
        final int length = RecordCodec.HEADER_LENGTH + meta.storedLength;
        final int frameLength = (int)OrphanReader.frameLength(length);
        buffer.setMemory(0, frameLength, (byte)0);
        bytes.putInt(0, length).putInt(4, crc).putInt(8, OrphanReader.frameCheck(position, length, crc));
        buffer.putBytes(OrphanReader.FRAME_HEADER_LENGTH, codec.scratch(), 0, length);
        try
        {
            write(channel, frameLength, position);
        }
        catch (final IOException ex)
        {
            throw failed(ex);
        }
        position += frameLength;
        return true;
    }

    /** Puts everything saved on the device. */
    void sync()
    {
        try
        {
            channel.force(true);
        }
        catch (final IOException ex)
        {
            throw failed(ex);
        }
    }

    @Override
    public void close()
    {
        quietly(channel);
    }

    private long remember(final int shard, final int maxEntryLength)
    {
        try (OrphanReader reader = new OrphanReader(file, maxEntryLength))
        {
            if (reader.shard() != shard)
            {
                throw new StoreException(file + ": shard found=" + reader.shard() + ", expected=" + shard +
                    ": give each shard a journal folder of its own. Nothing was changed.");
            }
            final EntryView view = new EntryView();
            while (reader.next(view))
            {
                saved.add(identity(view.meta()));
            }
            return reader.position();
        }
    }

    /** What lies behind the whole part is a frame that a crash cut short, or damage: it is copied before it is cut. */
    private void keepAside() throws IOException
    {
        final long length = Files.size(file);
        if (length > position)
        {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".cut-" + length),
                StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void writeHeader(final FileChannel to, final int shard, final long epoch) throws IOException
    {
        bytes.putLong(0, OrphanReader.MAGIC).putInt(8, OrphanReader.FORMAT_VERSION).putInt(12, shard);
        bytes.putLong(16, epoch).putInt(24, OrphanReader.fileCheck(shard, epoch)).putInt(28, 0);
        write(to, OrphanReader.FILE_HEADER_LENGTH, 0);
    }

    private void write(final FileChannel to, final int length, final long at) throws IOException
    {
        bytes.clear().limit(length);
        while (bytes.hasRemaining())
        {
            to.write(bytes, at + bytes.position());
        }
        bytes.clear();
    }

    private static List<Long> identity(final EntryMeta meta)
    {
        return List.of((long)meta.streamId, meta.sequence, meta.originEpoch, (long)meta.crc);
    }

    private StoreException failed(final IOException cause)
    {
        return new StoreException("orphans cannot be saved in " + file + " (" + cause + "): nothing was taken back; " +
            "free some space there or make it writable, then start again.", cause);
    }

    private static void quietly(final FileChannel channel)
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new StoreException("orphan log could not be closed: " + ex, ex);
        }
    }
}
