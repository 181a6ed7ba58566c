package io.antumbra.perf.measure;

import java.util.Locale;

/**
 * A figure beside the limit that it has to keep. Immutable.
 */
public final class Goal
{
    private final String name;
    private final String unit;
    private final double measured;
    private final double limit;
    private final boolean isCeiling;

    private Goal(
        final String name, final String unit, final double measured, final double limit, final boolean isCeiling)
    {
        this.name = name;
        this.unit = unit;
        this.measured = measured;
        this.limit = limit;
        this.isCeiling = isCeiling;
    }

    /**
     * A figure that must not be above its limit.
     *
     * @param name     of the figure.
     * @param unit     of both, empty for a ratio.
     * @param measured what was found.
     * @param limit    the most that is allowed.
     * @return the goal.
     */
    public static Goal atMost(final String name, final String unit, final double measured, final double limit)
    {
        return new Goal(name, unit, measured, limit, true);
    }

    /**
     * A figure that must not be below its limit.
     *
     * @param name     of the figure.
     * @param unit     of both, empty for a ratio.
     * @param measured what was found.
     * @param limit    the least that is allowed.
     * @return the goal.
     */
    public static Goal atLeast(final String name, final String unit, final double measured, final double limit)
    {
        return new Goal(name, unit, measured, limit, false);
    }

    /**
     * Does the figure keep its limit? One that is not a number does not.
     *
     * @return true when it does.
     */
    public boolean isMet()
    {
        return isCeiling ? measured <= limit : measured >= limit;
    }

    /**
     * Name of the figure.
     *
     * @return as given.
     */
    public String name()
    {
        return name;
    }

    /**
     * What was found.
     *
     * @return as given.
     */
    public double measured()
    {
        return measured;
    }

    /**
     * The limit.
     *
     * @return as given.
     */
    public double limit()
    {
        return limit;
    }

    /**
     * A table for goals, to be filled by {@link #addTo}.
     *
     * @return with its head only.
     */
    public static TextTable table()
    {
        return new TextTable("figure", "measured", "goal", "met");
    }

    /**
     * Add this goal as a row.
     *
     * @param table of {@link #table()}.
     */
    public void addTo(final TextTable table)
    {
        table.row(name, number(measured) + suffix(), (isCeiling ? "<= " : ">= ") + number(limit) + suffix(),
            isMet() ? "yes" : "NO");
    }

    /**
     * The goal as one JSON object.
     *
     * @return {@code {"name":...,"measured":...,"limit":...,"unit":...,"met":...}}.
     */
    public String json()
    {
        return "{\"name\":\"" + name + "\",\"unit\":\"" + unit + "\",\"measured\":" +
            (Double.isFinite(measured) ? number(measured) : "null") + ",\"limit\":" + number(limit) +
            ",\"atMost\":" + isCeiling + ",\"met\":" + isMet() + '}';
    }

    /**
     * A number with as many places as make sense for its size.
     *
     * @param value to print.
     * @return with two, one or no places; three below 0.1.
     */
    public static String number(final double value)
    {
        final double size = Math.abs(value);
        final String format = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    private String suffix()
    {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
