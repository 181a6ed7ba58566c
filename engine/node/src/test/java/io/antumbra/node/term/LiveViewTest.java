package io.antumbra.node.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveViewTest
{
    private static final List<String> SEGMENTS =
        List.of("852/s", "in flight 3", "acknowledged 24,087", "retransmitted 0", "p50 85.0 us");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldRedrawInPlaceOnATerminal()
    {
        final LiveView view = view(true, Map.of("COLUMNS", "80", "LANG", "C.UTF-8", "NO_COLOR", "1"));
        assertTrue(view.update(0, 0.25, "1.0 s", SEGMENTS));
        assertFalse(view.update(TimeUnit.MILLISECONDS.toNanos(50), 0.3, "1.1 s", SEGMENTS), "too soon");
        final String first = printed();
        assertTrue(first.contains("\u2588"), first);
        assertTrue(view.update(TimeUnit.MILLISECONDS.toNanos(100), 0.5, "1.2 s", SEGMENTS));
        assertTrue(printed().substring(first.length()).startsWith("\033[2K\r\033[1A\033[2K\r"), "both lines go first");
        view.event(1_500_000_000L, "kill -9 standby 2");
        assertTrue(printed().endsWith("\033[2K\r\033[1A\033[2K\r   1.5 s  kill -9 standby 2" + System.lineSeparator()));
    }

    @Test
    void shouldNeverBeWiderThanTheTerminal()
    {
        for (int columns = 20; columns < 130; columns++)
        {
            bytes.reset();
            final LiveView view =
                view(true, Map.of("COLUMNS", Integer.toString(columns), "LANG", "C.UTF-8", "NO_COLOR", "1"));
            view.update(0, 0.99, " 60.0 s", SEGMENTS);
            for (final String line : printed().split("\n"))
            {
                assertTrue(line.length() < columns, columns + ": " + line);
            }
        }
    }

    @Test
    void shouldPrintOnePlainLineASecondElsewhere()
    {
        final LiveView view = view(false, Map.of());
        for (int ms = 0; ms <= 3_000; ms += 10)
        {
            view.update(TimeUnit.MILLISECONDS.toNanos(ms), 0.5, "2.0 s", SEGMENTS);
        }
        final String[] lines = printed().split(System.lineSeparator());
        assertEquals(4, lines.length);
        assertEquals(" 50 %  2.0 s  852/s | in flight 3 | acknowledged 24,087 | retransmitted 0 | p50 85.0 us",
            lines[0]);
        assertFalse(printed().contains("\033"));
    }

    @Test
    void shouldShowNoShareOfWhatHasNoEnd()
    {
        view(false, Map.of()).update(0, LiveView.ENDLESS, "2.0 s", SEGMENTS);
        assertTrue(printed().startsWith("2.0 s  852/s | in flight 3"), printed());
        bytes.reset();
        view(true, Map.of("COLUMNS", "80", "NO_COLOR", "1")).update(0, LiveView.ENDLESS, "2.0 s", SEGMENTS);
        assertFalse(printed().contains("%") || printed().contains("["), printed());
    }

    @Test
    void shouldUseAsciiWhereTheLocaleDoes()
    {
        view(true, Map.of("COLUMNS", "60", "LANG", "C")).update(0, 0.5, "1 s", SEGMENTS);
        assertTrue(printed().chars().allMatch(c -> c < 128), printed());
    }

    @Test
    void shouldFormatNumbers()
    {
        assertEquals("51,249", Numbers.count(51_249));
        assertEquals("1 entry", Numbers.count(1, "entry", "entries"));
        assertEquals("640 ns", Numbers.duration(640));
        assertEquals("85.2 us", Numbers.duration(85_204));
        assertEquals("1.93 ms", Numbers.duration(1_929_000));
        assertEquals("12.4 s", Numbers.duration(12_400_000_000L));
        assertEquals("64.0 KiB", Numbers.bytes(65_536));
        assertEquals("100 B", Numbers.bytes(100));
    }

    private LiveView view(final boolean isInteractive, final Map<String, String> environment)
    {
        return new LiveView(
            new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), environment, isInteractive));
    }

    private String printed()
    {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
