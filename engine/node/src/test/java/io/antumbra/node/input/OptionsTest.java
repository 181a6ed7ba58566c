package io.antumbra.node.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest
{
    @Test
    void shouldReadRates()
    {
        assertEquals(500, Rates.perSecond("--rate", "500"));
        assertEquals(10_000, Rates.perSecond("--rate", "10k/s"));
        assertEquals(1_500_000, Rates.perSecond("--rate", "1.5M/s"));
        assertEquals(0.5, Rates.perSecond("--rate", "30/min"));
        refuses("--rate", () -> Rates.perSecond("--rate", "0"));
        refuses("--rate", () -> Rates.perSecond("--rate", "fast"));
        refuses("--rate", () -> Rates.perSecond("--rate", "-3"));
    }

    @Test
    void shouldReadDurations()
    {
        assertEquals(500_000_000, Rates.durationNs("--drop-after", "500ms"));
        assertEquals(120_000_000_000L, Rates.durationNs("--drop-after", "2m"));
        assertEquals(0, Rates.durationNs("--drop-after", "0"));
        refuses("--drop-after", () -> Rates.durationNs("--drop-after", "500"));
        refuses("--drop-after", () -> Rates.durationNs("--drop-after", "99999999999999999m"));
    }

    @Test
    void shouldReadSizes()
    {
        assertEquals(65536, Rates.bytes("--max-entry-length", "64k"));
        assertEquals(100, Rates.bytes("--max-entry-length", "100"));
        refuses("--max-entry-length", () -> Rates.bytes("--max-entry-length", "4096m"));
        refuses("--max-entry-length", () -> Rates.bytes("--max-entry-length", "0"));
    }

    @Test
    void shouldFindTheStreamThatAValueIsFor()
    {
        final StreamOption named = StreamOption.parse("--input", "b=x=y.log", List.of("a", "b"));
        assertEquals("b", named.stream());
        assertEquals("x=y.log", named.value());
        for (final String path : new String[]{ "./x=y.log", "/x/y=z", "plain" })
        {
            final StreamOption only = StreamOption.parse("--input", path, List.of("a"));
            assertEquals("a", only.stream());
            assertEquals(path, only.value());
        }
        assertTrue(
            refuses("--follow", () -> StreamOption.parse("--follow", "b=x/y.log", List.of("a")))
                .contains("there is no stream 'b'"));
        assertTrue(refuses("--input", () -> StreamOption.parse("--input", "c=f", List.of("a", "b"))).contains("'c'"));
        refuses("--input", () -> StreamOption.parse("--input", "f", List.of("a", "b")));
    }

    private static String refuses(final String option, final Runnable parse)
    {
        final NodeException refused = assertThrows(NodeException.class, parse::run);
        assertEquals(ExitStatus.USAGE, refused.exitStatus());
        assertTrue(refused.getMessage().startsWith(option + " "), refused.getMessage());
        return refused.getMessage();
    }
}
