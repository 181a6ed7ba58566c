package io.antumbra.chaos.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** What a kill run came to: counts, the kills one by one, and the times of recovery. */
public final class KillReport
{
    private static final double NS_IN_MS = 1e6;

    private final long seed;
    private final Path folder;
    private final boolean isStopping;
    private final List<Kill> kills = new ArrayList<>();
    private final List<String> findings;
    private final Histogram recovery = new Histogram(TimeUnit.HOURS.toNanos(1), 3);
    private final long acknowledged;
    private final long recordsCompared;
    private final long lost;
    private final long duplicated;

    KillReport(final KillSettings settings, final List<Kill> kills, final Audit audit, final long acknowledged)
    {
        seed = settings.seed();
        folder = settings.folder();
        isStopping = settings.isStopping();
        this.kills.addAll(kills);
        this.acknowledged = acknowledged;
        findings = List.copyOf(audit.findings());
        recordsCompared = audit.recordsCompared();
        lost = audit.lost();
        duplicated = audit.duplicated();
        for (final Kill kill : kills)
        {
            if (kill.recoveryNs > 0)
            {
                recovery.recordValue(kill.recoveryNs);
            }
        }
    }

    /** @return that drew the schedule. */
    public long seed()
    {
        return seed;
    }

    /** @return processes killed, or stopped and continued. */
    public int kills()
    {
        return kills.size();
    }

    /** @return stopped processes that built their media driver and client anew. */
    public long rebuilt()
    {
        return kills.stream().filter(kill -> kill.isRebuilt).count();
    }

    /** @return entries acknowledged by the last count. */
    public long acknowledged()
    {
        return acknowledged;
    }

    /** @return acknowledged entries that were missing somewhere. */
    public long lost()
    {
        return lost;
    }

    /** @return entries that a handler was given twice. */
    public long duplicated()
    {
        return duplicated;
    }

    /** @return what was wrong, a line each; empty when nothing was. */
    public List<String> findings()
    {
        return findings;
    }

    /** @return median of the entries in flight at a kill. */
    public long medianInFlight()
    {
        final long[] inFlight = kills.stream().mapToLong(Kill::inFlight).sorted().toArray();
        return inFlight.length == 0 ? 0 : inFlight[inFlight.length / 2];
    }

    /**
     * @param out to print the table to.
     */
    public void print(final PrintWriter out)
    {
        final String what = isStopping ? "stops" : "kills";
        out.printf(Locale.ROOT, "%n%s by role and by where most of what was under way stood:%n", what);
        out.printf(Locale.ROOT, "  %-30s %8s %8s%n", "", "primary", "standby");
        for (final Kill.Stage stage : Kill.Stage.values())
        {
            out.printf(Locale.ROOT, "  %-30s %8d %8d%n", stage,
                count("primary", stage), count("standby", stage));
        }
        out.printf(Locale.ROOT, "entries in flight at that moment: median %d%n", medianInFlight());
        out.printf(Locale.ROOT, "recovery, ms: p50 %.0f, p90 %.0f, max %.0f%n",
            recovery.getValueAtPercentile(50) / NS_IN_MS, recovery.getValueAtPercentile(90) / NS_IN_MS,
            recovery.getMaxValue() / NS_IN_MS);
        if (isStopping)
        {
            out.printf(Locale.ROOT, "media driver and client built anew: %d of %d%n", rebuilt(), kills.size());
        }
        out.printf(Locale.ROOT, "%s %d, acknowledged %d, records compared %d, lost %d, duplicated %d%n", what,
            kills.size(), acknowledged, recordsCompared, lost, duplicated);
        findings.forEach(finding -> out.println("WRONG: " + finding));
        out.println(findings.isEmpty() ? "nothing was lost, nothing came twice" : "seed " + seed + " shows it");
        out.println("files: " + folder);
        out.flush();
    }

    private long count(final String role, final Kill.Stage stage)
    {
        return kills.stream().filter(kill -> kill.role().equals(role) && kill.stage() == stage).count();
    }

    void save(final long startNs)
    {
        try (PrintStream csv = new PrintStream(Files.newOutputStream(folder.resolve("kills.csv")), false, "UTF-8");
            PrintStream hlog = new PrintStream(Files.newOutputStream(folder.resolve("recovery.hlog")), false, "UTF-8"))
        {
            csv.println("kill,role,replica,in flight,offered not shadowed,shadowed not sent,sent not acknowledged," +
                "acknowledged not delivered,recovery ms");
            for (int i = 0; i < kills.size(); i++)
            {
                final Kill kill = kills.get(i);
                csv.print(i + 1 + "," + kill.role() + "," + kill.replicaId + "," + kill.inFlight());
                for (final Kill.Stage stage : Kill.Stage.values())
                {
                    csv.print("," + kill.at(stage));
                }
                csv.printf(Locale.ROOT, ",%.1f%n", kill.recoveryNs / NS_IN_MS);
            }
            final HistogramLogWriter log = new HistogramLogWriter(hlog);
            log.outputLogFormatVersion();
            log.outputComment("[ns from the kill, or from being continued, to service; seed " + seed + "]");
            final long endEpochMs = System.currentTimeMillis();
            final long startEpochMs = endEpochMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            log.outputStartTime(startEpochMs);
            log.outputLegend();
            recovery.setStartTimeStamp(startEpochMs);
            recovery.setEndTimeStamp(endEpochMs);
            log.outputIntervalHistogram(recovery);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
