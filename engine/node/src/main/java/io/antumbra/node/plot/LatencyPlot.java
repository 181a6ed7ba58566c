package io.antumbra.node.plot;

import io.antumbra.node.term.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Draws two panels into one SVG file: latency by percentile, and its course over time with marks where something was
 * killed or came back. Both have a logarithmic latency axis in microseconds. Used by one thread.
 */
public final class LatencyPlot
{
    private static final int WIDTH = 980;
    private static final int HEIGHT = 860;
    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 40;
    private static final String INK = "#243447";
    private static final String GREY = "#6b7a89";
    private static final String GRID = "#d9e0e6";
    private static final String FAINT = "#eef2f5";
    private static final String[] COLOURS = { "#12708f", "#d9830b", "#b03060" };
    private static final double NS_PER_US = 1e3;
    private static final double[] TICK_PERCENTILES = { 0, 90, 99, 99.9, 99.99, 99.999 };

    private final String title;
    private final String subtitle;
    private final long startMs;
    private final List<Histogram> intervals;
    private final List<Mark> marks = new ArrayList<>();
    private final Svg svg;

    /**
     * @param title     of the picture.
     * @param subtitle  what was measured, and how.
     * @param startMs   epoch milliseconds that time 0 stands for.
     * @param intervals measured, nanoseconds, oldest first.
     */
    public LatencyPlot(
        final String title, final String subtitle, final long startMs, final List<Histogram> intervals)
    {
        this.title = title;
        this.subtitle = subtitle;
        this.startMs = startMs;
        this.intervals = List.copyOf(intervals);
        this.svg = new Svg(WIDTH, HEIGHT, title);
    }

    /** Something that happened at a time. */
    private static final class Mark
    {
        private final double seconds;
        private final String label;

        Mark(final double seconds, final String label)
        {
            this.seconds = seconds;
            this.label = label;
        }
    }

    /**
     * @param seconds since the start.
     * @param label   short.
     */
    public void mark(final double seconds, final String label)
    {
        marks.add(new Mark(seconds, label));
    }

    /**
     * Draws and writes.
     *
     * @param file to write.
     * @throws IOException when it cannot be written.
     */
    public void write(final Path file) throws IOException
    {
        Files.writeString(file, draw(), StandardCharsets.UTF_8);
    }

    String draw()
    {
        final Histogram all = new Histogram(3);
        intervals.forEach(all::add);
        svg.text(LEFT, 34, "start", 20, INK, title);
        svg.text(LEFT, 55, "start", 13, GREY, subtitle);
        percentiles(all, 90, 380);
        course(all, 500, 790);
        return svg.finish();
    }

    private void percentiles(final Histogram all, final int top, final int bottom)
    {
        final double nines = Math.max(2, Math.log10((double)Math.max(1, all.getTotalCount())));
        final Axis x = Axis.linear(0, nines, LEFT, RIGHT);
        final Axis y = latencyAxis(all, top, bottom);
        frame(y, top, bottom, "Latency by percentile");
        for (final double percentile : TICK_PERCENTILES)
        {
            final double place = nines(percentile);
            if (place <= nines)
            {
                svg.line(x.pixel(place), top, x.pixel(place), bottom, GRID, 1, "");
                final String name = 0 == percentile ? "0 %" : trim(percentile) + " %";
                svg.text(x.pixel(place), bottom + 18, "middle", 12, GREY, name);
            }
        }
        svg.text((LEFT + RIGHT) / 2.0, bottom + 40, "middle", 13, INK,
            "percentile (each step to the right: ten times rarer)");
        final StringBuilder points = new StringBuilder();
        for (double place = 0; place <= nines; place += nines / 300)
        {
            final double percentile = 100 * (1 - Math.pow(10, -place));
            points.append(Svg.point(x.pixel(place), y.pixel(us(all.getValueAtPercentile(percentile)))));
        }
        svg.polyline(points.toString(), COLOURS[0], 2.2);
        for (final double percentile : new double[]{ 50, 99, 99.9 })
        {
            if (nines(percentile) <= nines && all.getTotalCount() > 0)
            {
                final long value = all.getValueAtPercentile(percentile);
                svg.circle(x.pixel(nines(percentile)), y.pixel(us(value)), 4, COLOURS[0]);
                svg.text(x.pixel(nines(percentile)) - 6, y.pixel(us(value)) - 10, "middle", 12, INK,
                    "p" + trim(percentile) + " " + Numbers.duration(value));
            }
        }
    }

