package io.antumbra.chaos.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
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
    private static final long STOP_NS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final List<String> SHORT_TIMEOUTS = List.of("-Dantumbra.transport.client.liveness.timeout=300ms",
        "-Dantumbra.transport.image.liveness.timeout=300ms", "-Dantumbra.transport.connection.timeout=300ms",
        "-Dantumbra.peer.timeout=300ms");

    private final long seed = Long.getLong("antumbra.test.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingWhenReplicasAreKilled()
    {
        final KillReport report = run(3, KillSettings.NO_PLANT, 0);
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
        final KillReport report = run(4, plant, 0);
        assertFalse(report.findings().isEmpty(), plant + " was not caught, seed " + seed);
        assertTrue(report.lost() > 0, report.findings().toString());
    }

    @Test
    void shouldLoseNothingWhenReplicasStandStillForLongerThanEveryTimeOut() throws IOException
    {
        final KillReport report = run(2, KillSettings.NO_PLANT, STOP_NS);
        assertEquals(List.of(), report.findings(), "seed " + seed);
        assertEquals(0, report.lost());
        assertEquals(0, report.duplicated());
        assertEquals(2, report.kills(), "a standby and the primary");
        assertEquals(2, report.rebuilt());
        assertTrue(report.acknowledged() > 0, "nothing was acknowledged");
        try (HistogramLogReader reader = new HistogramLogReader(folder.resolve("recovery.hlog").toFile()))
        {
            assertEquals(2, ((Histogram)reader.nextIntervalHistogram()).getTotalCount());
        }
    }

    private KillReport run(final int rounds, final String plant, final long stopNs)
    {
        out.println("seed " + seed);
        final KillReport report = KillRun.run(
            new KillSettings(seed, rounds, LIMIT_NS, folder, plant, stopNs, stopNs > 0 ? SHORT_TIMEOUTS : List.of()),
            out::println);
        report.print(out);
        return report;
    }
}
