package io.antumbra.chaos.process;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A few rounds with real processes; {@code chaos.jar kill} does many. {@code -Dantumbra.test.seed=S} gives the schedule
 * back.
 */
class KillRunTest
{
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private final long seed = Long.getLong("antumbra.test.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingWhenReplicasAreKilled()
    {
        final KillReport report = run(3, "none");
        assertEquals(List.of(), report.findings(), "seed " + seed);
        assertEquals(0, report.lost());
        assertEquals(0, report.duplicated());
        assertTrue(report.kills() > 0, "nothing was killed");
        assertTrue(report.acknowledged() > 0, "nothing was acknowledged");
        assertTrue(report.medianInFlight() >= 100, "median in flight " + report.medianInFlight());
    }

    @ParameterizedTest
    @ValueSource(strings = { "ACKNOWLEDGE_BEFORE_SHADOW", "SKIP_CATCH_UP" })
    void shouldCatchPlantedFault(final String plant)
    {
        final KillReport report = run(4, plant);
        assertFalse(report.findings().isEmpty(), plant + " was not caught, seed " + seed);
        assertTrue(report.lost() > 0, report.findings().toString());
    }

    private KillReport run(final int rounds, final String plant)
    {
        out.println("seed " + seed);
        final KillReport report = KillRun.run(seed, rounds, LIMIT_NS, folder, plant, out::println);
        report.print(out);
        return report;
    }
}
