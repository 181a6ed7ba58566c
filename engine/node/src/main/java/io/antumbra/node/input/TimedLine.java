package io.antumbra.node.input;

import org.agrona.DirectBuffer;

/**
 * The receive time in front of a recorded line.
 *
 * <pre>
 *   1723161253937085768 {"stream":"btcusdt@depth", ...
 *   |-- nanoseconds --|
 *   |-------- the entry: the whole line -------------
 * </pre>
 */
public final class TimedLine
{
    /** Bytes that the time and its blank may take at the beginning of a line. */
    public static final int MAX_PREFIX_LENGTH = 20;

    /** {@link #prefixLength}: the line does not begin with a time and a blank. */
    public static final int NOT_TIMED = -1;

    private TimedLine()
    {
    }

    /**
     * @param line   that holds it.
     * @param length of the line.
     * @return length of the time with its blank, bytes, or {@link #NOT_TIMED}.
     */
    public static int prefixLength(final DirectBuffer line, final int length)
    {
        int i = 0;
        while (i < length && i < MAX_PREFIX_LENGTH && isDigit(line.getByte(i)))
        {
            i++;
        }
        return i > 0 && i < MAX_PREFIX_LENGTH && i < length && ' ' == line.getByte(i) ? i + 1 : NOT_TIMED;
    }

    /**
     * @param line         that holds it.
     * @param prefixLength as {@link #prefixLength} answered.
     * @return the time, nanoseconds since the epoch.
     */
    public static long receiveNs(final DirectBuffer line, final int prefixLength)
    {
        long value = 0;
        for (int i = 0; i < prefixLength - 1; i++)
        {
            value = value * 10 + (line.getByte(i) - '0');
        }
        return value;
    }

    private static boolean isDigit(final byte b)
    {
        return b >= '0' && b <= '9';
    }
}
