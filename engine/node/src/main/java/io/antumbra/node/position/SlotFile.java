package io.antumbra.node.position;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A memory-mapped record of a few longs for each stream, each update all or nothing across a kill -9 at any
 * instruction. One writing thread; readers of other processes see the last whole update.
 *
 * <pre>
 *   0        8     12     16      20       24                  64
 *   | magic  | ver | kind | count | words  | crc32c | zeros     |
 *   64 + stream * 256:        slot for even generations        +128: slot for odd ones
 *   | generation | word 0 | word 1 | ... up to word 12 | crc32c of generation and words |
 * </pre>
 *
 * An update writes the slot that the last one did not, its check last; whatever a kill leaves of it, the other slot is
 * whole. Opening takes the valid slot of the higher generation. The pages belong to the kernel as soon as they are
 * written: they survive the process, not the host.
 */
public final class SlotFile implements AutoCloseable
{
    /** Most longs that a record may have. */
    public static final int MAX_WORDS = 13;

    private static final long MAGIC = 0x31534f50424d5441L;
    private static final int VERSION = 1;
    private static final int HEADER_LENGTH = 64;
    private static final int HEADER_CHECKED = 24;
    private static final int SLOT_LENGTH = 128;
    private static final int CHECK_OFFSET = SLOT_LENGTH - Long.BYTES;

