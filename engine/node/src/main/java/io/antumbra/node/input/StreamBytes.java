package io.antumbra.node.input;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Standard input. It cannot be read twice, so there is no place in it to come back to: what a killed process had read
 * and not yet appended is gone with it, and the next process takes what it is given as new.
 *
 * <p>A thread of its own reads, one chunk ahead, because a read of a quiet pipe blocks and cannot be asked to return.
 */
public final class StreamBytes implements ByteSource
{
    private static final int CHUNK_LENGTH = 1 << 16;

    private final InputStream in;
    private final Object lock = new Object();
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private int chunkLength;
    private int chunkOffset;
    private boolean ended;
    private IOException failure;
    private long offset;

    /**
     * @param in to read; closed by nobody.
     */
    public StreamBytes(final InputStream in)
    {
        this.in = in;
        final Thread reader = new Thread(this::pump, "antumbra-stdin");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public int read(final byte[] target, final int targetOffset, final int length, final long nowNs) throws IOException
    {
        synchronized (lock)
        {
            if (chunkOffset < chunkLength)
            {
                final int copied = Math.min(length, chunkLength - chunkOffset);
                System.arraycopy(chunk, chunkOffset, target, targetOffset, copied);
                chunkOffset += copied;
                offset += copied;
                lock.notifyAll();
                return copied;
            }
            if (null != failure)
            {
                throw failure;
            }
            return ended ? END : NONE_YET;
        }
    }

    private void pump()
    {
        final byte[] buffer = new byte[CHUNK_LENGTH];
        try
        {
            int read = in.read(buffer, 0, buffer.length);
            while (read >= 0)
            {
                synchronized (lock)
                {
                    while (chunkOffset < chunkLength)
                    {
                        lock.wait();
                    }
                    System.arraycopy(buffer, 0, chunk, 0, read);
                    chunkOffset = 0;
                    chunkLength = read;
                }
                read = in.read(buffer, 0, buffer.length);
            }
            finish(null);
        }
        catch (final IOException ex)
        {
            finish(ex);
        }
        catch (final InterruptedException ex)
        {
            finish(new IOException("interrupted while standard input was read", ex));
        }
    }

    private void finish(final IOException reason)
    {
        synchronized (lock)
        {
            failure = reason;
            ended = true;
        }
    }

    @Override
    public long fileKey()
    {
        return 0;
    }

    @Override
    public long fileOffset()
    {
        return offset;
    }

    @Override
    public String name()
    {
        return "standard input";
    }

    @Override
    public void close()
    {
        if (in == System.in)
        {
            return;
        }
        try
        {
            in.close();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot close the input", ex);
        }
    }
}
