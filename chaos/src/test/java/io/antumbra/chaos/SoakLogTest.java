package io.antumbra.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SoakLogTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldNameOnlySeedsWithoutAHoleBeforeThemAndGoOnBehindThem() throws IOException
    {
        final SoakLog log = log("SOME_KINDS");
        log.begin(log.resume(10));
        for (final long seed : new long[]{ 10, 12, 11, 14 })
        {
            log.passed(seed);
        }
        log.flush();
        assertEquals(13, log("SOME_KINDS").resume(1));
        assertEquals(3, log("SOME_KINDS").total());
        assertEquals(0, log("ALL_KINDS").total(), "counts seeds that ran under another mix");
    }

    @Test
    void shouldNameEachSeedThatFailed() throws IOException
    {
        final SoakLog log = log("SOME_KINDS");
        log.begin(1);
        log.passed(1);
        log.failed(2, "liveness");
        log.flush();
        final List<String> lines = Files.readAllLines(folder.resolve("soak.csv"));
        assertTrue(lines.get(0).startsWith("failed,") && lines.get(0).endsWith(",2,liveness"), lines.get(0));
        assertTrue(lines.get(1).startsWith("run,") && lines.get(1).endsWith(",1,2,1"), lines.get(1));
    }

    private SoakLog log(final String swarm)
    {
        return new SoakLog(folder.resolve("soak.csv"), SoakLogTest.class, swarm);
    }
}
