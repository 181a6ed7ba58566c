package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second writer out of a folder: an operating system lock on a small file that names its owner's process id. It
 * goes with the process, however that ends; the file stays, because removing it would race with the next owner.
 *
 * <p>Held files are also remembered inside this JVM: POSIX drops every lock of a process on a file as soon as the
 * process closes any descriptor of that file, so a second attempt in the same JVM must not even open it.
 */
final class FolderLock implements AutoCloseable
{
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(final Path file, final FileChannel channel)
    {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Creates the folder when it is missing and locks it.
     *
     * @param folder   to lock.
     * @param fileName of the lock file.
     * @param purpose  of the folder, for messages.
     * @return the lock.
     */
    static FolderLock acquire(final Path folder, final String fileName, final String purpose)
    {
        final Path file;
        try
        {
            Files.createDirectories(folder);
            file = folder.toRealPath().resolve(fileName);
        }
        catch (final IOException ex)
        {
            throw notWritable(folder, purpose, ex);
        }
        if (!HELD_HERE.add(file))
        {
            throw taken(folder, purpose, "this process, " + ProcessHandle.current().pid());
        }
        boolean success = false;
        try
        {
            final FolderLock lock = new FolderLock(file, lock(file, folder, purpose));
            success = true;
            return lock;
        }
        catch (final IOException ex)
        {
            throw notWritable(folder, purpose, ex);
        }
        finally
        {
            if (!success)
            {
                HELD_HERE.remove(file);
            }
        }
    }

    private static FileChannel lock(final Path file, final Path folder, final String purpose) throws IOException
    {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE);
        boolean locked = false;
        try
        {
            final FileLock lock = channel.tryLock();
            if (lock == null)
            {
                throw taken(folder, purpose, "process " + owner(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(
                StandardCharsets.US_ASCII)), 0);
            locked = true;
            return channel;
        }
        catch (final OverlappingFileLockException ex)
        {
            throw taken(folder, purpose, "this process, " + ProcessHandle.current().pid());
        }
        finally
        {
            if (!locked)
            {
                channel.close();
            }
        }
    }

    /**
     * @param folder   that exists.
     * @param fileName of the lock file.
     * @return process id of the folder's last owner, 0 when there is none.
     */
    static long lastOwnerPid(final Path folder, final String fileName)
    {
        try
        {
            final Path file = folder.toRealPath().resolve(fileName);
            if (HELD_HERE.contains(file))
            {
                return ProcessHandle.current().pid();
            }
            final String text = Files.exists(file) ? Files.readString(file).trim() : "";
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
        }
        catch (final IOException ex)
        {
            throw new StoreException("folder " + folder + " cannot be read: " + ex, ex);
        }
    }

    private static String owner(final FileChannel channel) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        final String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
        return pid.matches("\\d+") ? pid : "of unknown id";
    }

    private static StoreException taken(final Path folder, final String purpose, final String owner)
    {
        return new StoreException(purpose + "=" + folder + " is in use by " + owner + ": a folder has one writer. " +
            "Stop that process, or give this replica a folder of its own.");
    }

    private static StoreException notWritable(final Path folder, final String purpose, final IOException cause)
    {
        return new StoreException(purpose + "=" + folder + " cannot be written (" + cause + "): create it, free some " +
            "space, or give the user " + System.getProperty("user.name") +
            " the right to write there, or name another " +
            "folder.", cause);
    }

    /** @return the lock file. */
    Path file()
    {
        return file;
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            try
            {
                channel.close();
            }
            catch (final IOException ex)
            {
                throw new StoreException("lock file " + file + " could not be closed: " + ex, ex);
            }
            finally
            {
                HELD_HERE.remove(file);
            }
        }
    }
}
