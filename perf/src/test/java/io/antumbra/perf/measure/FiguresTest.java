package io.antumbra.perf.measure;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Numbers from raw material: percentiles, medians, goals, tables, processor times.
 */
class FiguresTest
{
    @Test
    void shouldReadPercentilesInMicroseconds()
    {
        final Histogram histogram = new Histogram(3);
        for (int i = 1; i <= 1000; i++)
        {
            histogram.recordValue(i * 1000L);
        }

        final Percentiles percentiles = new Percentiles(histogram);

        assertEquals(500, percentiles.valueUs(0), 1);
        assertEquals(990, percentiles.valueUs(1), 1);
        assertEquals(999, percentiles.valueUs(2), 1);
        assertEquals(1000, percentiles.valueUs(3), 1);
        assertEquals("p99.9", Percentiles.name(2));
    }

    @Test
    void shouldTakeTheMiddleValue()
    {
        assertEquals(3, Medians.median(9, 1, 3));
        assertEquals(2.5, Medians.median(4, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, Medians::median);
    }

    @Test
    void shouldHoldGoalsFromEitherSide()
    {
        assertTrue(Goal.atMost("a", "", 1.3, 1.3).isMet());
        assertFalse(Goal.atMost("a", "", 1.31, 1.3).isMet());
        assertTrue(Goal.atLeast("a", "", 0.5, 0.5).isMet());
        assertFalse(Goal.atLeast("a", "", 0.49, 0.5).isMet());
        assertFalse(Goal.atMost("a", "", Double.NaN, 1).isMet());
        assertFalse(Goal.atLeast("a", "", Double.NaN, 1).isMet());
    }

    @Test
    void shouldWriteGoalsAsJson()
    {
        assertEquals("{\"name\":\"p50 / raw\",\"unit\":\"\",\"measured\":1.20,\"limit\":1.30,\"atMost\":true," +
            "\"met\":true}", Goal.atMost("p50 / raw", "", 1.2, 1.3).json());
        assertTrue(Goal.atMost("a", "ns", Double.NaN, 1).json().contains("\"measured\":null"));
    }

    @Test
    void shouldAlignTables()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TextTable("round", "p50").row("1", "10.25").row("median", "9.5")
            .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertEquals(List.of("round     p50", "-------------", "1       10.25", "median    9.5"),
            bytes.toString(StandardCharsets.UTF_8).lines().toList());
        assertThrows(IllegalArgumentException.class, () -> new TextTable("a", "b").row("1"));
    }

    @Test
    void shouldReadProcessorTimes()
    {
        assertEquals(100 + 20 + 30 + 8,
            ProcessorTimes.parseMachine("cpu  100 20 30 4000 50 6 7 8 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n"));
        assertEquals(300, ProcessorTimes.parseProcess("4711 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0"));
    }

    @Test
    void shouldReadMemoryOfAProcess()
    {
        assertEquals(2048 * 1024, ProcessMemory.parse("VmPeak:\t 9 kB\nVmRSS:\t    2048 kB\n", "VmRSS"));
        assertThrows(IllegalArgumentException.class, () -> ProcessMemory.parse("VmRSS:\t 1 kB\n", "RssAnon"));
    }

    @Test
    void shouldExpressForeignTimeInPercentOfOneCore()
    {
        assertEquals(5.0, ForeignLoad.percent(5, TimeUnit.SECONDS.toNanos(1)), 1e-9);
        assertEquals(0.0, ForeignLoad.percent(-1, TimeUnit.SECONDS.toNanos(1)), 1e-9);
    }

    @Test
    void shouldDrawEveryHistogram()
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValue(10_000);

        final String svg = PercentilePlot.svg("title", Map.of("one", histogram));

        assertTrue(svg.startsWith("<svg"));
        assertTrue(svg.contains(">one</text>"));
        assertEquals(2, svg.split("<polyline", -1).length);
    }
}
