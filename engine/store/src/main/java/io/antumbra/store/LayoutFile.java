package io.antumbra.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The small mapped file {@code shadow.layout} beside the slots: what the shadow was created with, and the few words
 * that must be right before the records can be judged.
 *
 * <pre>
 *  0      8        12     16           20              24           32                        96     508
 *  +------+--------+------+------------+---------------+------------+-------------------------+------+-------+
 *  |magic |version |shard |streamCount |maxEntryLength |class count |8 x (capacity, slots)    |0     |crc32c |
 *  +------+--------+------+------------+---------------+------------+-------------------------+------+-------+
 *  512: words of 32 bytes, each kept twice as (value 8, generation 4, check 4):
 *       state | boot id | 8 x length of a map file | per stream: floor, promised
 * </pre>
 *
 * A word is written to its first copy and then to its second. A process killed between two stores leaves one whole
 * copy, and a flipped bit leaves the other; the valid copy of the higher generation counts. The check binds the value
 * to its generation and to its place. Written by one thread, without allocation.
 */
final class LayoutFile implements AutoCloseable
{
    static final String FILE_NAME = "shadow.layout";
    static final long MAGIC = 0x574F_4441_4853_5541L; // "AUSHADOW"
    static final int FORMAT_VERSION = 1;

    static final long STATE_CREATING = 1;
    static final long STATE_OPEN = 2;
    static final long STATE_CLEAN = 3;

    private static final int VERSION_OFFSET = 8;
    private static final int SHARD_OFFSET = 12;
    private static final int STREAM_COUNT_OFFSET = 16;
    private static final int MAX_ENTRY_LENGTH_OFFSET = 20;
    private static final int CLASS_COUNT_OFFSET = 24;
    private static final int CLASSES_OFFSET = 32;
    private static final int CRC_OFFSET = 508;
    private static final int WORDS_OFFSET = 512;
    private static final int WORD_LENGTH = 32;
    private static final int COPY_LENGTH = 16;

    private static final int READ_ATTEMPTS = 1000;

    private static final int STATE_WORD = 0;
    private static final int BOOT_ID_WORD = 1;
    private static final int MAP_LENGTH_WORD = 2;
    private static final int STREAM_WORDS = MAP_LENGTH_WORD + SizeClass.MAX_CLASSES;

    private final Path file;
    private final FileChannel channel;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private final Geometry geometry;
    private final int[] generations;
    private final long[] values;
    private boolean closed;