    private final Path file;
    private final int streamCount;
    private final int words;
    private final FileChannel channel;
    private final MappedByteBuffer map;
    private final long[] generations;
    private final long[] values;
    private final byte[] scratch = new byte[CHECK_OFFSET];
    private final ByteBuffer scratchView = ByteBuffer.wrap(scratch).order(LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    private SlotFile(final Path file, final int kind, final int streamCount, final int words, final boolean readOnly)
        throws IOException
    {
        this.file = file;
        this.streamCount = streamCount;
        this.words = words;
        this.generations = new long[streamCount];
        this.values = new long[streamCount * words];
        final long length = HEADER_LENGTH + 2L * SLOT_LENGTH * streamCount;
        channel = readOnly ? FileChannel.open(file, StandardOpenOption.READ) : FileChannel.open(file,
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            if (!readOnly)
            {
                lock();
            }
            final boolean isNew = !readOnly && 0 == channel.size();
            if (!isNew && channel.size() != length)
            {
                throw NodeException.environment("position file " + file + " has " + channel.size() + " bytes, " +
                    streamCount + " streams need " + length + ": it belongs to other streams. " +
                    "Start with the streams it was written with, or in another --dir.");
            }
            if (isNew)
            {
                // Through the file, so that a full disk answers here and not as a fault in mapped memory later.
                channel.write(ByteBuffer.allocate((int)length), 0);
            }
            map = channel.map(
                readOnly ? FileChannel.MapMode.READ_ONLY : FileChannel.MapMode.READ_WRITE, 0, length);
            map.order(LITTLE_ENDIAN);
            if (!readOnly && 0 == map.getLong(0))
            {
                writeHeader(kind);
            }
            checkHeader(kind);
            load();
        }
        catch (final IOException | RuntimeException ex)
        {
            channel.close();
            throw ex;
        }
    }

    /**
     * @param file        created when it is not there.
     * @param kind        what the words mean; a file of another kind is refused.
     * @param streamCount number of records.
     * @param words       longs in each, at most {@link #MAX_WORDS}.
     * @return open for reading and writing, by this process alone.
     */
    public static SlotFile open(final Path file, final int kind, final int streamCount, final int words)
    {
        return open(file, kind, streamCount, words, false);
    }

    /**
     * @param file        to look at.
     * @param kind        as for {@link #open}.
     * @param streamCount as for {@link #open}.
     * @param words       as for {@link #open}.
     * @return a look at the file as it is now; another process may be writing it.
     */
    public static SlotFile read(final Path file, final int kind, final int streamCount, final int words)
    {
        return open(file, kind, streamCount, words, true);
    }

    private static SlotFile open(
        final Path file, final int kind, final int streamCount, final int words, final boolean readOnly)
    {
        if (words > MAX_WORDS)
        {
            throw new IllegalArgumentException("words=" + words + ", at most " + MAX_WORDS);
        }
        try
        {
            return new SlotFile(file, kind, streamCount, words, readOnly);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot open the position file " + file, ex);
        }
    }

    private void lock() throws IOException
    {
        FileLock lock = null;
        try
        {
            lock = channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            // Falls through: this very process holds it, which is as bad as another one.
        }
        if (null == lock)
        {
            throw NodeException.environment("position file " + file + " is in use by another process. " +
                "Stop that one, or start this one with another --dir.");
        }
    }

    private void writeHeader(final int kind)
    {
        map.putInt(8, VERSION);
        map.putInt(12, kind);
        map.putInt(16, streamCount);
        map.putInt(20, words);
        map.putInt(24, headerCheck());
        // Last: a file without it is one whose creation was cut short, and is begun anew.
        VarHandle.releaseFence();
        map.putLong(0, MAGIC);
    }

    private void checkHeader(final int kind)
    {
        if (MAGIC != map.getLong(0) || map.getInt(24) != headerCheck())
        {
            throw damaged("its header is not that of a position file");
        }
        if (VERSION != map.getInt(8))
        {
            throw NodeException.environment("position file " + file + " has version " + map.getInt(8) +
                ", this program reads version " + VERSION + ". Use the program that wrote it.");
        }
        if (kind != map.getInt(12) || streamCount != map.getInt(16) || words != map.getInt(20))
        {
            throw damaged("it is of kind " + map.getInt(12) + " for " + map.getInt(16) + " streams of " +
                map.getInt(20) + " words, expected kind " + kind + " for " + streamCount + " of " + words);
        }
    }

    private int headerCheck()
    {
        final byte[] header = new byte[HEADER_CHECKED];
        map.get(8, header, 8, HEADER_CHECKED - 8);
        crc.reset();
        crc.update(header);
        return (int)crc.getValue();
    }

    private void load()
    {
        for (int stream = 0; stream < streamCount; stream++)
        {
            final long even = validGeneration(slot(stream, 0));
            final long odd = validGeneration(slot(stream, 1));
            generations[stream] = Math.max(even, odd);
            if (generations[stream] < 0)
            {
                throw damaged("both copies of stream " + stream + " fail their check");
            }
            final int slot = slot(stream, generations[stream]);
            for (int word = 0; word < words; word++)
            {
                values[stream * words + word] = map.getLong(slot + (1 + word) * Long.BYTES);
            }
        }
    }

    /** The generation, or -1 when the check fails. A slot never written is generation 0, all zeros. */
    private long validGeneration(final int slot)
    {
        final long generation = map.getLong(slot);
        map.get(slot, scratch);
        if (0 == generation)
        {
            return isZero() ? 0 : -1;
        }
        return map.getLong(slot + CHECK_OFFSET) == check(scratch) ? generation : -1;
    }

    private boolean isZero()
    {
        for (final byte b : scratch)
        {
            if (0 != b)
            {
                return false;
            }
        }
        return true;
    }

    private long check(final byte[] bytes)
    {
        crc.reset();
        crc.update(bytes, 0, CHECK_OFFSET);
        // Never zero, so that the check of an empty page does not pass by chance.
        return crc.getValue() | 1L << 32;
    }

    /**
     * @param stream index of the record.
     * @param word   index within it.
     * @return what was put or loaded last.
     */
    public long get(final int stream, final int word)
    {
        return values[stream * words + word];
    }

    /**
     * Changes a word in memory; {@link #commit} writes it.
     *
     * @param stream index of the record.
     * @param word   index within it.
     * @param value  new.
     */
    public void set(final int stream, final int word, final long value)
    {
        values[stream * words + word] = value;
    }

    /**
     * Writes a record: after a kill either all of it is there or the one before.
     *
     * @param stream index of the record.
     */
    public void commit(final int stream)
    {
        final long generation = ++generations[stream];
        final int slot = slot(stream, generation);
        scratchView.putLong(0, generation);
        for (int word = 0; word < MAX_WORDS; word++)
        {
            scratchView.putLong((1 + word) * Long.BYTES, word < words ? values[stream * words + word] : 0);
        }
        final long check = check(scratch);
        map.putLong(slot + CHECK_OFFSET, 0);
        VarHandle.releaseFence();
        map.put(slot, scratch);
        VarHandle.releaseFence();
        map.putLong(slot + CHECK_OFFSET, check);
        VarHandle.releaseFence();
    }

    private static int slot(final int stream, final long generation)
    {
        return HEADER_LENGTH + (2 * stream + (int)(generation & 1)) * SLOT_LENGTH;
    }

    private NodeException damaged(final String how)
    {
        return NodeException.environment("position file " + file + " is damaged: " + how +
            ". Restore it from a copy, or remove it: the position is then taken from the shadow.");
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot close the position file " + file, ex);
        }
    }
}
