package io.antumbra.node.input;

import java.io.IOException;

/**
 * The bytes of another source with a line feed for whatever ends its lines: LF, CRLF, or the CR alone of old
 * spreadsheets. Not for entries, which keep their bytes as they are. Used by one thread.
 */
public final class EitherLineEnd implements ByteSource
{
    private final ByteSource source;
    private boolean isAfterReturn;
    private long droppedCount;

    /**
     * @param source to read from; closed with this.
     */
    public EitherLineEnd(final ByteSource source)
    {
        this.source = source;
    }

    @Override
    public int read(final byte[] target, final int offset, final int length, final long nowNs) throws IOException
    {
        int written = 0;
        while (0 == written)
        {
            final int read = source.read(target, offset, length, nowNs);
            if (read <= 0)
            {
                return read;
            }
            written = replaceIn(target, offset, read);
        }
        return written;
    }

    /** In place: what is written never overtakes what is read. */
    private int replaceIn(final byte[] target, final int offset, final int length)
    {
        int end = offset;
        for (int i = offset; i < offset + length; i++)
        {
            final byte next = target[i];
            if ('\n' != next || !isAfterReturn)
            {
                target[end++] = '\r' == next ? (byte)'\n' : next;
            }
            else
            {
                droppedCount++;
            }
            isAfterReturn = '\r' == next;
        }
        return end - offset;
    }

    /** @return bytes of the source that nothing is written for: the second one of each CRLF. */
    public long droppedCount()
    {
        return droppedCount;
    }

    @Override
    public long fileKey()
    {
        return source.fileKey();
    }

    /** Of the source: a CRLF counts as the two bytes that it is there. */
    @Override
    public long fileOffset()
    {
        return source.fileOffset();
    }

    @Override
    public String name()
    {
        return source.name();
    }

    @Override
    public void close()
    {
        source.close();
    }
}