    private LayoutFile(final Path file, final boolean writable) throws IOException
    {
        this.file = file;
        channel = writable ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE) :
            FileChannel.open(file, StandardOpenOption.READ);
        boolean success = false;
        MappedByteBuffer mapping = null;
        try
        {
            final long length = channel.size();
            if (length < WORDS_OFFSET || length > Integer.MAX_VALUE)
            {
                throw damaged("length", length, "at least " + WORDS_OFFSET);
            }
            mapping = channel.map(writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY, 0, length);
            mapped = mapping;
            buffer = new UnsafeBuffer(mapping);
            geometry = readGeometry(length);
            values = new long[STREAM_WORDS + 2 * geometry.streamCount];
            generations = new int[values.length];
            for (int word = 0; word < values.length; word++)
            {
                load(word);
            }
            success = true;
        }
        finally
        {
            if (!success)
            {
                BufferUtil.free(mapping);
                channel.close();
            }
        }
    }

    static long lengthBytes(final int streamCount)
    {
        final long length = WORDS_OFFSET + (long)WORD_LENGTH * (STREAM_WORDS + 2 * streamCount);
        return (length + 4095) & ~4095L;
    }

    /**
     * Writes a new file in state "creating"; every word of every stream is as of an empty one.
     *
     * @param file     that does not exist.
     * @param geometry to fix.
     * @return the file, open.
     * @throws IOException when it cannot be written whole.
     */
    static LayoutFile create(final Path file, final Geometry geometry) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect((int)lengthBytes(geometry.streamCount)).order(
            ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC).putInt(VERSION_OFFSET, FORMAT_VERSION).putInt(SHARD_OFFSET, geometry.shard);
        bytes.putInt(STREAM_COUNT_OFFSET, geometry.streamCount).putInt(MAX_ENTRY_LENGTH_OFFSET,
            geometry.maxEntryLength);
        bytes.putInt(CLASS_COUNT_OFFSET, geometry.classCount());
        for (int i = 0; i < geometry.classCount(); i++)
        {
            bytes.putInt(CLASSES_OFFSET + 8 * i, geometry.sizeClasses.get(i).capacityBytes());
            bytes.putInt(CLASSES_OFFSET + 8 * i + 4, geometry.sizeClasses.get(i).slotCount());
        }
        bytes.putInt(CRC_OFFSET, headerCrc(bytes));
        final UnsafeBuffer words = new UnsafeBuffer(bytes);
        for (int word = 0; word < STREAM_WORDS + 2 * geometry.streamCount; word++)
        {
            final boolean isFloor = word >= STREAM_WORDS && (word - STREAM_WORDS) % 2 == 0;
            final long value = word == STATE_WORD ? STATE_CREATING : isFloor ? 1 : 0;
            put(words, word, value, 1);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(file);
            throw ex;
        }
        return open(file, true);
    }

    /**
     * @param file     that exists.
     * @param writable false for a look from another process.
     * @return the file, open and verified.
     * @throws IOException when it cannot be read.
     */
    static LayoutFile open(final Path file, final boolean writable) throws IOException
    {
        return new LayoutFile(file, writable);
    }

    /**
     * @param expected geometry, from the configuration.
     */
    void requireSame(final Geometry expected)
    {
        require("shard", geometry.shard, expected.shard);
        require("streamCount", geometry.streamCount, expected.streamCount);
        require("maxEntryLength", geometry.maxEntryLength, expected.maxEntryLength);
        require("sizeClasses", geometry.sizeClasses, expected.sizeClasses);
    }

    Geometry geometry()
    {
        return geometry;
    }

    long state()
    {
        return values[STATE_WORD];
    }

    void state(final long state)
    {
        set(STATE_WORD, state);
    }

    long bootId()
    {
        return values[BOOT_ID_WORD];
    }

    void bootId(final long bootId)
    {
        set(BOOT_ID_WORD, bootId);
    }

    long mapLength(final int classIndex)
    {
        return values[MAP_LENGTH_WORD + classIndex];
    }

    void mapLength(final int classIndex, final long lengthBytes)
    {
        set(MAP_LENGTH_WORD + classIndex, lengthBytes);
    }

    /** @return every record of the stream below it may have been reused; those from there on are vouched for. */
    long floor(final int streamId)
    {
        return values[STREAM_WORDS + 2 * streamId];
    }

    void floor(final int streamId, final long sequence)
    {
        set(STREAM_WORDS + 2 * streamId, sequence);
    }

    long promised(final int streamId)
    {
        return values[STREAM_WORDS + 2 * streamId + 1];
    }

    void promised(final int streamId, final long sequence)
    {
        set(STREAM_WORDS + 2 * streamId + 1, sequence);
    }

    /** Reads every word anew: another process writes them. */
    void refresh()
    {
        for (int word = 0; word < values.length; word++)
        {
            load(word);
        }
    }

    void force()
    {
        try
        {
            mapped.force();
            channel.force(true);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            BufferUtil.free(mapped);
            try
            {
                channel.close();
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    private void set(final int word, final long value)
    {
        final int generation = generations[word] + 1;
        generations[word] = generation;
        values[word] = value;
        put(buffer, word, value, generation);
    }

    private static void put(final UnsafeBuffer buffer, final int word, final long value, final int generation)
    {
        final int offset = WORDS_OFFSET + word * WORD_LENGTH;
        final long tag = tag(word, value, generation);
        buffer.putLongRelease(offset, value);
        buffer.putLongRelease(offset + 8, tag);
        buffer.putLongRelease(offset + COPY_LENGTH, value);
        buffer.putLongRelease(offset + COPY_LENGTH + 8, tag);
    }

    private static long tag(final int word, final long value, final int generation)
    {
        return (generation & 0xFFFF_FFFFL) |
            ((long)SlotFormat.check(value, ((long)word << Integer.SIZE) | (generation & 0xFFFF_FFFFL)) << Integer.SIZE);
    }

    private void load(final int word)
    {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++)
        {
            if (tryLoad(word))
            {
                return;
            }
            Thread.onSpinWait(); // Its writer may be at work in another process.
        }
        throw damaged("word " + word, "two copies that fail their check", "one that is whole");
    }

    private boolean tryLoad(final int word)
    {
        boolean found = false;
        for (int copy = 0; copy < 2; copy++)
        {
            final int offset = WORDS_OFFSET + word * WORD_LENGTH + copy * COPY_LENGTH;
            final long tag = buffer.getLongVolatile(offset + 8);
            final long value = buffer.getLongVolatile(offset);
            final int generation = (int)tag;
            if (tag == tag(word, value, generation) && (!found || generation - generations[word] > 0))
            {
                found = true;
                generations[word] = generation;
                values[word] = value;
            }
        }
        return found;
    }

    private Geometry readGeometry(final long length)
    {
        if (buffer.getLong(0) != MAGIC)
        {
            throw damaged("magic", Long.toHexString(buffer.getLong(0)), Long.toHexString(MAGIC));
        }
        require("format version", buffer.getInt(VERSION_OFFSET), FORMAT_VERSION);
        final int crc = headerCrc(mapped.duplicate());
        if (buffer.getInt(CRC_OFFSET) != crc)
        {
            throw damaged("header checksum", Integer.toHexString(crc), Integer.toHexString(buffer.getInt(CRC_OFFSET)));
        }
        final List<SizeClass> sizeClasses = new ArrayList<>();
        for (int i = 0; i < buffer.getInt(CLASS_COUNT_OFFSET); i++)
        {
            sizeClasses.add(new SizeClass(buffer.getInt(CLASSES_OFFSET + 8 * i), buffer.getInt(CLASSES_OFFSET + 8 * i +
                4)));
        }
        final int streamCount = buffer.getInt(STREAM_COUNT_OFFSET);
        if (length != lengthBytes(streamCount))
        {
            throw damaged("length", length, lengthBytes(streamCount));
        }
        return new Geometry(buffer.getInt(SHARD_OFFSET), streamCount, buffer.getInt(MAX_ENTRY_LENGTH_OFFSET),
            sizeClasses);
    }

    private static int headerCrc(final ByteBuffer bytes)
    {
        final CRC32C crc32c = new CRC32C();
        final ByteBuffer header = bytes.duplicate();
        header.position(0).limit(CRC_OFFSET);
        crc32c.update(header);
        return (int)crc32c.getValue();
    }

    private void require(final String field, final Object found, final Object expected)
    {
        if (!found.equals(expected))
        {
            throw new StoreException(file + ": " + field + " found=" + found + ", expected=" + expected +
                ": start with the configuration and version that made this folder, or name another folder. " +
                "Nothing was changed.");
        }
    }

    private StoreException damaged(final String field, final Object found, final Object expected)
    {
        return new StoreException(file + " is damaged: " + field + " found=" + found + ", expected=" + expected +
            ": move the folder away and start this replica empty, so that a peer repairs it. Nothing was changed.");
    }
}
