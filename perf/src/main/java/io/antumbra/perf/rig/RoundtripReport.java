package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.Medians;
import io.antumbra.perf.measure.Percentiles;
import io.antumbra.perf.measure.PercentilePlot;
import io.antumbra.perf.measure.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Tables, ratios and files of a finished run of rounds. One thread.
 */
final class RoundtripReport
{
    private final Rounds rounds;

    RoundtripReport(final Rounds rounds)
    {
        this.rounds = rounds;
    }

    static void printProgress(final RoundResult result)
    {
        System.out.println("round " + result.round + "  p50 " + us(result, 0) + "  p99 " + us(result, 1) + "  p99.9 " +
            us(result, 2) + "  max " + us(result, 3) + "  others " + Goal.number(result.foreignPercent) + " %" +
            (result.isDisturbed ? " *" : "") + "  " + result.contender.name());
    }

    /** A table of the rounds of one contender, the medians last. */
    void print(final PrintStream out, final Contender contender)
    {
        final List<RoundResult> own = rounds.of(contender);
        out.println();
        out.println(contender.name() + ", microseconds");
        final TextTable table = new TextTable("round", "p50", "p99", "p99.9", "max", "entries", "lost",
            "B allocated", "others %");
        for (final RoundResult result : own)
        {
            table.row(result.round + (result.isDisturbed ? " *" : ""), us(result, 0), us(result, 1), us(result, 2),
                us(result, 3), Long.toString(result.histogram.getTotalCount()), Long.toString(result.unacknowledged),
                Long.toString(result.allocatedBytes), Goal.number(result.foreignPercent));
        }
        table.row("median", medianText(own, 0), medianText(own, 1), medianText(own, 2), medianText(own, 3), "", "", "",
            "");
        table.print(out);
    }

    /** Median of the contender over median of raw Aeron. */
    Goal ratio(final Contender contender, final int percentile, final double limit)
    {
        final double own = median(rounds.of(contender), percentile);
        final double raw = median(rounds.of(Contender.raw()), percentile);
        return Goal.atMost(contender.name() + ": " + Percentiles.name(percentile) + " / raw", "", own / raw, limit);
    }

    void printGoals(final PrintStream out, final List<Goal> goals)
    {
        out.println();
        if (!goals.isEmpty())
        {
            final TextTable table = Goal.table();
            goals.forEach((goal) -> goal.addTo(table));
            table.print(out);
            out.println();
        }
    }

    void write(final Path folder, final List<Goal> goals) throws IOException
    {
        final StringBuilder csv = new StringBuilder(
            "contender,round,p50_us,p99_us,p999_us,max_us,entries,unacknowledged,allocated_bytes,others_percent\n");
        final Map<String, Histogram> sums = new LinkedHashMap<>();
        for (final RoundResult result : rounds.results())
        {
            csv.append(String.format(Locale.ROOT, "%s,%d,%.3f,%.3f,%.3f,%.3f,%d,%d,%d,%.2f%n", result.contender
                .fileName(), result.round, result.percentiles.valueUs(0), result.percentiles.valueUs(1),
                result.percentiles.valueUs(2), result.percentiles.valueUs(3), result.histogram.getTotalCount(),
                result.unacknowledged, result.allocatedBytes, result.foreignPercent));
            sums.computeIfAbsent(result.contender.name(), (name) -> new Histogram(RoundTrips.HIGHEST_NS, 3)).add(
                result.histogram);
        }
        Files.writeString(folder.resolve("rounds.csv"), csv, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("goals.json"), goals.stream().map(Goal::json).collect(Collectors.joining(
            ",\n  ", "[\n  ", "\n]\n")), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("percentiles.svg"), PercentilePlot.svg("Round trip, all rounds, microseconds",
            sums), StandardCharsets.UTF_8);
    }

    private static double median(final List<RoundResult> results, final int percentile)
    {
        return Medians.median(results.stream().mapToDouble((result) -> result.percentiles.valueUs(percentile))
            .toArray());
    }

    private static String medianText(final List<RoundResult> results, final int percentile)
    {
        return Goal.number(median(results, percentile));
    }

    private static String us(final RoundResult result, final int percentile)
    {
        return Goal.number(result.percentiles.valueUs(percentile));
    }
}
