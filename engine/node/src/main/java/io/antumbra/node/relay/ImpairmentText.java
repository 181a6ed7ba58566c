package io.antumbra.node.relay;

import io.antumbra.node.input.Rates;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.impair.TraceFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An impairment as people write it: the names are those of the command's options, and the same words change a running
 * relay. Stateless.
 */
final class ImpairmentText
{
    private static final double PERCENT = 100;
    private static final BigDecimal US = BigDecimal.valueOf(1_000);
    private static final BigDecimal MS = BigDecimal.valueOf(1_000_000);
    private static final long REORDER_DELAY_NS = 500_000;

    private ImpairmentText()
    {
    }

    /**
     * Changes one value.
     *
     * @param settings to change.
     * @param name     of an option, without its dashes.
     * @param value    as typed.
     * @param shown    how the name was typed, for messages.
     * @throws NodeException when there is no such name, or the value is none.
     */
    static void set(final ImpairmentSettings settings, final String name, final String value, final String shown)
    {
        switch (name)
        {
            case "loss" -> settings.lossRatio = percent(shown, value);
            case "burst" -> burst(settings, shown, value);
            case "delay-us" -> settings.delayNs = nanos(shown, value, US);
            case "jitter-us" -> settings.jitterNs = nanos(shown, value, US);
            case "keep-order" -> settings.keepsOrder = yesOrNo(shown, value);
            case "reorder" -> reorder(settings, shown, value);
            case "reorder-delay-us" -> settings.reorderDelayNs = nanos(shown, value, US);
            case "duplicate" -> settings.duplicateRatio = percent(shown, value);
            case "corrupt" -> settings.corruptRatio = percent(shown, value);
            case "bandwidth" -> settings.bytesPerSecond = bandwidth(shown, value);
            case "queue" -> settings.queueLengthBytes = Rates.bytes(shown, value);
            case "flap-ms" -> flap(settings, shown, value);
            case "trace" -> trace(settings, shown, value);
            case "trace-share" -> settings.traceShareRatio = percent(shown, value);
            default -> throw wrong(shown + " " + value + ": there is no such impairment. 'relay --help' lists them.");
        }
    }

    /**
     * What the settings hold only together.
     *
     * @param settings to check.
     * @throws NodeException when they do not go together.
     */
    static void check(final ImpairmentSettings settings)
    {
        try
        {
            settings.conclude();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new NodeException(ExitStatus.USAGE, ex.getMessage() + ".", ex);
        }
    }

