package io.antumbra.chaos.sim;

import java.util.Locale;

/** The last things that happened, for the one who reads a failed run: lines are made only when asked for. */
final class Trace
{
    private static final int CAPACITY = 4096;

    private final long[] times = new long[CAPACITY];
    private final String[] texts = new String[CAPACITY];
    private final Object[][] arguments = new Object[CAPACITY][];
    private long count;

    void add(final long nowNs, final String text, final Object... args)
    {
        final int index = (int)(count++ % CAPACITY);
        times[index] = nowNs;
        texts[index] = text;
        arguments[index] = args;
    }

    String last(final int lines)
    {
        final StringBuilder builder = new StringBuilder();
        for (long i = Math.max(0, count - Math.min(lines, CAPACITY)); i < count; i++)
        {
            final int index = (int)(i % CAPACITY);
            builder.append(String.format(Locale.ROOT, "%12.6f s  ", times[index] / 1e9))
                .append(String.format(Locale.ROOT, texts[index], arguments[index]))
                .append('\n');
        }
        return builder.toString();
    }
}
