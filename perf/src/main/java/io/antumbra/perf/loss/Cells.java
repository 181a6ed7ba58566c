package io.antumbra.perf.loss;

import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.impair.RecordedTrace;
import io.antumbra.transport.impair.TraceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The matrix: every workload on every network. Both directions of both lines are impaired alike, each with its own
 * draws; blackouts and recorded round trips come to all of them at the same time, because they come from one place.
 */
final class Cells
{
    /** Added by the network to every round trip. */
    static final long ROUND_TRIP_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long BLACKOUT_NS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long BLACKOUT_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(150);

    private Cells()
    {
    }

    /**
     * All cells whose name matches one of the patterns.
     *
     * @param patterns with * for any text, such as burst/*.
     * @return in the order of the matrix, at least one.
     * @throws IllegalArgumentException when a pattern matches none.
     */
    static List<Cell> matching(final List<String> patterns) throws IOException
    {
        final List<Cell> all = all();
        final List<Cell> chosen = new ArrayList<>();
        for (final String pattern : patterns)
        {
            final Pattern glob = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
            final List<Cell> found = all.stream().filter((cell) -> glob.matcher(cell.name).matches()).toList();
            if (found.isEmpty())
            {
                throw new IllegalArgumentException("cells=" + pattern + " matches none of " + all.stream().map((
                    cell) -> cell.name).toList());
            }
            found.stream().filter((cell) -> !chosen.contains(cell)).forEach(chosen::add);
        }
        return chosen;
    }

    static List<Cell> all() throws IOException
    {
        final RecordedTrace quic = trace("quic_trace_example.csv.gz");
        final RecordedTrace weak = trace("cicv5g_n8_weaksignal_20hz.csv.gz");
        final RecordedTrace urban = trace("cicv5g_urban_60hz.csv.gz");
        final List<Cell> cells = new ArrayList<>();
        for (final Workload workload : Workload.values())
        {
            cells.add(new Cell(workload, "none", ROUND_TRIP_NS, Cells::delayed));
            cells.add(new Cell(workload, "random0.1", ROUND_TRIP_NS, random(0.001)));
            cells.add(new Cell(workload, "random1", ROUND_TRIP_NS, random(0.01)));
            cells.add(new Cell(workload, "random5", ROUND_TRIP_NS, random(0.05)));
            cells.add(new Cell(workload, "ge", ROUND_TRIP_NS, Cells::gilbertElliott));
            cells.add(new Cell(workload, "blackout", ROUND_TRIP_NS, Cells::blackout));
            cells.add(new Cell(workload, "quic", ROUND_TRIP_NS + millis(126), replay(quic)));
            cells.add(new Cell(workload, "5g-weak", ROUND_TRIP_NS + millis(22), replay(weak)));
            cells.add(new Cell(workload, "5g-urban", ROUND_TRIP_NS + millis(24), replay(urban)));
        }
        return cells;
    }

    private static long millis(final long ms)
    {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private static ImpairmentSettings delayed()
    {
        final ImpairmentSettings settings = new ImpairmentSettings();
        settings.delayNs = ROUND_TRIP_NS / 2;
        return settings;
    }

    private static Supplier<ImpairmentSettings> random(final double lossRatio)
    {
        return () ->
        {
            final ImpairmentSettings settings = delayed();
            settings.lossRatio = lossRatio;
            return settings;
        };
    }

    private static ImpairmentSettings gilbertElliott()
    {
        final ImpairmentSettings settings = delayed();
        settings.burstRatio = 0.005;
        settings.burstEndRatio = 0.25;
        return settings;
    }

    private static ImpairmentSettings blackout()
    {
        final ImpairmentSettings settings = delayed();
        settings.flapUpNs = BLACKOUT_PERIOD_NS - BLACKOUT_NS;
        settings.flapDownNs = BLACKOUT_NS;
        settings.flapsAtRandom = true;
        return settings;
    }

    private static Supplier<ImpairmentSettings> replay(final RecordedTrace trace)
    {
        return () ->
        {
            final ImpairmentSettings settings = delayed();
            settings.trace = trace;
            return settings;
        };
    }

    /** From this jar by way of a file: that is what the reader of traces takes. */
    private static RecordedTrace trace(final String name) throws IOException
    {
        final Path file = Files.createTempFile("trace", ".csv.gz");
        try (InputStream resource = Cells.class.getResourceAsStream(name))
        {
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
            return TraceFile.read(file);
        }
        finally
        {
            Files.delete(file);
        }
    }
}
