package io.antumbra.node.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LatencyPlotTest
{
    private static final long START_MS = 1_700_000_000_000L;

    @Test
    void shouldDrawWellFormedPanelsWithTitledAxesAndMarks() throws Exception
    {
        final LatencyPlot plot = new LatencyPlot("A & B <demo>", "subtitle", START_MS, intervals(60));
        plot.mark(15.5, "kill -9 standby 2");
        final Document document = parse(plot.draw());
        final String text = document.getDocumentElement().getTextContent();
        for (final String expected : new String[]{
            "A & B <demo>", "Latency by percentile", "Latency over time", "kill -9 standby 2", "99.9 %", "p50", "max",
            "time since the start of the demo, s", "latency, \u00b5s (log scale)" })
        {
            assertTrue(text.contains(expected), expected);
        }
    }

    @Test
    void shouldKeepEveryPointInsideThePicture() throws Exception
    {
        final Document document = parse(new LatencyPlot("t", "s", START_MS, intervals(60)).draw());
        final NodeList lines = document.getElementsByTagName("polyline");
        assertEquals(4, lines.getLength());
        for (int i = 0; i < lines.getLength(); i++)
        {
            for (final String point : ((Element)lines.item(i)).getAttribute("points").split(" "))
            {
                final double x = Double.parseDouble(point.split(",")[0]);
                final double y = Double.parseDouble(point.split(",")[1]);
                assertTrue(x >= 90 && x <= 940 && y >= 90 && y <= 790, point);
            }
        }
    }

    @Test
    void shouldBreakTheLineWhereNothingWasMeasured() throws Exception
    {
        final List<Histogram> intervals = intervals(60);
        intervals.subList(20, 40).clear();
        final Document document = parse(new LatencyPlot("t", "s", START_MS, intervals).draw());
        assertEquals(1 + 2 * 3, document.getElementsByTagName("polyline").getLength());
    }

    @Test
    void shouldDrawARunThatMeasuredNothing() throws Exception
    {
        parse(new LatencyPlot("t", "s", START_MS, List.of()).draw());
    }

    @Test
    void shouldPlaceDecadesEvenlyOnALogarithmicAxis()
    {
        final Axis axis = Axis.log(12, 90_000, 400, 100);
        assertEquals(List.of(10.0, 100.0, 1_000.0, 10_000.0, 100_000.0), axis.ticks());
        assertEquals(400, axis.pixel(10), 1e-9);
        assertEquals(250, axis.pixel(1_000), 1e-9);
        assertEquals(100, axis.pixel(1e9), 1e-9, "outside is at the edge");
    }

    private static Document parse(final String svg) throws Exception
    {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Histogram> intervals(final int count)
    {
        final Random random = new Random(1);
        final List<Histogram> intervals = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final Histogram interval = new Histogram(3);
            interval.setStartTimeStamp(START_MS + 500L * i);
            interval.setEndTimeStamp(START_MS + 500L * i + 500);
            for (int j = 0; j < 500; j++)
            {
                interval.recordValue(80_000 + (long)(random.nextDouble() * random.nextDouble() * 3_000_000));
            }
            intervals.add(interval);
        }
        return intervals;
    }
}
