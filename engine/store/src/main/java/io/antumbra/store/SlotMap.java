package io.antumbra.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.VanillaChronicleMap;

/**
 * One Chronicle Map file: every slot of a size class, put there once at creation under its ordinal and never removed
 * or resized, so that the address of each value is known for as long as the map is open.
 *
 * <p>Hot writes go to those addresses, past the map's own locks and API: a {@code put} of 256 bytes costs 15 times as
 * much, and its locks guard nothing here, because the folder has one writer (see {@link FolderLock}) and readers in
 * other processes verify each record's own checksum. What a kill can leave behind in the map - a held segment lock -
 * is undone by recovery at the next open; what it can leave in a slot, by {@link ShadowScan}.
 */
final class SlotMap implements AutoCloseable
{
    private static final int MAP_OVERHEAD_LENGTH = 32 * 1024;
    private static final int SLOT_OVERHEAD_LENGTH = 32;
    private static final int SAMPLE_STEP = 1024;

    private final Path file;
    private final FileChannel channel;
    private final ChronicleMap<Long, byte[]> map;
    private final long[] addresses;
    private final boolean wasRepaired;
    private boolean closed;

    private SlotMap(final Path file, final ChronicleMap<Long, byte[]> map, final long[] addresses,
        final boolean wasRepaired) throws IOException
    {
        this.file = file;
        this.map = map;
        this.addresses = addresses;
        this.wasRepaired = wasRepaired;
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static long estimatedLengthBytes(final SizeClass sizeClass)
    {
        return MAP_OVERHEAD_LENGTH + (long)sizeClass.slotCount() * (sizeClass.slotLength() + SLOT_OVERHEAD_LENGTH);
    }

    /**
     * @param folder    to create the files in.
     * @param sizeClass to create.
     * @return the map with every slot in it, zeroed, each page backed by a block of the disk and written to it: left to
     *         the kernel, a hundred megabytes would go to the disk at once half a minute later, while entries flow.
     * @throws IOException when the disk is full or fails.
     */
    static SlotMap create(final Path folder, final SizeClass sizeClass) throws IOException
    {
        final Path file = folder.resolve(sizeClass.fileName());
        final ChronicleMap<Long, byte[]> map = builder(sizeClass).createPersistedTo(file.toFile());
        boolean success = false;
        try
        {
            Disk.allocateBlocks(file);
            final long[] addresses = new long[sizeClass.slotCount()];
            putMissing(map, sizeClass, addresses);
            resolve(map, addresses);
            final SlotMap slots = new SlotMap(file, map, addresses, false);
            SlotOffsets.write(folder.resolve(sizeClass.offsetsFileName()), slots.requireSound(sizeClass));
            slots.force();
            success = true;
            return slots;
        }
        finally
        {
            if (!success)
            {
                map.close();
            }
        }
    }

    /**
     * @param folder    that holds the files.
     * @param sizeClass that they were created with.
     * @param isClean   whether the map was closed in order by a process of this boot of the host.
     * @return the map with every slot in it.
     * @throws IOException when the disk is full or fails.
     */
    static SlotMap open(final Path folder, final SizeClass sizeClass, final boolean isClean) throws IOException
    {
        final Path file = folder.resolve(sizeClass.fileName());
        final long[] recorded = SlotOffsets.read(folder.resolve(sizeClass.offsetsFileName()));
        if (isClean)
        {
            final SlotMap slots = tryReopen(file, sizeClass, recorded);
            if (slots != null)
            {
                return slots;
            }
        }
        return recover(folder, file, sizeClass, recorded);
    }

    private static SlotMap tryReopen(final Path file, final SizeClass sizeClass, final long[] recorded)
        throws IOException
    {
        ChronicleMap<Long, byte[]> map = null;
        SlotMap slots = null;
        try
        {
            map = builder(sizeClass).createPersistedTo(file.toFile());
            if (recorded != null && recorded.length == sizeClass.slotCount() && map.longSize() == recorded.length &&
                SlotOffsets.areSound(recorded, sizeClass.slotLength(), Files.size(file)))
            {
                final long mapAddress = mapAddress(map);
                final long[] addresses = Arrays.stream(recorded).map(offset -> mapAddress + offset).toArray();
                slots = isConfirmedBySample(map, addresses) ? new SlotMap(file, map, addresses, false) : null;
            }
        }
        catch (final RuntimeException | AssertionError ex)
        {
            slots = null; // The map's own structures are damaged: recovery repairs them, or says why it cannot.
        }
        finally
        {
            if (slots == null && map != null)
            {
                map.close();
            }
        }
        return slots;
    }

    private static SlotMap recover(final Path folder, final Path file, final SizeClass sizeClass, final long[] recorded)
        throws IOException
    {
        ChronicleMap<Long, byte[]> map = null;
        boolean success = false;
        try
        {
            map = builder(sizeClass).recoverPersistedTo(file.toFile(), true);
            final long[] addresses = new long[sizeClass.slotCount()];
            final int missing = resolve(map, addresses);
            if (missing > 0)
            {
                putMissing(map, sizeClass, addresses);
                resolve(map, addresses);
            }
            final boolean moved = !Arrays.equals(recorded, offsets(map, addresses));
            final SlotMap slots = new SlotMap(file, map, addresses, moved);
            if (moved)
            {
                SlotOffsets.write(folder.resolve(sizeClass.offsetsFileName()), slots.requireSound(sizeClass));
            }
            success = true;
            return slots;
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw ex instanceof StoreException known ? known : new StoreException(file + " is damaged beyond " +
                "what Chronicle Map can recover (" + ex + "): move the folder away and start this replica empty, so " +
                "that a peer repairs it.", ex);
        }
        finally
        {
            if (!success && map != null)
            {
                map.close();
            }
        }
    }

    /** @return where each slot starts in memory; valid until {@link #close()}. */
    long[] addresses()
    {
        return addresses;
    }

    /** @return whether slots had to be put back or were found elsewhere than before. */
    boolean wasRepaired()
    {
        return wasRepaired;
    }

    long fileLength() throws IOException
    {
        return channel.size();
    }

    /** Flushes the file's mapped pages to the device: on Linux, fsync writes back whatever way a page was dirtied. */
    void force() throws IOException
    {
        channel.force(false);
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            Arrays.fill(addresses, 0);
            map.close();
            try
            {
                channel.close();
            }
            catch (final IOException ex)
            {
                throw new StoreException(file + " could not be closed: " + ex, ex);
            }
        }
    }

