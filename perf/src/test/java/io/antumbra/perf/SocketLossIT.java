package io.antumbra.perf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every rival once over real sockets that lose, small; order, completeness and bytes of each entry are checked by the
 * trial itself. Says nothing about speed.
 */
class SocketLossIT
{
    @TempDir
    private Path out;

    @Test
    void shouldDeliverEveryEntryOfEveryRivalAndLeaveFigures() throws IOException
    {
        final int status = PerfMain.commandLine().execute("loss", "--sockets", "--cells=burst/random1,sparse/random5",
            "--rivals=plain,tuned-rtt,duplicate,antumbra", "--rounds=1", "--seconds=1", "--warm-up-seconds=0.2",
            "--out=" + out);

        assertEquals(0, status);
        final List<String> csv = Files.readAllLines(out.resolve("cells.csv"), StandardCharsets.UTF_8);
        assertEquals(9, csv.size());
        final List<String> names = List.of(csv.get(0).split(","));
        for (final String line : csv.subList(1, csv.size()))
        {
            final String[] fields = line.split(",");
            final long entries = Long.parseLong(fields[names.indexOf("entries")]);
            assertEquals("burst".equals(fields[0]) ? 600 : 2_000, entries, line);
            assertEquals("0", fields[names.indexOf("undelivered")], line);
            assertTrue(Double.parseDouble(fields[names.indexOf("p50_ms")]) >= 0.25, "sooner than the relay: " + line);
            assertTrue(Long.parseLong(fields[names.indexOf("first_bytes")]) >= entries * 288, line);
            final long copied = Long.parseLong(fields[names.indexOf("copy_bytes")]);
            assertTrue(switch (fields[2])
            {
                case "duplicate" -> copied >= entries * 288;
                case "antumbra" -> Long.parseLong(fields[names.indexOf("acknowledgement_bytes")]) > 0;
                default -> copied == 0;
            }, line);
        }
        assertEquals(Set.of("plain", "tuned-rtt", "duplicate", "antumbra"), csv.stream().skip(1).map((
            line) -> line.split(",")[2]).collect(Collectors.toSet()));
        assertTrue(Files.size(out.resolve("burst-random1.hlog")) > 0);
        assertTrue(Files.exists(out.resolve("sparse-random5.svg")));
        assertTrue(Files.exists(out.resolve("goals.json")));
    }

    @Test
    void shouldSayWhatDoesNotGoTogether()
    {
        assertEquals(2, PerfMain.commandLine().execute("loss", "--cells=none", "--sockets", "--entries=5"));
        assertEquals(2, PerfMain.commandLine().execute("loss", "--cells=none", "--seconds=5"));
    }
}
