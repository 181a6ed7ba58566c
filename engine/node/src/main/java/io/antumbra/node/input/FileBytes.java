package io.antumbra.node.input;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file from a given place to its end. One that begins with gzip's two magic bytes is decompressed; places are then
 * counted in decompressed bytes, and beginning at one means reading up to it.
 */
public final class FileBytes implements ByteSource
{
    private static final int GZIP_BUFFER_LENGTH = 1 << 16;

    private final Path file;
    private final long key;
    private final InputStream in;
    private long offset;

    /**
     * @param file   to read.
     * @param offset of the first byte to read, 0 for all of it.
     */
    public FileBytes(final Path file, final long offset)
    {
        InputFiles.requireReadable(file);
        this.file = file;
        try
        {
            key = InputFiles.key(file);
            final InputStream raw = Files.newInputStream(file);
            in = InputFiles.isCompressed(file) ? new GZIPInputStream(raw, GZIP_BUFFER_LENGTH) : raw;
            in.skipNBytes(offset);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot read the input " + file + " from byte " + offset +
                " on; was it replaced by a shorter one since it was read last?", ex);
        }
        this.offset = offset;
    }

    @Override
    public int read(final byte[] target, final int targetOffset, final int length, final long nowNs) throws IOException
    {
        final int read = in.read(target, targetOffset, length);
        if (read < 0)
        {
            return END;
        }
        offset += read;
        return read;
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
        try
        {
            in.close();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot close the input " + file, ex);
        }
    }
}
