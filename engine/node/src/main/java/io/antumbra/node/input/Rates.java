package io.antumbra.node.input;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads rates ({@code 10k/s}), durations ({@code 500ms}) and sizes ({@code 64k}) as people type them. */
public final class Rates
{
    private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)([km]?)(/s|/min)?");
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ns|us|ms|s|m)?");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([km]?)");

    private Rates()
    {
    }

    /**
     * @param option for messages.
     * @param text   such as {@code 500}, {@code 10k/s}, {@code 30/min}.
     * @return entries a second, more than 0.
     */
    public static double perSecond(final String option, final String text)
    {
        final Matcher matcher = RATE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches())
        {
            final double scale = "k".equals(matcher.group(2)) ? 1e3 : "m".equals(matcher.group(2)) ? 1e6 : 1;
            final double rate = Double.parseDouble(matcher.group(1)) * scale;
            if (rate > 0)
            {
                return "/min".equals(matcher.group(3)) ? rate / 60 : rate;
            }
        }
        throw wrong(option, text, "a rate above 0 such as 500, 10k/s or 30/min");
    }

    /**
     * @param option for messages.
     * @param text   such as {@code 500ms}, {@code 2s}, {@code 0}.
     * @return nanoseconds.
     */
    public static long durationNs(final String option, final String text)
    {
        final Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches() && (null != matcher.group(2) || "0".equals(text)))
        {
            try
            {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitNs(matcher.group(2)));
            }
            catch (final ArithmeticException | NumberFormatException ex)
            {
                throw wrong(option, text, "a duration below 292 years");
            }
        }
        throw wrong(option, text, "a duration with its unit (ns, us, ms, s, m) such as 500ms or 2s");
    }

    /**
     * @param option for messages.
     * @param text   such as {@code 65536} or {@code 64k}.
     * @return bytes, more than 0.
     */
    public static int bytes(final String option, final String text)
    {
        final Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches() && matcher.group(1).length() <= 9)
        {
            final long unit = "k".equals(matcher.group(2)) ? 1 << 10 : "m".equals(matcher.group(2)) ? 1 << 20 : 1;
            final long bytes = Long.parseLong(matcher.group(1)) * unit;
            if (bytes > 0 && bytes <= Integer.MAX_VALUE)
            {
                return (int)bytes;
            }
        }
        throw wrong(option, text, "a size above 0 and below 2 GiB such as 65536, 64k or 1m");
    }

    private static long unitNs(final String unit)
    {
        if (null == unit)
        {
            return 0;
        }
        switch (unit)
        {
            case "ns":
                return 1;
            case "us":
                return TimeUnit.MICROSECONDS.toNanos(1);
            case "ms":
                return TimeUnit.MILLISECONDS.toNanos(1);
            case "s":
                return TimeUnit.SECONDS.toNanos(1);
            default:
                return TimeUnit.MINUTES.toNanos(1);
        }
    }

    private static NodeException wrong(final String option, final String text, final String allowed)
    {
        return new NodeException(ExitStatus.USAGE, option + " " + text + ": expected " + allowed + ".");
    }
}
