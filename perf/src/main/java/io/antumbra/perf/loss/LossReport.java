package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables and files of a run. One thread. */
final class LossReport
{
    private static final double[] QUANTILES = { 0.5, 0.99, 0.999, 0.9999 };
    private static final double PERCENT = 100.0;

    private final PrintStream out;
    private final List<RivalResult> results = new ArrayList<>();

    LossReport(final PrintStream out)
    {
        this.out = out;
    }

    void printSettings(final List<RivalKind> kinds, final long entries, final int seeds)
    {
        out.println("Virtual time, " + entries + " entries of " + Workload.ENTRY_LENGTH + " B a cell over " + seeds +
            " seeds; latency from the intended send time, milliseconds; p99.9 with its 95 % interval (bootstrap over" +
            " seeds); extra bytes beyond the first transmission, percent of it");
        for (final RivalKind kind : kinds)
        {
            out.println("  " + kind.label + ": " + kind.settings);
        }
    }

    void add(final Cell cell, final List<RivalResult> ofCell)
    {
        results.addAll(ofCell);
        out.println();
        out.println(cell.name);
        final TextTable table = new TextTable("rival", "p50", "p99", "p99.9", "95 %", "p99.99", "max", "extra %",
            "useful", "useless", "lost");
        for (final RivalResult result : ofCell)
        {
            final double[] interval = interval(result);
            table.row(result.kind.label, Goal.number(result.ms(0.5)), Goal.number(result.ms(0.99)), Goal.number(result
                .ms(0.999)), Goal.number(interval[0]) + ".." + Goal.number(interval[1]), Goal.number(
                    result.ms(
                        0.9999)),
                Goal.number(result.maxMs()), Goal.number(PERCENT * result.bytes.extraRatio()), Long
                    .toString(result.useful),
                Long.toString(result.useless), Long.toString(result.undelivered));
        }
        table.print(out);
    }

    private static double[] interval(final RivalResult result)
    {
        final double[] interval = Bootstrap.interval(result.samples.seeds(), (times) -> result.samples.quantileNs(0.999,
            times));
        return new double[]{ interval[0] / 1e6, interval[1] / 1e6 };
    }

    void write(final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        final StringBuilder csv =
            new StringBuilder("load,network,rival,entries,p50_ms,p99_ms,p999_ms,p9999_ms,max_ms," +
                "useful,useless,undelivered");
        for (final Traffic traffic : Traffic.values())
        {
            csv.append(',').append(traffic.label).append("_bytes");
        }
        csv.append('\n');
        for (final RivalResult result : results)
        {
            csv.append(result.cell.workload.label).append(',').append(result.cell.network).append(',')
                .append(result.kind.label)
                .append(',').append(result.latencies.getTotalCount());
            for (final double quantile : QUANTILES)
            {
                csv.append(String.format(Locale.ROOT, ",%.4f", result.ms(quantile)));
            }
            csv.append(String.format(Locale.ROOT, ",%.4f,%d,%d,%d", result.maxMs(), result.useful, result.useless,
                result.undelivered));
            for (final Traffic traffic : Traffic.values())
            {
                csv.append(',').append(result.bytes.bytes(traffic));
            }
            csv.append('\n');
        }
        Files.writeString(folder.resolve("cells.csv"), csv);
    }
}