    /** All that is not as on a good link, on one line. */
    static String describe(final ImpairmentSettings settings)
    {
        final List<String> parts = new ArrayList<>();
        addPercent(parts, "loss", settings.lossRatio);
        if (settings.burstRatio > 0)
        {
            parts.add(String.format(Locale.ROOT, "burst %s/%s/%s", settings.burstRatio, settings.burstEndRatio,
                settings.burstLossRatio));
        }
        addDuration(parts, "delay", settings.delayNs);
        addDuration(parts, "jitter", settings.jitterNs);
        addPercent(parts, "reorder", settings.reorderRatio);
        addPercent(parts, "duplicate", settings.duplicateRatio);
        addPercent(parts, "corrupt", settings.corruptRatio);
        if (settings.bytesPerSecond > 0)
        {
            parts.add("bandwidth " + Numbers.count(Byte.SIZE * settings.bytesPerSecond) + " bit/s, queue " +
                Numbers.bytes(settings.queueLengthBytes));
        }
        if (settings.flapDownNs > 0)
        {
            parts.add("flaps " + Numbers.duration(settings.flapUpNs) + " up, " +
                Numbers.duration(settings.flapDownNs) + " down" + (settings.flapsAtRandom ? ", at random" : ""));
        }
        if (null != settings.trace)
        {
            parts.add("trace of " + Numbers.duration(settings.trace.lengthNs()) + ", " +
                Numbers.count(settings.trace.lostPackets()) + " of " + Numbers.count(settings.trace.packets()) +
                " packets lost");
        }
        if (settings.keepsOrder)
        {
            parts.add("in order");
        }
        if (settings.isCut)
        {
            parts.add("cut");
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static void addPercent(final List<String> parts, final String name, final double ratio)
    {
        if (ratio > 0)
        {
            parts.add(name + " " + BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros().toPlainString() +
                " %");
        }
    }

    private static void addDuration(final List<String> parts, final String name, final long durationNs)
    {
        if (durationNs > 0)
        {
            parts.add(name + " " + Numbers.duration(durationNs));
        }
    }

    private static void burst(final ImpairmentSettings settings, final String shown, final String value)
    {
        final String[] ratios = value.split("/", -1);
        if (ratios.length == 1 && "0".equals(value))
        {
            settings.burstRatio = 0;
            return;
        }
        final String expected = "BEGIN/END or BEGIN/END/LOSS, each from 0 to 1, such as 0.005/0.25; or 0 for none";
        if (ratios.length < 2 || ratios.length > 3)
        {
            throw wrong(shown, value, expected);
        }
        settings.burstRatio = ratio(shown, value, ratios[0], expected);
        settings.burstEndRatio = ratio(shown, value, ratios[1], expected);
        settings.burstLossRatio = ratios.length == 2 ? 1 : ratio(shown, value, ratios[2], expected);
    }

    private static void reorder(final ImpairmentSettings settings, final String shown, final String value)
    {
        settings.reorderRatio = percent(shown, value);
        settings.reorderDelayNs = 0 == settings.reorderDelayNs ? REORDER_DELAY_NS : settings.reorderDelayNs;
    }

    private static void flap(final ImpairmentSettings settings, final String shown, final String value)
    {
        final String[] times = value.split("/", -1);
        final boolean isRandom = 3 == times.length && "random".equals(times[2]);
        if (2 != times.length && !isRandom && !"0".equals(value))
        {
            throw wrong(shown, value, "UP/DOWN or UP/DOWN/random, in milliseconds, such as 147/3; or 0 for none");
        }
        settings.flapUpNs = nanos(shown, times[0], MS);
        settings.flapDownNs = 1 == times.length ? 0 : nanos(shown, times[1], MS);
        settings.flapsAtRandom = isRandom;
    }

    private static void trace(final ImpairmentSettings settings, final String shown, final String value)
    {
        try
        {
            settings.trace = "none".equals(value) ? null : TraceFile.read(Path.of(value));
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot read " + value + " (" + shown + ")", ex);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new NodeException(ExitStatus.ENVIRONMENT, shown + ": " + ex.getMessage() + ".", ex);
        }
    }

    private static long bandwidth(final String shown, final String value)
    {
        if ("0".equals(value))
        {
            return 0;
        }
        final double bytesPerSecond = Rates.perSecond(shown, value) / Byte.SIZE;
        if (bytesPerSecond < 1)
        {
            throw wrong(shown, value, "at least 8 bits a second; or 0 for no limit");
        }
        return Math.round(bytesPerSecond);
    }

    private static double percent(final String shown, final String value)
    {
        final String expected = "per cent from 0 to 100";
        return ratio(shown, value, value.endsWith("%") ? value.substring(0, value.length() - 1) : value, expected,
            PERCENT);
    }

    private static double ratio(final String shown, final String value, final String text, final String expected)
    {
        return ratio(shown, value, text, expected, 1);
    }

    private static double ratio(
        final String shown, final String value, final String text, final String expected, final double most)
    {
        try
        {
            final double number = Double.parseDouble(text);
            if (number >= 0 && number <= most)
            {
                return number / most;
            }
        }
        catch (final NumberFormatException ignore)
        {
            // told below
        }
        throw wrong(shown, value, expected);
    }

    private static long nanos(final String shown, final String value, final BigDecimal unit)
    {
        try
        {
            final BigDecimal time = new BigDecimal(value).multiply(unit);
            if (time.signum() >= 0 && time.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) <= 0)
            {
                return time.longValue();
            }
        }
        catch (final NumberFormatException ignore)
        {
            // told below
        }
        throw wrong(shown, value, "0 or more " + (0 == unit.compareTo(US) ? "microseconds" : "milliseconds"));
    }

    private static boolean yesOrNo(final String shown, final String value)
    {
        if (!"yes".equals(value) && !"no".equals(value))
        {
            throw wrong(shown, value, "yes or no");
        }
        return "yes".equals(value);
    }

    private static NodeException wrong(final String shown, final String value, final String expected)
    {
        return wrong(shown + " " + value + ": expected " + expected + ".");
    }

    private static NodeException wrong(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }
}
