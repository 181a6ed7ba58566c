package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.antumbra.core.EntryView;
import io.antumbra.core.RecordCodec;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the records that were taken back from a shadow: the tail of a deposed primary that the new epoch does not
 * have, or what an open found beyond a hole. They are kept in {@code orphans-<epoch>.log}, one file for each epoch
 * whose adoption took records back; epoch 0 stands for those that an open found.
 *
 * <pre>
 *  file:   0       8         12      16      24       28    32
 *          +-------+---------+-------+-------+--------+-----+-------+-------+----
 *          | magic | version | shard | epoch | check  | 0   | frame | frame | ...
 *          +-------+---------+-------+-------+--------+-----+-------+-------+----
 *  frame:  0        4        8       12   16                                          to the next 8
 *          +--------+--------+-------+----+---------------------------------------------+-----+
 *          | length | crc32c | check | 0  | canonical header and payload (RecordCodec)  | 0   |
 *          +--------+--------+-------+----+---------------------------------------------+-----+
 * </pre>
 *
 * Little endian. The frame's check binds length and crc32c to the frame's position in the file; the crc32c covers the
 * {@code length} canonical bytes. The reader stops at the first frame that is not whole: the file is written front to
 * back and synced before a record is taken back, so nothing that was saved lies behind it. One thread per instance.
 */
public final class OrphanReader implements AutoCloseable
{
    static final long MAGIC = 0x4E41_4850_524F_5541L; // "AUORPHAN"
    static final int FORMAT_VERSION = 1;
    static final int FILE_HEADER_LENGTH = 32;
    static final int FRAME_HEADER_LENGTH = 16;

    private static final String PREFIX = "orphans-";
    private static final String SUFFIX = ".log";

    private final FileChannel channel;
    private final RecordCodec codec;
    private final int maxRecordLength;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final int shard;
    private final long epoch;
    private long position = FILE_HEADER_LENGTH;

    /**
     * @param file           to read.
     * @param maxEntryLength longest payload in it, bytes.
     */
    public OrphanReader(final Path file, final int maxEntryLength)
    {
        codec = new RecordCodec(maxEntryLength);
        maxRecordLength = RecordCodec.HEADER_LENGTH + maxEntryLength;
        bytes = ByteBuffer.allocateDirect(FRAME_HEADER_LENGTH + maxRecordLength).order(ByteOrder.LITTLE_ENDIAN);
        buffer = new UnsafeBuffer(bytes);
        FileChannel opened = null;
        boolean success = false;
        try
        {
            opened = FileChannel.open(file, StandardOpenOption.READ);
            if (!read(opened, 0, FILE_HEADER_LENGTH) || bytes.getLong(0) != MAGIC ||
                bytes.getInt(8) != FORMAT_VERSION ||
                bytes.getInt(24) != fileCheck(bytes.getInt(12), bytes.getLong(16)))
            {
                throw new StoreException(file + " is no orphan log of format version " + FORMAT_VERSION +
                    ": name a file orphans-<epoch>.log of this version that is not damaged.");
            }
            shard = bytes.getInt(12);
            epoch = bytes.getLong(16);
            success = true;
        }
        catch (final IOException ex)
        {
            throw new StoreException(file + " cannot be read: " + ex, ex);
        }
        finally
        {
            if (!success)
            {
                closeQuietly(opened);
            }
        }
        channel = opened;
    }

    /**
     * @param folder that orphans are kept in.
     * @return the logs in it, by epoch.
     */
    public static List<Path> list(final Path folder)
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter(OrphanReader::isLog).sorted().collect(Collectors.toList());
        }
        catch (final IOException ex)
        {
            throw new StoreException("folder " + folder + " cannot be listed: " + ex, ex);
        }
    }

    /** @return the shard whose records these are. */
    public int shard()
    {
        return shard;
    }

    /** @return the epoch whose adoption took them back, 0 when an open found them. */
    public long epoch()
    {
        return epoch;
    }

    /**
     * Reads the next record.
     *
     * @param view to fill; its payload is valid until the next call.
     * @return false when there is no further whole one.
     */
    public boolean next(final EntryView view)
    {
        try
        {
            if (!read(channel, position, FRAME_HEADER_LENGTH))
            {
                return false;
            }
            final int length = bytes.getInt(0);
            final int crc = bytes.getInt(4);
            if (bytes.getInt(8) != frameCheck(position, length, crc) || length < RecordCodec.HEADER_LENGTH ||
                length > maxRecordLength || !read(channel, position + FRAME_HEADER_LENGTH, length) ||
                !codec.decode(buffer, 0, length, crc, view.meta()) ||
                view.meta().storedLength != length - RecordCodec.HEADER_LENGTH)
            {
                return false;
            }
            view.payload().wrap(buffer, RecordCodec.HEADER_LENGTH, view.meta().storedLength);
            position += frameLength(length);
            return true;
        }
        catch (final IOException ex)
        {
            throw new StoreException("orphan log of epoch " + epoch + " cannot be read: " + ex, ex);
        }
    }

    /** @return where the whole part of the file ends, as far as it was read. */
    long position()
    {
        return position;
    }

    @Override
    public void close()
    {
        closeQuietly(channel);
    }

    static Path file(final Path folder, final long epoch)
    {
        return folder.resolve(String.format("%s%019d%s", PREFIX, epoch, SUFFIX));
    }

    static int fileCheck(final int shard, final long epoch)
    {
        return SlotFormat.check(MAGIC + shard, epoch);
    }

    static int frameCheck(final long position, final int length, final int crc)
    {
        return SlotFormat.check(position, ((long)length << Integer.SIZE) | (crc & 0xFFFF_FFFFL));
    }

    static long frameLength(final int recordLength)
    {
        return FRAME_HEADER_LENGTH + ((recordLength + 7L) & ~7L);
    }

    private static boolean isLog(final Path file)
    {
        return String.valueOf(file.getFileName()).matches(PREFIX + "\\d+\\" + SUFFIX);
    }

    private boolean read(final FileChannel from, final long at, final int length) throws IOException
    {
        bytes.clear().limit(length);
        while (bytes.hasRemaining())
        {
            if (from.read(bytes, at + bytes.position()) < 0)
            {
                return false;
            }
        }
        return true;
    }

    private static void closeQuietly(final FileChannel channel)
    {
        if (channel != null)
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
}
