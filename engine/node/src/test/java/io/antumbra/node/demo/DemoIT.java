package io.antumbra.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it, with few entries: real processes, real kills. */
class DemoIT
{
    private static final File JAR = new File(System.getProperty("antumbra.jar", "target/antumbra.jar"));
    private static final long TIMEOUT_SECONDS = 180;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingToTheKills() throws Exception
    {
        final Path output = folder.resolve("run");
        final Path json = folder.resolve("summary.json");
        final Path printed = folder.resolve("printed");
        final Process demo = new ProcessBuilder(java(), "-jar", JAR.getAbsolutePath(), "demo", "--entries", "3000",
            "--speed", "20", "--loss", "20", "--output", output.toString(), "--json", json.toString())
            .redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        final boolean isEnded = demo.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!isEnded)
        {
            demo.destroy();
            demo.waitFor();
        }
        final String text = Files.readString(printed);
        assertTrue(isEnded, text);
        assertEquals(0, demo.exitValue(), text);

        final Map<String, Double> summary = numbers(json);
        assertEquals(3_000, summary.get("entries"), text);
        assertEquals(3_000, summary.get("acknowledged"), text);
        assertEquals(0, summary.get("lost"), text);
        assertEquals(0, summary.get("duplicated"), text);
        assertTrue(summary.get("inFlightAtKill") > 0, text);
        assertTrue(summary.containsKey("retransmitted"), summary.toString());
        for (final String key : List.of("p50", "p99", "p999", "max"))
        {
            assertTrue(summary.get("latencyUs." + key) > 0, summary.toString());
        }
        assertTrue(text.contains(" risk "), "no risk in the live line: " + text);
        assertTrue(summary.get("lossyLink.datagramsLost") > 0, "the link lost nothing: " + text);
        assertEquals(9_000, summary.get("comparedRecords"), text);
        assertTrue(text.strip().endsWith(output.toString()), "the last line names the folder: " + text);
        assertTrue(Files.size(output.resolve("latency.svg")) > 0);
        assertTrue(Files.size(output.resolve("hlog/primary-start-2.hlog")) > 0);
        assertEquals("[OWNER_READ, OWNER_WRITE]",
            new TreeSet<>(Files.getPosixFilePermissions(output.resolve("key"))).toString());
        assertNothingLeftInTheRamDisk(demo.pid());
    }

    @Test
    void shouldLeaveNoProcessAndNoFileBehindWhenItIsInterrupted() throws Exception
    {
        final Path output = folder.resolve("run");
        final Process demo = new ProcessBuilder(java(), "-jar", JAR.getAbsolutePath(), "demo", "--output",
            output.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("printed").toFile()).start();
        final Path progress = output.resolve("replica-0/progress");
        for (int i = 0; i < 1_000 && demo.isAlive() && !Files.exists(progress); i++)
        {
            demo.waitFor(50, TimeUnit.MILLISECONDS);
        }
        final List<ProcessHandle> children = demo.descendants().toList();
        assertEquals(3, children.size(), Files.readString(folder.resolve("printed")));
        demo.destroy();
        assertTrue(demo.waitFor(20, TimeUnit.SECONDS));
        for (final ProcessHandle child : children)
        {
            child.onExit().get(20, TimeUnit.SECONDS);
            assertFalse(child.isAlive());
        }
        assertNothingLeftInTheRamDisk(demo.pid());
    }

    private static void assertNothingLeftInTheRamDisk(final long processId) throws IOException
    {
        final Path ramDisk = Path.of("/dev/shm");
        if (Files.isDirectory(ramDisk))
        {
            try (Stream<Path> files = Files.list(ramDisk))
            {
                assertTrue(files.noneMatch(file -> file.toString().endsWith("antumbra-demo-" + processId)));
            }
        }
    }

    private static Map<String, Double> numbers(final Path json) throws IOException
    {
        final Map<String, Double> found = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(Files.readString(json, StandardCharsets.UTF_8)))
        {
            for (JsonToken token = parser.nextToken(); null != token; token = parser.nextToken())
            {
                if (token.isNumeric())
                {
                    final String path = parser.getParsingContext().pathAsPointer().toString();
                    found.put(path.substring(1).replace('/', '.'), parser.getDoubleValue());
                }
            }
        }
        return found;
    }

    private static String java()
    {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
