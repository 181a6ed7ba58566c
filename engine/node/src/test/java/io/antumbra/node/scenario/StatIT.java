package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.runtime.EngineCounter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stat} shows of a replica that runs, that is killed, and that never was. */
class StatIT
{
    @TempDir
    private Path root;

    @Test
    void shouldShowTheCountersEachSecondAndSayWhenTheReplicaIsGone() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 1234, 80));
            final NodeProcess primary = shard.primary("--stream", "a", "--follow", shard.file("input").toString());
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 1234);
            final NodeProcess watch = shard.command("stat", "--dir", shard.folder(0).toString(), "--watch");
            NodeProcess.await("the second second", () -> watch.output().split("Antumbra, process", -1).length > 2,
                watch);
            final String text = watch.output();
            assertTrue(text.contains("1,234  antumbra-acknowledged shard=0 stream=0 replica=0"), text);
            assertTrue(text.contains("1  antumbra-state shard=0 replica=0  = LEADING"), text);
            assertTrue(text.contains("Media driver"), text);

            primary.kill();
            watch.awaitExit(3);
            final String end = watch.output().substring(watch.output().lastIndexOf("antumbra stat:"));
            assertTrue(end.contains("no replica runs with the media driver folder " + shard.drivers()), end);
            assertTrue(end.contains("Start it, or name another one with --dir or --aeron-dir."), end);
            assertEquals(1, end.lines().count(), end);
        }
    }

    @Test
    void shouldShowWhatWasSentAgainAndWhy() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            final Path input = shard.file("input");
            Shard.append(input, Shard.lines("line ", 1, 50, 1_000));
            shard.options("--stream", "a");
            final NodeProcess standby = shard.follower("standby", 1);
            final NodeProcess primary = shard.primary("--standby", shard.peer(1), "--follow", input.toString());
            NodeProcess.await("a copy that shows how line B is", () -> isCopied(input, primary), primary, standby);
            NodeProcess.await("its receipt", () -> standby.counter(EngineCounter.WASTED_COPIES) +
                standby.counter(EngineCounter.USEFUL_COPIES) > 0, primary, standby);
            final NodeProcess stat = shard.command("stat", "--dir", shard.folder(0).toString());
            stat.awaitExit(0);
            assertTrue(stat.output().contains("Sent again last"), stat.output());
            assertTrue(stat.output().contains("  to 1  COPY for "), stat.output());
            primary.kill();
            final NodeProcess inspect = shard.command("inspect", shard.folder(0).toString(), "--decisions", "1024");
            inspect.awaitExit(0);
            assertTrue(inspect.output().contains("to 1  COPY for EXPERIMENT  stream 0 "), inspect.output());
            final NodeProcess json =
                shard.command("inspect", shard.folder(0).toString(), "--decisions", "1024", "--json");
            json.awaitExit(0);
            assertTrue(json.output().contains("\"reason\" : \"EXPERIMENT\""), json.output());
        }
    }

    /** Appends lines, in the rhythm in which it is asked: only so many bytes may be spent on a copy that teaches. */
    private static boolean isCopied(final Path input, final NodeProcess primary)
    {
        try
        {
            Shard.append(input, Shard.lines("more ", 1, 50, 1_000));
            return primary.counter(EngineCounter.RESENT_AS_EXPERIMENT) > 0;
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
