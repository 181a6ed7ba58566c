package io.antumbra.transport;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive hold on a file for as long as the process lives: the kernel frees it at kill -9, so the next start knows at
 * once that what lies beside it is stale. (Aeron's own test, the age of a heartbeat, needs its driver time-out, 10 s.)
 * <p>
 * The file is removed on {@link #close()} while still locked. A competitor may have opened it just before; whoever gets
 * the lock therefore compares the file it holds with the one at the path, and starts over when they differ.
 * POSIX drops all locks of a process on a file when it closes any channel on it; {@link #HELD} keeps a second attempt
 * of the same process from opening one.
 */
final class DirectoryLock implements AutoCloseable
{
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();
    private static final int ATTEMPTS = 16;

    private final Path path;
    private final String key;
    private final FileChannel channel;
    private final String previousHolder;

    private DirectoryLock(final Path path, final String key, final FileChannel channel, final String previousHolder)
    {
        this.path = path;
        this.key = key;
        this.channel = channel;
        this.previousHolder = previousHolder;
    }

    /**
     * Try to lock, without waiting.
     *
     * @param file to lock; created when missing.
     * @return the lock, or null when this or another live process holds it.
     * @throws TransportException when the file cannot be created.
     */
    static DirectoryLock tryLock(final File file)
    {
        final String key = file.getAbsoluteFile().toPath().normalize().toString();
        if (!HELD.add(key))
        {
            return null;
        }

        DirectoryLock lock = null;
        try
        {
            lock = tryLock(file.toPath(), key);
            return lock;
        }
        catch (final IOException ex)
        {
            throw new TransportException("cannot lock " + file + " (" + ex + "): check that the folder exists, is " +
                "writable and has room", ex);
        }
        finally
        {
            if (lock == null)
            {
                HELD.remove(key);
            }
        }
    }

    private static DirectoryLock tryLock(final Path path, final String key) throws IOException
    {
        for (int i = 0; i < ATTEMPTS; i++)
        {
            final FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean isTaken = false;
            try
            {
                final Object openedKey = fileKey(path);
                final FileLock fileLock = channel.tryLock();
                if (fileLock == null)
                {
                    return null;
                }

                if (openedKey != null && Objects.equals(openedKey, fileKey(path)))
                {
                    final String previousHolder = readHolder(channel);
                    writeHolder(channel);
                    isTaken = true;
                    return new DirectoryLock(path, key, channel, previousHolder);
                }
            }
            finally
            {
                if (!isTaken)
                {
                    channel.close();
                }
            }
        }

        return null;
    }

    /**
     * Process id of whoever held the lock before and did not close it.
     *
     * @return the id in digits, or an empty text when it was closed properly or never held.
     */
    String previousHolder()
    {
        return previousHolder;
    }

    @Override
    public void close()
    {
        if (channel.isOpen())
        {
            try
            {
                Files.deleteIfExists(path);
                channel.close();
            }
            catch (final IOException ignore)
            {
                // The kernel frees the lock with the process; a file that stays behind is taken over by the next start.
            }
            finally
            {
                HELD.remove(key);
            }
        }
    }

    private static Object fileKey(final Path path)
    {
        try
        {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        }
        catch (final IOException ex)
        {
            return null;
        }
    }

    private static String readHolder(final FileChannel channel) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 4);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static void writeHolder(final FileChannel channel) throws IOException
    {
        final byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(
            StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }
}
