package io.antumbra.perf.measure;

import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Draws histograms as SVG: to the right ever rarer (p50, p90, p99 ... in equal steps), upwards ever slower
 * (logarithmic). Stateless.
 */
public final class PercentilePlot
{
    private static final String[] COLOURS = { "#888888", "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e",
        "#8c564b", "#e377c2", "#17becf", "#bcbd22", "#000000" };
    private static final String[] MARKS = { "0", "p90", "p99", "p99.9", "p99.99", "p99.999" };
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final int LEFT = 80;
    private static final int TOP = 50;
    private static final int BOTTOM = 450;
    private static final int RIGHT = 870;
    private static final int STEPS = 200;
    private static final double DECADES_RIGHT = MARKS.length - 1.0;
    private static final double LOWEST_US = 1.0;
    private static final double DECADES_UP = 6.0;
    private static final double NS_PER_US = 1000.0;

    private PercentilePlot()
    {
    }

    /**
     * Draw.
     *
     * @param title      above the plot.
     * @param histograms of nanoseconds, by name.
     * @return an SVG document.
     */
    public static String svg(final String title, final Map<String, Histogram> histograms)
    {
        final StringBuilder svg = new StringBuilder();
        append(svg, "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' " +
            "font-size='13'>%n<rect width='100%%' height='100%%' fill='white'/>%n", WIDTH, HEIGHT);
        append(svg, "<text x='%d' y='25' font-size='16'>%s</text>%n", LEFT, title);
        for (int i = 0; i < MARKS.length; i++)
        {
            final double x = LEFT + i * (RIGHT - LEFT) / DECADES_RIGHT;
            append(svg, "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='#dddddd'/>%n", x, TOP, x, BOTTOM);
            append(svg, "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n", x, BOTTOM + 20, MARKS[i]);
        }
        for (int i = 0; i <= DECADES_UP; i++)
        {
            final double y = y(Math.pow(10, i) * LOWEST_US);
            append(svg, "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#dddddd'/>%n", LEFT, y, RIGHT, y);
            append(svg, "<text x='%d' y='%.1f' text-anchor='end'>%.0f</text>%n", LEFT - 8, y + 4, Math.pow(10, i));
        }
        int index = 0;
        for (final Map.Entry<String, Histogram> entry : histograms.entrySet())
        {
            curve(svg, entry.getKey(), entry.getValue(), index++);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void curve(final StringBuilder svg, final String name, final Histogram histogram, final int index)
    {
        final String colour = COLOURS[index % COLOURS.length];
        append(svg, "<polyline fill='none' stroke='%s' stroke-width='2' points='", colour);
        for (int i = 0; i <= STEPS; i++)
        {
            final double nines = DECADES_RIGHT * i / STEPS;
            final double percentile = 100.0 * (1.0 - Math.pow(10, -nines));
            final double valueUs = histogram.getValueAtPercentile(percentile) / NS_PER_US;
            append(svg, "%.1f,%.1f ", LEFT + (RIGHT - LEFT) * nines / DECADES_RIGHT, y(valueUs));
        }
        append(svg, "'/>%n<text x='%d' y='%d' fill='%s'>%s</text>%n", LEFT + 15, TOP + 20 + index * 18, colour, name);
    }

    private static double y(final double valueUs)
    {
        final double decades = Math.log10(Math.max(LOWEST_US, valueUs) / LOWEST_US);
        return BOTTOM - (BOTTOM - TOP) * Math.min(decades, DECADES_UP) / DECADES_UP;
    }

    private static void append(final StringBuilder svg, final String format, final Object... values)
    {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
