package io.antumbra.node.plot;

import java.util.Locale;

/** The few elements of SVG that the plot is made of, with the text escaped. Used by one thread. */
final class Svg
{
    private final StringBuilder text = new StringBuilder(1 << 16);

    Svg(final int width, final int height, final String title)
    {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" " +
            "font-family=\"Helvetica, Arial, sans-serif\">%n", width, height, width, height);
        text.append("<title>").append(escape(title)).append("</title>\n");
        rectangle(0, 0, width, height, "#ffffff", 1);
    }

    void rectangle(
        final double x, final double y, final double width, final double height, final String fill,
        final double opacity)
    {
        append("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"%.2f\"/>%n",
            x, y, width, height, fill, opacity);
    }

    void line(
        final double x1, final double y1, final double x2, final double y2, final String colour, final double width,
        final String dashes)
    {
        append("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>%n",
            x1, y1, x2, y2, colour, width, dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    /** Points as "x,y x,y ...", from {@link #point}. */
    void polyline(final String points, final String colour, final double width)
    {
        append(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"/>%n",
            points.strip(), colour, width);
    }

    /** Closed and filled; points as "x,y x,y ...", from {@link #point}. */
    void polygon(final String points, final String fill, final double opacity)
    {
        append("<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"%.2f\"/>%n", points.strip(), fill, opacity);
    }

    void circle(final double x, final double y, final double radius, final String fill)
    {
        append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>%n", x, y, radius, fill);
    }

    /** Anchor: start, middle or end. */
    void text(
        final double x, final double y, final String anchor, final int size, final String colour, final String words)
    {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>%n",
            x, y, anchor, size, colour, escape(words));
    }

    /** As {@link #text}, with a white rim that keeps it readable over lines. */
    void haloText(
        final double x, final double y, final String anchor, final int size, final String colour, final String words)
    {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\" stroke=\"#ffffff\" " +
            "stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">%s</text>%n", x, y, anchor, size,
            colour, escape(words));
    }

    /** Reads upwards. */
    void verticalText(final double x, final double y, final int size, final String colour, final String words)
    {
        append("<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" font-size=\"%d\" " +
            "fill=\"%s\">%s</text>%n", x, y, size, colour, escape(words));
    }

    static String point(final double x, final double y)
    {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
    }

    String finish()
    {
        return text.append("</svg>\n").toString();
    }

    private void append(final String format, final Object... arguments)
    {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
    }

    /** XML has no form for most control characters (XML 1.0, section 2.2). */
    static String escape(final String words)
    {
        return words.replaceAll("[\\x00-\\x1f\\x7f\\ufffe\\uffff]", " ").replace("&", "&amp;").replace("<", "&lt;")
            .replace(">", "&gt;").replace("\"", "&quot;");
    }
}
