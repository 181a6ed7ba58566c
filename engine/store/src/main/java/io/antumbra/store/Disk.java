package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the store needs to know of the file system below it. Any thread. */
final class Disk
{
    private static final int PAGE_LENGTH = 4096;

    private Disk()
    {
    }

    /**
     * @param folder        that exists.
     * @param neededBytes   about to be written there.
     * @param purpose       of the folder, for the message.
     */
    static void requireSpace(final Path folder, final long neededBytes, final String purpose)
    {
        try
        {
            final FileStore fileStore = Files.getFileStore(folder);
            final long usableBytes = fileStore.getUsableSpace();
            if (usableBytes < neededBytes)
            {
                throw new StoreException(purpose + "=" + folder + " needs " + neededBytes + " bytes, but only " +
                    usableBytes + " are free on " + fileStore + ": free some, choose another folder, or configure " +
                    "fewer slots (sizeClasses).");
            }
        }
        catch (final IOException ex)
        {
            throw new StoreException(purpose + "=" + folder + " cannot be examined: " + ex, ex);
        }
    }

    /**
     * Makes the file system give a block to every page of a file, so that a disk that fills up later cannot turn a
     * store into mapped memory into a SIGBUS. Writes one byte of each page back through the file: what is mapped and
     * populated already is not changed, and a full disk answers here, with an {@link IOException}.
     *
     * @param file that exists in full length.
     * @throws IOException when the disk is full.
     */
    static void allocateBlocks(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer one = ByteBuffer.allocateDirect(1);
            final long length = channel.size();
            for (long position = 0; position < length; position += PAGE_LENGTH)
            {
                one.clear();
                channel.read(one, position);
                one.flip();
                channel.write(one, position);
            }
        }
    }

    /**
     * Makes names created, renamed or removed in a folder durable.
     *
     * @param folder that exists.
     * @throws IOException when the device fails.
     */
    static void syncFolder(final Path folder) throws IOException
    {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }

    /**
     * @param folder that exists, or one below an ancestor that does.
     * @return whether it lies in memory and is gone with the host.
     */
    static boolean isVolatile(final Path folder)
    {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing))
        {
            existing = existing.getParent();
        }
        try
        {
            final String type = existing == null ? "" : Files.getFileStore(existing).type();
            return "tmpfs".equals(type) || "ramfs".equals(type);
        }
        catch (final IOException ex)
        {
            throw new StoreException("folder " + folder + " cannot be examined: " + ex, ex);
        }
    }
}
