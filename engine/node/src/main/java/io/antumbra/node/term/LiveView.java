package io.antumbra.node.term;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A progress bar and one live line at the bottom, events as lines above them.
 *
 * <pre>
 *     3.1 s  primary 0 leads epoch 1                     event: printed once, stays
 *    14.8 s  kill -9 standby 2
 *   [#########...........]  47 %  27.3 s                 bar       \ redrawn in place, ten
 *   852/s | in flight 3 | acknowledged 24,087 | ...      live line / times a second
 * </pre>
 *
 * Where nothing can be redrawn (a file, a pipe, a dumb terminal) the bar's percentage and the live line come as one
 * plain line each second. Used by one thread.
 */
public final class LiveView
{
    /** Instead of a ratio, for what has no end: no bar and no percentage. */
    public static final double ENDLESS = -1;

    private static final long REDRAW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PLAIN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MIN_CELLS = 4;
    private static final String ERASE_LINE = "\033[2K\r";
    private static final String LINE_UP = "\033[1A";

    private final Terminal terminal;
    private final PrintStream out;
    private boolean drawn;
    private boolean begun;
    private long nextDrawNs;

    /**
     * @param terminal to draw on.
     */
    public LiveView(final Terminal terminal)
    {
        this.terminal = terminal;
        this.out = terminal.out();
    }

    /**
     * Prints a line that stays.
     *
     * @param elapsedNs since the beginning.
     * @param text      what happened.
     */
    public void event(final long elapsedNs, final String text)
    {
        line(String.format(Locale.ROOT, "%6.1f s  %s", elapsedNs / 1e9, text));
    }

    /**
     * Prints a line that stays, without a time.
     *
     * @param text to print.
     */
    public void line(final String text)
    {
        erase();
        out.println(text);
    }

    /**
     * Redraws when it is time to.
     *
     * @param nowNs    of the caller's clock.
     * @param ratio    done, 0 to 1, or {@link #ENDLESS}.
     * @param elapsed  since the beginning, readable.
     * @param segments of the live line, the most important first; those that do not fit are left out.
     * @return true when something was drawn.
     */
    public boolean update(final long nowNs, final double ratio, final String elapsed, final List<String> segments)
    {
        if (begun && nowNs - nextDrawNs < 0)
        {
            return false;
        }
        begun = true;
        final int columns = terminal.columns(nowNs);
        if (terminal.isInteractive())
        {
            nextDrawNs = nowNs + REDRAW_NS;
            erase();
            out.print(bar(ratio, elapsed, columns - 1) + "\n" + fit(segments, "  ", columns - 1));
            out.flush();
            drawn = true;
        }
        else
        {
            nextDrawNs = nowNs + PLAIN_NS;
            out.println(fit(segments, (ratio < 0 ? "" : percent(ratio) + "  ") + elapsed + "  ", Integer.MAX_VALUE));
        }
        return true;
    }

    /** Takes the bar and the live line away; events stay. */
    public void erase()
    {
        if (drawn)
        {
            out.print(ERASE_LINE + LINE_UP + ERASE_LINE);
            out.flush();
            drawn = false;
        }
    }

    private String bar(final double ratio, final String elapsed, final int width)
    {
        if (ratio < 0)
        {
            return "  " + elapsed;
        }
        final String tail = "]  " + percent(ratio) + "  " + elapsed;
        final int cells = width - tail.length() - 3;
        if (cells < MIN_CELLS)
        {
            return percent(ratio).strip();
        }
        final int full = (int)Math.round(Math.max(0, Math.min(1, ratio)) * cells);
        final String on = terminal.isUnicode() ? "\u2588" : "#";
        final String off = terminal.isUnicode() ? "\u2591" : ".";
        final String colour = terminal.isColoured() ? "\033[36m" : "";
        final String reset = terminal.isColoured() ? "\033[0m" : "";
        return "  [" + colour + on.repeat(full) + reset + off.repeat(cells - full) + tail;
    }

    private String fit(final List<String> segments, final String indent, final int width)
    {
        final String separator = terminal.isUnicode() ? " \u00b7 " : " | ";
        final StringBuilder text = new StringBuilder(indent);
        for (int i = 0; i < segments.size(); i++)
        {
            final String next = (0 == i ? "" : separator) + segments.get(i);
            if (text.length() + next.length() > width)
            {
                break;
            }
            text.append(next);
        }
        return text.toString();
    }

    private static String percent(final double ratio)
    {
        return String.format(Locale.ROOT, "%3d %%", (int)(100 * Math.max(0, Math.min(1, ratio))));
    }
}
