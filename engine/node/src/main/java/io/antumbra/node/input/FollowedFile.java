package io.antumbra.node.input;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A file that others append to, as {@code tail -F} follows it: by name, through rotation and truncation. It never ends.
 *
 * <pre>
 *   access.log (inode 7) --rename--&gt; access.log.1 (inode 7)      read until it was quiet for a moment:
 *                                                                a writer keeps its handle until it is told to reopen
 *   access.log (inode 9)             created                     BOUNDARY, then read from 0
 *   access.log shorter than read     truncated                   BOUNDARY, then read from 0
 * </pre>
 *
 * Limits, those of {@code tail -F}: a file that is truncated and grows past the old place between two looks, or rotated
 * twice between two looks, is not noticed. The place to resume from is (inode, offset): after a restart a file that was
 * rotated meanwhile is found by its inode beside the new one and finished first.
 */
public final class FollowedFile implements ByteSource
{
    static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Path file;
    private FileChannel channel;
    private long key;
    private long offset;
    private long nextLookNs;
    private boolean looked;
    private boolean rotated;
    private long quietSinceNs;

    /**
     * @param file   to follow; need not exist yet when {@code key} is 0.
     * @param key    inode to resume in, 0 to begin with the file of that name.
     * @param offset to resume from.
     */
    public FollowedFile(final Path file, final long key, final long offset)
    {
        this.file = file;
        if (Files.exists(file))
        {
            InputFiles.requireReadable(file);
        }
        try
        {
            open(key, offset);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot follow " + file, ex);
        }
    }

    /**
     * @param file as for the constructor.
     * @param key  as for the constructor.
     * @return true when the file to resume in is no longer in its folder.
     */
    public static boolean isGone(final Path file, final long key)
    {
        try
        {
            return 0 != key && null == InputFiles.findByKey(file, key);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot look for " + file, ex);
        }
    }

    private void open(final long wantedKey, final long wantedOffset) throws IOException
    {
        if (0 == wantedKey)
        {
            openByName();
            return;
        }
        final Path found = InputFiles.findByKey(file, wantedKey);
        if (null == found)
        {
            throw NodeException.environment("cannot resume in " + file + ": the file read last (inode " + wantedKey +
                ", up to byte " + wantedOffset + ") is no longer in its folder, so lines may be missing. " +
                "Put it back beside the new one, or accept the gap with --accept-input-gap.");
        }
        channel = FileChannel.open(found, StandardOpenOption.READ);
        key = wantedKey;
        offset = channel.size() < wantedOffset ? 0 : wantedOffset;
    }

    private boolean openByName() throws IOException
    {
        try
        {
            long before = InputFiles.key(file);
            channel = FileChannel.open(file, StandardOpenOption.READ);
            for (long after = InputFiles.key(file); after != before; after = InputFiles.key(file))
            {
                channel.close();
                before = after;
                channel = FileChannel.open(file, StandardOpenOption.READ);
            }
            key = before;
            offset = 0;
            return true;
        }
        catch (final NoSuchFileException ex)
        {
            channel = null;
            return false;
        }
    }

    @Override
    public int read(final byte[] target, final int targetOffset, final int length, final long nowNs) throws IOException
    {
        if (null == channel)
        {
            return isTimeToLook(nowNs) && openByName() ? BOUNDARY : NONE_YET;
        }
        final int read = channel.read(ByteBuffer.wrap(target, targetOffset, length), offset);
        if (read > 0)
        {
            offset += read;
            rotated = false;
            return read;
        }
        if (rotated)
        {
            return nowNs - quietSinceNs >= QUIET_NS ? switchToNext() : NONE_YET;
        }
        return isTimeToLook(nowNs) ? look(nowNs) : NONE_YET;
    }

    private int look(final long nowNs) throws IOException
    {
        if (channel.size() < offset)
        {
            offset = 0;
            return BOUNDARY;
        }
        try
        {
            rotated = InputFiles.key(file) != key;
            quietSinceNs = nowNs;
        }
        catch (final NoSuchFileException ex)
        {
            // Renamed, and the new one is not there yet: the writer may still append to the old one.
            rotated = false;
        }
        return NONE_YET;
    }

    private int switchToNext() throws IOException
    {
        channel.close();
        rotated = false;
        openByName();
        return BOUNDARY;
    }

    private boolean isTimeToLook(final long nowNs)
    {
        if (looked && nowNs - nextLookNs < 0)
        {
            return false;
        }
        looked = true;
        nextLookNs = nowNs + LOOK_INTERVAL_NS;
        return true;
    }

    @Override
    public long fileKey()
    {
        return key;
    }

    @Override
    public long fileOffset()
    {
        return offset;
    }

    @Override
    public String name()
    {
        return file.toString();
    }

    @Override
    public void close()
    {
        if (null == channel)
        {
            return;
        }
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot close the input " + file, ex);
        }
    }
}
