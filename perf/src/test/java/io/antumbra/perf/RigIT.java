package io.antumbra.perf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The whole rig once, small: real processes, real sockets, real shadows. Says nothing about speed.
 */
class RigIT
{
    @TempDir
    Path folder;

    @Test
    void shouldMeasureRawAeronAndAntumbraAndLeaveNoShadowBehind() throws IOException
    {
        final Path shadows = folder.resolve("shadows");
        final Path out = folder.resolve("out");

        final int status = PerfMain.commandLine().execute("roundtrip", "--rounds=1", "--seconds=1",
            "--warmup-seconds=0.5", "--rate=200", "--max-repeats=0", "--shadow-dir=" + shadows, "--out=" + out);

        assertEquals(0, status);
        final List<String> csv = Files.readAllLines(out.resolve("rounds.csv"), StandardCharsets.UTF_8);
        assertEquals(3, csv.size());
        for (final String line : csv.subList(1, 3))
        {
            final String[] fields = line.split(",");
            assertTrue(Double.parseDouble(fields[2]) > 0, line);
            assertTrue(Integer.parseInt(fields[6]) > 0, line);
            assertEquals("0", fields[7], "unacknowledged in " + line);
        }
        assertTrue(csv.get(1).startsWith("raw,1,"));
        assertTrue(csv.get(2).startsWith("antumbra"));
        assertTrue(Files.size(out.resolve("raw-1.hlog")) > 0);
        assertTrue(Files.exists(out.resolve("goals.json")));
        assertTrue(Files.exists(out.resolve("percentiles.svg")));
        try (var left = Files.list(shadows))
        {
            assertFalse(left.findAny().isPresent(), "shadows are removed");
        }
    }

    @Test
    void shouldRefuseAWrongCommandLine()
    {
        assertEquals(2, PerfMain.commandLine().execute("roundtrip", "--unknown"));
        assertEquals(2, PerfMain.commandLine().execute());
    }
}
