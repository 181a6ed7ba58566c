package io.antumbra.node.input;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts bytes into lines: what lies between two line feeds, exactly; a carriage return belongs to the line. The last
 * line of a file counts even without its line feed; of a followed file only once the feed is there. Used by one thread;
 * allocates nothing after construction.
 *
 * <pre>
 *   buffer   0       start        end                filled        capacity
 *            | used  | this line  |\n| next lines ... |             |
 * </pre>
 */
public final class LineScanner implements AutoCloseable
{
    /** {@link #next}: a line is there, see {@link #buffer()}, {@link #length()}. */
    public static final int LINE = 1;

    /** {@link #next}: no whole line now. */
    public static final int NONE_YET = 0;

    /** {@link #next}: no more lines, ever. */
    public static final int END = -1;

    /** {@link #next}: a line was longer than allowed; {@link #length()} says how long, its bytes are gone. */
    public static final int TOO_LONG = -2;

    private static final int MIN_BUFFER_LENGTH = 1 << 17;

    private final ByteSource source;
    private final int maxLineLength;
    private final byte[] bytes;
    private final UnsafeBuffer view;
    private int start;
    private int filled;
    private int scanned;
    private long droppedLength;
    private long lineLength;
    private long lineNumber;
    private long endOffset;
    private long endKey;
    private boolean isEnded;
    private boolean isBoundary;
    private long consumedOffset;
    private long consumedKey;

    /**
     * @param source        of bytes; closed with this.
     * @param maxLineLength longest line, bytes without its line feed.
     * @param lineNumber    number of lines before the first one that the source gives.
     */
    public LineScanner(final ByteSource source, final int maxLineLength, final long lineNumber)
    {
        this.source = source;
        this.maxLineLength = maxLineLength;
        this.lineNumber = lineNumber;
        this.bytes = new byte[Math.max(MIN_BUFFER_LENGTH, 2 * (maxLineLength + 1))];
        this.view = new UnsafeBuffer(bytes);
        this.consumedOffset = source.fileOffset();
        this.consumedKey = source.fileKey();
        this.endOffset = consumedOffset;
        this.endKey = consumedKey;
    }

    /**
     * Moves to the next line.
     *
     * @param nowNs of the caller's clock.
     * @return {@link #LINE}, {@link #NONE_YET}, {@link #END} or {@link #TOO_LONG}.
     */
    public int next(final long nowNs)
    {
        while (true)
        {
            for (; scanned < filled; scanned++)
            {
                if ('\n' == bytes[scanned])
                {
                    return line(scanned, 1);
                }
            }
            if (isBoundary || isEnded)
            {
                final boolean hasRest = scanned > start || droppedLength > 0;
                if (hasRest)
                {
                    return line(scanned, 0);
                }
                if (isEnded)
                {
                    return END;
                }
                isBoundary = false;
                consumedKey = source.fileKey();
                consumedOffset = 0;
            }
            if (!fill(nowNs))
            {
                return NONE_YET;
            }
        }
    }

    private int line(final int lineEnd, final int feedLength)
    {
        view.wrap(bytes, start, lineEnd - start);
        lineLength = droppedLength + lineEnd - start;
        consumedOffset += lineLength + feedLength;
        start = lineEnd + feedLength;
        scanned = start;
        endOffset = consumedOffset;
        endKey = consumedKey;
        droppedLength = 0;
        lineNumber++;
        return lineLength > maxLineLength ? TOO_LONG : LINE;
    }

    private boolean fill(final long nowNs)
    {
        if ((start > 0 && filled == bytes.length) || start == filled)
        {
            System.arraycopy(bytes, start, bytes, 0, filled - start);
            filled -= start;
            scanned -= start;
            start = 0;
        }
        if (filled == bytes.length)
        {
            droppedLength += filled;
            filled = 0;
            scanned = 0;
        }
        try
        {
            final int read = source.read(bytes, filled, bytes.length - filled, nowNs);
            isEnded = ByteSource.END == read;
            isBoundary = ByteSource.BOUNDARY == read;
            filled += Math.max(0, read);
            return ByteSource.NONE_YET != read;
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot read " + source.name() + " after line " + lineNumber, ex);
        }
    }

    /** @return the bytes of the line, from 0; valid until the next call of {@link #next}. */
    public DirectBuffer buffer()
    {
        return view;
    }

    /** @return length of the line, bytes without its line feed; may be more than the buffer has after TOO_LONG. */
    public long length()
    {
        return lineLength;
    }

    /** @return number of this line, from 1, over all files of the source. */
    public long lineNumber()
    {
        return lineNumber;
    }

    /** @return place right after this line in its file: where to resume. */
    public long endOffset()
    {
        return endOffset;
    }

    /** @return which file that is, see {@link ByteSource#fileKey()}. */
    public long endKey()
    {
        return endKey;
    }

    /** @return for messages. */
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
