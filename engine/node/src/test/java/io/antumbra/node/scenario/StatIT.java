package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.runtime.EngineCounter;
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
}
