package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.JvmFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary on a media driver of its own process, which is killed under it. */
class MediaDriverIT
{
    @TempDir
    private Path root;

    @Test
    void shouldSayThatItsDriverIsGoneAndGoOnWithTheNextOne() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            shard.options("--stream", "a");
            final Path aeron = shard.drivers().resolve("external");
            final Path copy = shard.file("copy");
            Process driver = driver(aeron);
            try
            {
                final NodeProcess standby = shard.follower("standby", 1, "--output", copy.toString());
                shard.flags("-Dantumbra.transport.driver.mode=EXTERNAL",
                    "-Dantumbra.transport.external.aeron.dir=" + aeron, "-Dantumbra.transport.driver.timeout=2s");
                Shard.append(shard.file("input"), Shard.lines("line ", 1, 100, 80));
                final NodeProcess primary =
                    shard.primary("--standby", shard.peer(1), "--follow", shard.file("input").toString());
                standby.awaitCounter(EngineCounter.DELIVERED, 0, 100);

                driver.destroyForcibly().onExit().join();
                Shard.append(shard.file("input"), Shard.lines("line ", 101, 100, 80));
                primary.awaitOutput("no live media driver in " + aeron + ": start it, or correct the directory");
                assertTrue(primary.isAlive(), primary::output);

                driver = driver(aeron);
                primary.awaitOutput("TRANSPORT_RESET");
                standby.awaitCounter(EngineCounter.DELIVERED, 0, 200);
                primary.endInOrder();
                assertTrue(primary.output().contains("200 appended, 200 acknowledged"), primary::output);
                standby.endInOrder();
                assertEquals(Shard.lines("line ", 1, 200, 80), Files.readAllLines(copy));
            }
            finally
            {
                driver.destroyForcibly().onExit().join();
            }
        }
    }

    private static Process driver(final Path aeron) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(NodeProcess.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(JvmFlags.forChildJvm());
        command.addAll(List.of("-Daeron.dir=" + aeron, "-Daeron.dir.delete.on.start=true",
            "-Daeron.threading.mode=SHARED", "-Daeron.term.buffer.sparse.file=true", "-cp", NodeProcess.jar()
                .getAbsolutePath(),
            "io.aeron.driver.MediaDriver"));
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