    private void course(final Histogram all, final int top, final int bottom)
    {
        final double end = intervals.isEmpty() ? 1 : seconds(intervals.get(intervals.size() - 1).getEndTimeStamp());
        final Axis x = Axis.linear(0, end, LEFT, RIGHT);
        final Axis y = latencyAxis(all, top, bottom);
        frame(y, top, bottom, "Latency over time");
        for (final double tick : x.ticks())
        {
            svg.line(x.pixel(tick), top, x.pixel(tick), bottom, FAINT, 1, "");
            svg.text(x.pixel(tick), bottom + 18, "middle", 12, GREY, trim(tick));
        }
        svg.text((LEFT + RIGHT) / 2.0, bottom + 40, "middle", 13, INK, "time since the start of the demo, s");
        final double[] percentiles = { 50, 99, 100 };
        final String[] names = { "p50", "p99", "max" };
        for (int i = 0; i < percentiles.length; i++)
        {
            series(x, y, percentiles[i], COLOURS[i]);
            final double at = RIGHT - 62.0 * (percentiles.length - i);
            svg.line(at, top - 14, at + 18, top - 14, COLOURS[i], 2.2, "");
            svg.text(at + 24, top - 10, "start", 12, INK, names[i]);
        }
        marks(x, top, bottom);
    }

    /** One point an interval; the line is broken where nothing was measured for two seconds. */
    private void series(final Axis x, final Axis y, final double percentile, final String colour)
    {
        final StringBuilder points = new StringBuilder();
        int count = 0;
        double previous = 0;
        for (final Histogram interval : intervals)
        {
            final double at = seconds((interval.getStartTimeStamp() + interval.getEndTimeStamp()) / 2);
            if (count > 0 && at - previous > 2)
            {
                svg.polyline(points.toString(), colour, 1.6);
                points.setLength(0);
                count = 0;
            }
            points.append(Svg.point(x.pixel(at), y.pixel(us(interval.getValueAtPercentile(percentile)))));
            previous = at;
            count++;
        }
        svg.polyline(points.toString(), colour, 1.6);
    }

    /** All lines first, then the words over them. */
    private void marks(final Axis x, final int top, final int bottom)
    {
        for (final Mark mark : marks)
        {
            svg.line(x.pixel(mark.seconds), top, x.pixel(mark.seconds), bottom, INK, 1.2, "5 4");
        }
        int row = 0;
        for (final Mark mark : marks)
        {
            final double at = x.pixel(mark.seconds);
            final boolean isFar = at > RIGHT - 140;
            svg.haloText(
                isFar ? at - 5 : at + 5, top + 15 + 15 * (row++ % 5), isFar ? "end" : "start", 12, INK, mark.label);
        }
    }

    private void frame(final Axis y, final int top, final int bottom, final String name)
    {
        svg.text(LEFT, top - 10, "start", 15, INK, name);
        for (final double tick : y.minorTicks())
        {
            svg.line(LEFT, y.pixel(tick), RIGHT, y.pixel(tick), FAINT, 1, "");
        }
        for (final double tick : y.ticks())
        {
            svg.line(LEFT, y.pixel(tick), RIGHT, y.pixel(tick), GRID, 1, "");
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", 12, GREY, String.format(Locale.ROOT, "%,.0f", tick));
        }
        svg.line(LEFT, bottom, RIGHT, bottom, GREY, 1, "");
        svg.line(LEFT, top, LEFT, bottom, GREY, 1, "");
        svg.verticalText(28, (top + bottom) / 2.0, 13, INK, "latency, \u00b5s (log scale)");
    }

    private static Axis latencyAxis(final Histogram all, final int top, final int bottom)
    {
        final boolean isEmpty = 0 == all.getTotalCount();
        return Axis.log(isEmpty ? 1 : Math.max(1, us(all.getMinNonZeroValue())), isEmpty ? 1000 : us(all.getMaxValue()),
            bottom, top);
    }

    private double seconds(final long epochMs)
    {
        return (epochMs - startMs) / 1e3;
    }

    private static double nines(final double percentile)
    {
        return -Math.log10(1 - percentile / 100);
    }

    private static double us(final long valueNs)
    {
        return valueNs / NS_PER_US;
    }

    private static String trim(final double value)
    {
        final String text = String.format(Locale.ROOT, "%.3f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
