package io.antumbra.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a shadow, opened by their one writer in an order that can stop anywhere.
 *
 * <pre>
 *   create:  lock - space? - layout "creating" - maps, slots, offsets - layout "open"
 *   open:    lock - layout verified - "creating"? remove the maps and create anew
 *                                   - "clean", same boot of the host? reopen the maps
 *                                   - otherwise recover them - layout "open"
 *   close:   maps - layout "clean" - lock
 * </pre>
 *
 * Not thread safe.
 */
final class ShadowFiles implements AutoCloseable
{
    static final String PURPOSE = "folder";
    static final String LOCK_FILE_NAME = "shadow.lock";

    private final Path folder;
    private final Geometry geometry;
    private final FolderLock lock;
    private LayoutFile layout;
    private SlotMap[] maps;
    private boolean wasClosedInOrder;
    private boolean closed;

    private ShadowFiles(final Path folder, final Geometry geometry)
    {
        this.geometry = geometry;
        lock = FolderLock.acquire(folder, LOCK_FILE_NAME, PURPOSE);
        this.folder = lock.file().getParent();
    }

    /**
     * @param folder   of the shadow; created when it is missing.
     * @param geometry that it has, or is to have.
     * @return its files, open and marked so.
     */
    static ShadowFiles open(final Path folder, final Geometry geometry)
    {
        final ShadowFiles files = new ShadowFiles(folder, geometry);
        boolean success = false;
        try
        {
            files.openOrCreate();
            success = true;
            return files;
        }
        catch (final IOException ex)
        {
            throw new StoreException(PURPOSE + "=" + folder + " cannot be opened (" + ex + "): free some space, make " +
                "it writable, or name another folder.", ex);
        }
        finally
        {
            if (!success)
            {
                files.abandon();
            }
        }
    }

    LayoutFile layout()
    {
        return layout;
    }

    SlotMap map(final int classIndex)
    {
        return maps[classIndex];
    }

    boolean wasClosedInOrder()
    {
        return wasClosedInOrder;
    }

    boolean wasMapRepaired()
    {
        boolean repaired = false;
        for (final SlotMap map : maps)
        {
            repaired |= map.wasRepaired();
        }
        return repaired;
    }

    /**
     * Closes the maps, marks the shadow as closed in order, lets go of the folder.
     *
     * @throws StoreException when the device does not take the mark; everything is let go of all the same.
     */
    @Override
    public void close()
    {
        close(true);
    }

    /** Lets go of everything once the device has failed: the next open verifies what is there. */
    void closeWithoutMark()
    {
        close(false);
    }

    private void close(final boolean isInOrder)
    {
        if (closed)
        {
            return;
        }
        closed = true;
        try (lock; LayoutFile marked = layout)
        {
            closeMaps();
            if (isInOrder)
            {
                marked.state(LayoutFile.STATE_CLEAN);
                marked.force();
            }
        }
        catch (final UncheckedIOException ex)
        {
            throw new StoreException(PURPOSE + "=" + folder + " cannot be marked as closed in order (" +
                ex.getMessage() + "): its device fails. What it holds is verified when it is opened next.", ex);
        }
    }

    /** Removes every file of a shadow, and its folder when nothing else is in it. */
    void delete()
    {
        try
        {
            deleteMaps();
            Files.deleteIfExists(folder.resolve(LayoutFile.FILE_NAME));
            Files.deleteIfExists(lock.file());
            try (var left = Files.list(folder))
            {
                if (left.findAny().isPresent())
                {
                    return;
                }
            }
            Files.deleteIfExists(folder);
        }
        catch (final IOException ex)
        {
            throw new StoreException(PURPOSE + "=" + folder + " could not be removed (" + ex + "): remove it by hand.",
                ex);
        }
    }

    /** @return a number of this boot of the host, 0 when there is none to be had. */
    static long currentBootId()
    {
        try
        {
            final String text = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).replace("-", "").trim();
            return Long.parseUnsignedLong(text.substring(0, 16), 16) | 1;
        }
        catch (final IOException | IndexOutOfBoundsException | NumberFormatException ex)
        {
            return 0;
        }
    }

    private void openOrCreate() throws IOException
    {
        final Path layoutFile = folder.resolve(LayoutFile.FILE_NAME);
        final long bootId = currentBootId();
        if (Files.exists(layoutFile))
        {
            layout = LayoutFile.open(layoutFile, true);
            layout.requireSame(geometry);
            if (layout.state() == LayoutFile.STATE_CREATING)
            {
                deleteMaps();
                createMaps();
            }
            else
            {
                requireMaps();
                wasClosedInOrder = layout.state() == LayoutFile.STATE_CLEAN && bootId != 0 && layout.bootId() == bootId;
                openMaps();
            }
        }
        else
        {
            requireNoMaps();
            Disk.requireSpace(folder, geometry.fileLengthBytes() * 11 / 10, PURPOSE);
            layout = LayoutFile.create(layoutFile, geometry);
            createMaps();
        }
        layout.bootId(bootId);
        layout.state(LayoutFile.STATE_OPEN);
        layout.force();
    }

    private void createMaps() throws IOException
    {
        wasClosedInOrder = true;
        maps = new SlotMap[geometry.classCount()];
        for (int i = 0; i < maps.length; i++)
        {
            maps[i] = SlotMap.create(folder, geometry.sizeClasses.get(i));
            layout.mapLength(i, maps[i].fileLength());
        }
        Disk.syncFolder(folder);
    }

    private void openMaps() throws IOException
    {
        maps = new SlotMap[geometry.classCount()];
        for (int i = 0; i < maps.length; i++)
        {
            maps[i] = SlotMap.open(folder, geometry.sizeClasses.get(i), wasClosedInOrder);
            layout.mapLength(i, maps[i].fileLength());
        }
    }

    private void requireMaps() throws IOException
    {
        for (int i = 0; i < geometry.classCount(); i++)
        {
            final Path file = folder.resolve(geometry.sizeClasses.get(i).fileName());
            final long found = Files.exists(file) ? Files.size(file) : 0;
            if (found != layout.mapLength(i))
            {
                throw new StoreException(file + ": length found=" + found + ", expected=" + layout.mapLength(i) +
                    ": the file was removed, cut or replaced. Restore it, or move the folder away and start this " +
                    "replica empty, so that a peer repairs it. Nothing was changed.");
            }
        }
    }

    private void requireNoMaps()
    {
        for (final SizeClass sizeClass : geometry.sizeClasses)
        {
            final Path file = folder.resolve(sizeClass.fileName());
            if (Files.exists(file))
            {
                throw new StoreException(file + " is there without " + LayoutFile.FILE_NAME + ", which says what its " +
                    "records are worth: restore that file, or move the folder away and start this replica empty. " +
                    "Nothing was changed.");
            }
        }
    }

    /** After a failed open: an existing shadow stays as it was, one that was being created goes. */
    private void abandon()
    {
        closed = true;
        closeMaps();
        if (layout != null)
        {
            final boolean creating = layout.state() == LayoutFile.STATE_CREATING;
            layout.close();
            if (creating)
            {
                delete();
            }
        }
        lock.close();
    }

    private void closeMaps()
    {
        if (maps != null)
        {
            for (final SlotMap map : maps)
            {
                if (map != null)
                {
                    map.close();
                }
            }
        }
    }

    private void deleteMaps() throws IOException
    {
        for (final SizeClass sizeClass : geometry.sizeClasses)
        {
            Files.deleteIfExists(folder.resolve(sizeClass.fileName()));
            Files.deleteIfExists(folder.resolve(sizeClass.offsetsFileName()));
        }
    }
}
