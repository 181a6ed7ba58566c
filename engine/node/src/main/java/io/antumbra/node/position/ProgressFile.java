package io.antumbra.node.position;

import io.antumbra.node.term.NodeException;
import java.io.File;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far a primary is, to the entry, for another process to watch: three longs for each stream in a memory-mapped file
 * that outlives a kill. The counters of the CnC file are for people and may be a tenth of a second old; a process that
 * judges a kill needs the values of that very moment.
 *
 * <pre>
 *   stream * 64:  | process id | accepted | shadowed | acknowledged | unused ... |
 * </pre>
 *
 * {@link #acknowledged(int, long)} is called by the engine thread, before anything else is done with an
 * acknowledgement; {@link #producing} by the producing thread. Readers may be anywhere.
 */
public final class ProgressFile implements AutoCloseable
{
    /** Name of the file in the folder of a replica. */
    public static final String FILE_NAME = "progress";

    private static final int STRIDE = 64;
    private static final int PROCESS = 0;
    private static final int ACCEPTED = 8;
    private static final int SHADOWED = 16;
    private static final int ACKNOWLEDGED = 24;

    private final MappedByteBuffer map;
    private final UnsafeBuffer buffer;

    private ProgressFile(final MappedByteBuffer map)
    {
        this.map = map;
        this.buffer = new UnsafeBuffer(map);
    }

    /**
     * A new file, in the place of an older one; whoever watches that one keeps what it said last.
     *
     * @param file        to create.
     * @param streamCount number of streams.
     * @return ready to write, all zero.
     */
    public static ProgressFile create(final Path file, final int streamCount)
    {
        try
        {
            Files.deleteIfExists(file);
            // Through the file, so that a full disk answers here and not as a fault in mapped memory later.
            Files.write(file, new byte[streamCount * STRIDE]);
            final ProgressFile progress = new ProgressFile(IoUtil.mapExistingFile(file.toFile(), "progress"));
            progress.buffer.putLongOrdered(PROCESS, ProcessHandle.current().pid());
            return progress;
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot create " + file, ex);
        }
    }

    /**
     * @param file      to watch.
     * @param processId of the writer.
     * @return the file, or null when that process has not written it yet.
     */
    public static ProgressFile tryOpen(final Path file, final long processId)
    {
        final File found = file.toFile();
        if (found.length() < STRIDE)
        {
            return null;
        }
        final ProgressFile progress = new ProgressFile(
            IoUtil.mapExistingFile(found, FileChannel.MapMode.READ_ONLY, "progress of a primary"));
        if (progress.buffer.getLongVolatile(PROCESS) != processId)
        {
            progress.close();
            return null;
        }
        return progress;
    }

    /**
     * @param stream   index.
     * @param accepted highest sequence that the engine has accepted.
     * @param shadowed highest sequence in the shadow.
     */
    public void producing(final int stream, final long accepted, final long shadowed)
    {
        buffer.putLongOrdered(stream * STRIDE + ACCEPTED, accepted);
        buffer.putLongOrdered(stream * STRIDE + SHADOWED, shadowed);
    }

    /**
     * @param stream          index.
     * @param throughSequence highest acknowledged sequence.
     */
    public void acknowledged(final int stream, final long throughSequence)
    {
        buffer.putLongOrdered(stream * STRIDE + ACKNOWLEDGED, throughSequence);
    }

    /**
     * @param stream index.
     * @return highest sequence that the engine has accepted.
     */
    public long accepted(final int stream)
    {
        return buffer.getLongVolatile(stream * STRIDE + ACCEPTED);
    }

    /**
     * @param stream index.
     * @return highest sequence in the shadow.
     */
    public long shadowed(final int stream)
    {
        return buffer.getLongVolatile(stream * STRIDE + SHADOWED);
    }

    /**
     * @param stream index.
     * @return highest acknowledged sequence.
     */
    public long acknowledged(final int stream)
    {
        return buffer.getLongVolatile(stream * STRIDE + ACKNOWLEDGED);
    }

    @Override
    public void close()
    {
        IoUtil.unmap(map);
    }
}