    private static ChronicleMapBuilder<Long, byte[]> builder(final SizeClass sizeClass)
    {
        return ChronicleMapBuilder.of(Long.class, byte[].class).name("antumbra-" + sizeClass).constantValueSizeBySample(
            new byte[sizeClass.slotLength()]).entries(sizeClass.slotCount()).actualSegments(1).checksumEntries(
                false)
            .entryAndValueOffsetAlignment(8).putReturnsNull(true).removeReturnsNull(
                true)
            .skipCloseOnExitHook(true);
    }

    private static void putMissing(final ChronicleMap<Long, byte[]> map, final SizeClass sizeClass,
        final long[] addresses)
    {
        final byte[] zeros = new byte[sizeClass.slotLength()];
        for (int ordinal = 0; ordinal < addresses.length; ordinal++)
        {
            if (addresses[ordinal] == 0)
            {
                map.put((long)ordinal, zeros);
            }
        }
    }

    private static int resolve(final ChronicleMap<Long, byte[]> map, final long[] addresses)
    {
        int missing = 0;
        for (int ordinal = 0; ordinal < addresses.length; ordinal++)
        {
            addresses[ordinal] = address(map, ordinal);
            missing += addresses[ordinal] == 0 ? 1 : 0;
        }
        return missing;
    }

    /** A map that was closed in order has not moved anything since its offsets were recorded. */
    private static boolean isConfirmedBySample(final ChronicleMap<Long, byte[]> map, final long[] addresses)
    {
        for (int ordinal = 0; ordinal < addresses.length; ordinal += SAMPLE_STEP)
        {
            if (address(map, ordinal) != addresses[ordinal])
            {
                return false;
            }
        }
        return true;
    }

    private static long address(final ChronicleMap<Long, byte[]> map, final int ordinal)
    {
        try (ExternalMapQueryContext<Long, byte[], ?> context = map.queryContext((long)ordinal))
        {
            context.readLock().lock();
            final MapEntry<Long, byte[]> entry = context.entry();
            if (entry == null)
            {
                return 0;
            }
            final Data<byte[]> value = entry.value();
            return value.bytes().addressForRead(value.offset());
        }
    }

    private static long mapAddress(final ChronicleMap<Long, byte[]> map)
    {
        return ((VanillaChronicleMap<?, ?, ?>)map).bsAddress();
    }

    private static long[] offsets(final ChronicleMap<Long, byte[]> map, final long[] addresses)
    {
        final long mapAddress = mapAddress(map);
        return Arrays.stream(addresses).map(address -> address - mapAddress).toArray();
    }

    private long[] requireSound(final SizeClass sizeClass) throws IOException
    {
        final long[] offsets = offsets(map, addresses);
        if (!SlotOffsets.areSound(offsets, sizeClass.slotLength(), Files.size(file)))
        {
            throw new StoreException(file + " is damaged: slots overlap or lie outside of the file: move the folder " +
                "away and start this replica empty, so that a peer repairs it.");
        }
        return offsets;
    }
}
