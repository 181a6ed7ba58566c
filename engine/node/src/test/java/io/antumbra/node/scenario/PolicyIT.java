package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.position.HandlerPositions;
import io.antumbra.runtime.EngineCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that shadows a part of what is appended: what a restart and a late standby find of the rest. */
class PolicyIT
{
    private static final String POLICY = "priority>=5 and size>=100 or size>=1k";
    private static final int[] LENGTHS = { 50, 150, 1500 };
    private static final int LOW = 0;
    private static final int HIGH = 1;
    private static final int LINES = 300;

    @TempDir
    private Path root;

    @Test
    void shouldKeepThePlaceOfWhatThePolicyLeavesOutAndReportTheGapAfterARestart() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            shard.options("--stream", "low", "--stream", "high");
            final List<String> low = append(shard, "low");
            final List<String> high = append(shard, "high");
            final Path whole = shard.file("whole");
            final NodeProcess standby = shard.follower("standby", 1, "--output", whole.toString());
            final NodeProcess primary = primary(shard, 1);
            standby.awaitCounter(EngineCounter.DELIVERED, LOW, LINES);
            standby.awaitCounter(EngineCounter.DELIVERED, HIGH, LINES);
            assertEquals(300, primary.counter(EngineCounter.UNPROTECTED), "200 low ones and 100 high ones");
            assertEquals(2 * LINES, Files.readAllLines(whole).size(), "delivered while they were on their way");
            primary.kill();
            standby.kill();

            final Path kept = shard.file("kept");
            final NodeProcess late = shard.follower("standby", 2, "--output", kept.toString());
            final NodeProcess again = primary(shard, 2);
            late.awaitCounter(EngineCounter.DELIVERED, LOW, LINES);
            late.awaitCounter(EngineCounter.DELIVERED, HIGH, LINES);
            again.awaitOutput("stream 'low': 300 entries held");
            again.awaitOutput("stream 'high': 300 entries held");
            assertProtectedOnly(kept, low, high);
            try (HandlerPositions positions = HandlerPositions.read(
                shard.folder(2).resolve(HandlerPositions.FILE_NAME), 2))
            {
                assertEquals(200, positions.unprotected(LOW));
                assertEquals(100, positions.entries(LOW));
                assertEquals(100, positions.unprotected(HIGH));
                assertEquals(200, positions.entries(HIGH));
                assertEquals(0, positions.gaps(LOW) + positions.gaps(HIGH));
            }
            again.endInOrder();
            late.endInOrder();
            assertShownByInspect(shard);
        }
    }

    private static NodeProcess primary(final Shard shard, final int standby) throws Exception
    {
        return shard.primary("--standby", shard.peer(standby), "--policy", POLICY, "--priority", "high=5", "--follow",
            "low=" + shard.file("low"), "--follow", "high=" + shard.file("high"));
    }

    private static List<String> append(final Shard shard, final String name) throws Exception
    {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++)
        {
            lines.addAll(Shard.lines(name + " ", i + 1, 1, LENGTHS[i % LENGTHS.length]));
        }
        Shard.append(shard.file(name), lines);
        return lines;
    }

    private static void assertProtectedOnly(final Path output, final List<String> low, final List<String> high)
        throws Exception
    {
        final List<String> delivered = Files.readAllLines(output);
        assertEquals(low.stream().filter(line -> line.length() >= 1024).toList(),
            delivered.stream().filter(line -> line.startsWith("low")).toList());
        assertEquals(high.stream().filter(line -> line.length() >= 100).toList(),
            delivered.stream().filter(line -> line.startsWith("high")).toList());
    }

    private static void assertShownByInspect(final Shard shard) throws Exception
    {
        final NodeProcess inspect = shard.command("inspect", shard.folder(0).toString(), "--stream", "high",
            "--limit", "3");
        inspect.awaitExit(0);
        final String text = inspect.output();
        assertTrue(text.contains("unprotected 200,") && text.contains("unprotected 100,"), text);
        final List<String> records = text.lines().filter(line -> line.contains("high ")).toList();
        assertTrue(text.lines().anyMatch(line -> line.contains("298") && line.contains("unprotected  50 B")), text);
        assertEquals(2, records.size(), "the bytes of 299 and 300, none of 298: " + text);
    }
}
