package io.antumbra.node.standby;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;

/**
 * Entries as lines, into a file or to standard output, all streams in the order of delivery. Each line is one write. A
 * file is cut back at start to what the positions file counts, so it holds each entry once; standard output cannot be
 * taken back. Called by the engine thread.
 */
public final class EntryOutput implements AutoCloseable
{
    /** Means standard output. */
    public static final String STANDARD_OUTPUT = "-";

    private final String name;
    private final FileChannel channel;
    private final boolean isFile;
    private ByteBuffer line = ByteBuffer.allocateDirect(1 << 12);
    private long length;

    private EntryOutput(final String name, final FileChannel channel, final boolean isFile, final long length)
    {
        this.name = name;
        this.channel = channel;
        this.isFile = isFile;
        this.length = length;
    }

    /**
     * @param name          of the file, or {@link #STANDARD_OUTPUT}.
     * @param countedLength of the file with every applied entry in it.
     * @return ready to append.
     */
    public static EntryOutput open(final String name, final long countedLength)
    {
        if (STANDARD_OUTPUT.equals(name))
        {
            return new EntryOutput("standard output", new FileOutputStream(FileDescriptor.out).getChannel(), false, 0);
        }
        final Path file = Path.of(name);
        if (Files.isDirectory(file))
        {
            throw NodeException.environment("cannot write the output " + file + " (--output): it is a folder. Name a " +
                "file in it.");
        }
        try
        {
            final long found = Files.exists(file) ? Files.size(file) : 0;
            if (found < countedLength)
            {
                throw NodeException.environment("the output " + file + " has " + found + " bytes, but " +
                    countedLength + " were written for the entries applied so far: it was cut or replaced. " +
                    "Put it back, or begin anew in another --dir.");
            }
            if (0 == countedLength && found > 0)
            {
                throw NodeException.environment("the output " + file + " has " + found + " bytes already, none of " +
                    "them written for this --dir. Name a new file with --output, or remove that one.");
            }
            final FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(countedLength);
            return new EntryOutput(name, channel, true, countedLength);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the output " + file + " (--output)", ex);
        }
    }

    /**
     * Appends one line; returns the length of the file afterwards, 0 for standard output. When a full disk took only a
     * part of it, the next try writes over that part.
     */
    long append(final DirectBuffer buffer, final int offset, final int entryLength)
    {
        if (line.capacity() < entryLength + 1)
        {
            line = ByteBuffer.allocateDirect(Integer.highestOneBit(entryLength) << 1);
        }
        line.clear();
        buffer.getBytes(offset, line, 0, entryLength);
        line.put(entryLength, (byte)'\n').limit(entryLength + 1).position(0);
        try
        {
            for (long position = length; line.hasRemaining();)
            {
                position += isFile ? channel.write(line, position) : channel.write(line);
            }
        }
        catch (final IOException ex)
        {
            throw new NodeException(ExitStatus.ENVIRONMENT, "cannot write the output " + name + " (" +
                ex.getMessage() + "). " + (isFile ? "Make room, and it goes on by itself" :
                    "Start again with a reader") +
                "; nothing applied is lost.", ex);
        }
        length += entryLength + 1;
        return isFile ? length : 0;
    }

    @Override
    public void close()
    {
        try
        {
            if (isFile)
            {
                channel.close();
            }
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot close the output " + name, ex);
        }
    }
}
