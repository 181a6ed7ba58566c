package io.antumbra.node.term;

import java.util.Locale;

/** Numbers as people read them, the same in every command and in every locale. */
public final class Numbers
{
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Numbers()
    {
    }

    /**
     * @param count to show.
     * @return with commas between thousands: {@code 51,249}.
     */
    public static String count(final long count)
    {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * @param count of what follows.
     * @param one   word for one of them.
     * @param many  word for several.
     * @return {@code 1 entry}, {@code 51,249 entries}.
     */
    public static String count(final long count, final String one, final String many)
    {
        return count(count) + " " + (1 == count ? one : many);
    }

    /**
     * @param durationNs nanoseconds.
     * @return three digits and a unit: {@code 640 ns}, {@code 85.2 us}, {@code 1.93 ms}, {@code 12.4 s}.
     */
    public static String duration(final long durationNs)
    {
        if (durationNs < MICRO)
        {
            return durationNs + " ns";
        }
        if (durationNs < MILLI)
        {
            return threeDigits(durationNs / (double)MICRO) + " us";
        }
        if (durationNs < SECOND)
        {
            return threeDigits(durationNs / (double)MILLI) + " ms";
        }
        return threeDigits(durationNs / (double)SECOND) + " s";
    }

    /**
     * @param bytes to show.
     * @return in the largest binary unit that keeps it above 1: {@code 64.0 KiB}.
     */
    public static String bytes(final long bytes)
    {
        if (bytes < 1024)
        {
            return bytes + " B";
        }
        final String units = "KMGT";
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length() - 1)
        {
            value /= 1024;
            unit++;
        }
        return threeDigits(value) + " " + units.charAt(unit) + "iB";
    }

    private static String threeDigits(final double value)
    {
        final int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
