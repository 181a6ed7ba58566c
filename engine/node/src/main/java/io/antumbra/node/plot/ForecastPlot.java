package io.antumbra.node.plot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * Draws a series, what was forecast for each row and the bounds around it, as one SVG file. Rows are taken one by one,
 * any number of them. Used by one thread.
 */
public final class ForecastPlot
{
    private static final int WIDTH = 1080;
    private static final int HEIGHT = 560;
    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 40;
    private static final int TOP = 96;
    private static final int BOTTOM = HEIGHT - 66;
    private static final String INK = "#243447";
    private static final String GREY = "#6b7a89";
    private static final String GRID = "#d9e0e6";
    private static final String OBSERVED = "#12708f";
    private static final String FORECAST = "#d9830b";
    private static final double HIDDEN_SHARE = 0.01;

    private final RowSketch rows = new RowSketch();

    /** A plot without rows. */
    public ForecastPlot()
    {
    }

    /**
     * The next row; NaN stands for what is not there.
     *
     * @param observed value.
     * @param forecast made for the row.
     * @param lower    bound.
     * @param upper    bound.
     */
    public void add(final double observed, final double forecast, final double lower, final double upper)
    {
        rows.add(observed, forecast, lower, upper);
    }

    /**
     * Draws and writes.
     *
     * @param file     to write.
     * @param title    of the picture.
     * @param subtitle how it was forecast and how well.
     * @throws IOException when it cannot be written.
     */
    public void write(final Path file, final String title, final String subtitle) throws IOException
    {
        Files.writeString(file, draw(title, subtitle), StandardCharsets.UTF_8);
    }

    String draw(final String title, final String subtitle)
    {
        final Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT, 34, "start", 20, INK, title);
        svg.text(LEFT, 55, "start", 13, GREY, subtitle);
        final Axis x = Axis.linear(1, Math.max(2.0, rows.size() * (double)rows.stride()), LEFT, RIGHT);
        final Axis y = valueAxis();
        frame(svg, x, y);
        band(svg, x, y);
        if (1 == rows.stride())
        {
            line(svg, x, y, rows::low, OBSERVED, 1.6);
        }
        else
        {
            extremes(svg, x, y);
        }
        line(svg, x, y, rows::forecast, FORECAST, 1.2);
        legend(svg);
        return svg.finish();
    }

    private void frame(final Svg svg, final Axis x, final Axis y)
    {
        for (final double tick : y.ticks())
        {
            svg.line(LEFT, y.pixel(tick), RIGHT, y.pixel(tick), GRID, 1, "");
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", 12, GREY, label(tick));
        }
        for (final double tick : x.ticks())
        {
            svg.line(x.pixel(tick), BOTTOM, x.pixel(tick), BOTTOM + 5, GREY, 1, "");
            svg.text(x.pixel(tick), BOTTOM + 20, "middle", 12, GREY, String.format(Locale.ROOT, "%,.0f", tick));
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, GREY, 1, "");
        svg.line(LEFT, TOP, LEFT, BOTTOM, GREY, 1, "");
        final String rowsOf = rows.stride() > 1 ? " (a pixel stands for " + rows.stride() + ": lowest to highest)" : "";
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", 13, INK, "row" + rowsOf);
    }

    /** One polygon for each stretch without a hole. */
    private void band(final Svg svg, final Axis x, final Axis y)
    {
        int start = 0;
        while (start < rows.size())
        {
            int end = start;
            while (end < rows.size() && !Double.isNaN(rows.lower(end)))
            {
                end++;
            }
            if (end > start)
            {
                final StringBuilder points = new StringBuilder();
                for (int i = start; i < end; i++)
                {
                    points.append(Svg.point(place(x, i), y.pixel(rows.upper(i))));
                }
                for (int i = end - 1; i >= start; i--)
                {
                    points.append(Svg.point(place(x, i), y.pixel(rows.lower(i))));
                }
                svg.polygon(points.toString(), FORECAST, 0.18);
            }
            start = end + 1;
        }
    }

    private void extremes(final Svg svg, final Axis x, final Axis y)
    {
        for (int i = 0; i < rows.size(); i++)
        {
            if (!Double.isNaN(rows.low(i)))
            {
                svg.line(place(x, i), y.pixel(rows.low(i)) + 0.4, place(x, i), y.pixel(rows.high(i)) - 0.4, OBSERVED, 1,
                    "");
            }
        }
    }

    /** Broken where there is a gap. */
    private void line(
        final Svg svg, final Axis x, final Axis y, final IntToDoubleFunction value, final String colour,
        final double width)
    {
        final StringBuilder points = new StringBuilder();
        for (int i = 0; i <= rows.size(); i++)
        {
            final double next = i < rows.size() ? value.applyAsDouble(i) : Double.NaN;
            if (!Double.isNaN(next))
            {
                points.append(Svg.point(place(x, i), y.pixel(next)));
            }
            else if (points.length() > 0)
            {
                svg.polyline(points.toString(), colour, width);
                points.setLength(0);
            }
        }
    }

    private void legend(final Svg svg)
    {
        final String[] names = { "observed", "forecast", "bounds" };
        final String[] colours = { OBSERVED, FORECAST, FORECAST };
        for (int i = 0; i < names.length; i++)
        {
            final double at = LEFT + 110.0 * i;
            svg.rectangle(at, TOP - 22, 18, 2 == i ? 9 : 3, colours[i], 2 == i ? 0.25 : 1);
            svg.text(at + 24, TOP - 14, "start", 12, INK, names[i]);
        }
    }

    private double place(final Axis x, final int column)
    {
        return x.pixel(1.0 + (column + 0.5 * (rows.stride() > 1 ? 1 : 0)) * rows.stride());
    }

    /** What was observed, and of the forecasts and bounds all but the most extreme: a wild start flattens nothing. */
    private Axis valueAxis()
    {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        final double[] lowers = new double[rows.size()];
        final double[] uppers = new double[rows.size()];
        for (int i = 0; i < rows.size(); i++)
        {
            low = Double.isNaN(rows.low(i)) ? low : Math.min(low, rows.low(i));
            high = Double.isNaN(rows.high(i)) ? high : Math.max(high, rows.high(i));
            lowers[i] = rows.lower(i);
            uppers[i] = -rows.upper(i);
        }
        low = Math.min(low, withoutExtremes(lowers));
        high = Math.max(high, -withoutExtremes(uppers));
        if (!(low <= high))
        {
            return Axis.linear(0, 1, BOTTOM, TOP);
        }
        final double margin = high > low ? 0.04 * (high - low) : Math.max(1e-9, 0.5 * Math.abs(high));
        return Axis.linear(low - margin, high + margin, BOTTOM, TOP);
    }

    private static double withoutExtremes(final double[] bounds)
    {
        final double[] sorted = Arrays.stream(bounds).filter(bound -> !Double.isNaN(bound)).sorted().toArray();
        return 0 == sorted.length ? Double.POSITIVE_INFINITY : sorted[(int)(HIDDEN_SHARE * sorted.length)];
    }

    private static String label(final double value)
    {
        final double size = Math.abs(value);
        if (size >= 1e7 || (0.0 != size && size < 1e-3))
        {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        final String text = String.format(Locale.ROOT, "%,.4f", value);
        final String trimmed = text.replaceFirst("\\.?0+$", "");
        return "-0".equals(trimmed) ? "0" : trimmed;
    }
}
