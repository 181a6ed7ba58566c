package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.runtime.EngineCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets wrong, met by a primary and a standby that run: cause, remedy, status, and nothing lost. */
class TroubleIT
{
    private static final int MAX_LENGTH = 1024;

    @TempDir
    private Path root;

    @Test
    void shouldEndAtALineThatIsOneByteTooLongAndGoOnWithAShorterOne() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            shard.options("--stream", "a", "--max-entry-length", Integer.toString(MAX_LENGTH));
            final Path input = shard.file("input");
            Shard.append(input, Shard.lines("line ", 1, 50, MAX_LENGTH));
            Shard.append(input, List.of("", ""));
            Shard.append(input, Shard.lines("line ", 51, 50, MAX_LENGTH));
            Shard.append(input, Shard.lines("long ", 101, 1, MAX_LENGTH + 1));
            Shard.append(input, Shard.lines("line ", 102, 20, 80));
            final Path copy = shard.file("copy");
            final NodeProcess standby = shard.follower("standby", 1, "--output", copy.toString());
            final NodeProcess primary = primary(shard, "--exit-when-done");
            primary.awaitExit(3);
            assertSaid(primary, "line 103 of " + input + " has 1025 bytes, an entry may have 1024. Every line before " +
                "it was appended, none after it. Shorten the line, pass such lines over with --skip-too-long");
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 100);

            final NodeProcess inUse = shard.command("standby", "--id", "2", "--endpoint", shard.endpoint(1), "--dir",
                shard.folder(2).toString(), "--driver-base", Files.createDirectory(shard.drivers().resolve("2"))
                    .toString(),
                "--stream", "a", "--primary", shard.peer(0));
            inUse.awaitExit(3);
            assertSaid(inUse, "endpoint=" + shard.endpoint(1) + ": the port is in use by another process; stop it or " +
                "give this replica another port");
            Files.delete(shard.drivers().resolve("2"));
            final NodeProcess twice = shard.follower("standby", 1, "--output", copy.toString());
            twice.awaitExit(3);
            assertSaid(twice, "is in use by another process. Stop that one, or start this one with another --dir");

            final NodeProcess again = primary(shard, "--exit-when-done", "--skip-too-long");
            again.awaitExit(0);
            assertSaid(again, "120 appended, 120 acknowledged, 0 empty lines and 1 too long ones passed over");
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 120);
            standby.endInOrder();
            final List<String> delivered = Files.readAllLines(copy);
            assertEquals(120, delivered.size());
            assertTrue(delivered.stream().allMatch(line -> line.startsWith("line ") && line.length() <= MAX_LENGTH));
            shard.assertNothingLeftOfDrivers();
        }
    }

    private static NodeProcess primary(final Shard shard, final String... more) throws Exception
    {
        final String[] all = new String[more.length + 4];
        all[0] = "--standby";
        all[1] = shard.peer(1);
        all[2] = "--input";
        all[3] = shard.file("input").toString();
        System.arraycopy(more, 0, all, 4, more.length);
        return shard.primary(all);
    }

    private static void assertSaid(final NodeProcess process, final String text)
    {
        assertTrue(process.output().contains(text), process::output);
        assertFalse(process.output().contains("\tat "), process::output);
    }
}
