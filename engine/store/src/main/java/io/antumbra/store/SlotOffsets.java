package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Where in its map file each slot of a class starts, so that another process can look at records without opening the
 * map, and an open can tell whether Chronicle Map still finds every slot where it was. Written when a shadow is
 * created, and again when a recovery had to move slots.
 *
 * <pre>
 *  0       8        12         16             16 + 8 * count
 *  +-------+--------+----------+--------------+
 *  | magic | count  | crc32c   | count longs  |   little endian; the sum is over the longs
 *  +-------+--------+----------+--------------+
 * </pre>
 */
final class SlotOffsets
{
    private static final long MAGIC = 0x5346_464F_5453_5541L; // "AUSTOFFS"
    private static final int HEADER_LENGTH = 16;

    private SlotOffsets()
    {
    }

    static long lengthBytes(final SizeClass sizeClass)
    {
        return HEADER_LENGTH + 8L * sizeClass.slotCount();
    }

    /**
     * Replaces the file in one step.
     *
     * @param file    to write.
     * @param offsets one of each slot.
     * @throws IOException when it cannot be written whole.
     */
    static void write(final Path file, final long[] offsets) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH + 8 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEADER_LENGTH);
        bytes.asLongBuffer().put(offsets);
        bytes.putLong(0, MAGIC).putInt(8, offsets.length).putInt(12, crc(bytes));
        bytes.position(0);
        final Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(temporary);
            throw ex;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * @param file to read.
     * @return the offsets, or null when the file is missing or damaged.
     * @throws IOException when the device fails.
     */
    static long[] read(final Path file) throws IOException
    {
        if (!Files.exists(file))
        {
            return null;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < HEADER_LENGTH || bytes.getLong(0) != MAGIC || bytes.getInt(8) < 0 ||
            bytes.limit() != HEADER_LENGTH + 8L * bytes.getInt(8))
        {
            return null;
        }
        bytes.position(HEADER_LENGTH);
        if (bytes.getInt(12) != crc(bytes))
        {
            return null;
        }
        final LongBuffer longs = bytes.asLongBuffer();
        final long[] offsets = new long[longs.remaining()];
        longs.get(offsets);
        return offsets;
    }

    /**
     * @param offsets    of slots.
     * @param slotLength bytes of each.
     * @param fileLength bytes of the file that they are in.
     * @return whether all lie within the file, aligned, and none overlaps another.
     */
    static boolean areSound(final long[] offsets, final int slotLength, final long fileLength)
    {
        final long[] sorted = offsets.clone();
        Arrays.sort(sorted);
        long end = 0;
        for (final long offset : sorted)
        {
            if (offset < end || (offset & 7) != 0 || offset > fileLength - slotLength)
            {
                return false;
            }
            end = offset + slotLength;
        }
        return true;
    }

    private static int crc(final ByteBuffer bytes)
    {
        final CRC32C crc32c = new CRC32C();
        final ByteBuffer offsets = bytes.duplicate();
        offsets.position(HEADER_LENGTH);
        crc32c.update(offsets);
        return (int)crc32c.getValue();
    }
}
