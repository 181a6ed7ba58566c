package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.PercentilePlot;
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
import org.HdrHistogram.HistogramLogWriter;

/** What a run leaves behind: cells.csv, goals.json, and for each cell its histograms (.hlog) and a plot (.svg). */
final class LossFiles
{
    private static final double[] QUANTILES = { 0.5, 0.99, 0.999, 0.9999 };

    private final Path folder;

    LossFiles(final Path folder) throws IOException
    {
        this.folder = Files.createDirectories(folder);
    }

    void write(final List<RivalResult> results, final List<Goal> goals) throws IOException
    {
        final StringBuilder csv =
            new StringBuilder("load,network,rival,entries,p50_ms,p99_ms,p999_ms,p9999_ms,max_ms," +
                "p999_low_ms,p999_high_ms,extra_ratio,useful,useless,undelivered");
        for (final Traffic traffic : Traffic.values())
        {
            csv.append(',').append(traffic.label).append("_bytes");
        }
        csv.append('\n');
        final Map<String, Map<String, Histogram>> cells = new LinkedHashMap<>();
        for (final RivalResult result : results)
        {
            row(csv, result);
            cells.computeIfAbsent(result.cell.name, (name) -> new LinkedHashMap<>()).put(result.kind.label,
                result.latencies);
        }
        Files.writeString(folder.resolve("cells.csv"), csv, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("goals.json"), goals.stream().map(Goal::json).collect(Collectors.joining(
            ",\n  ", "[\n  ", "\n]\n")), StandardCharsets.UTF_8);
        for (final Map.Entry<String, Map<String, Histogram>> cell : cells.entrySet())
        {
            final String name = cell.getKey().replace('/', '-');
            Files.writeString(folder.resolve(name + ".svg"), PercentilePlot.svg(cell.getKey() +
                ": from intended send to delivery, microseconds", cell.getValue()), StandardCharsets.UTF_8);
            histograms(folder.resolve(name + ".hlog"), cell.getValue());
        }
    }

    private static void row(final StringBuilder csv, final RivalResult result)
    {
        csv.append(result.cell.workload.label).append(',').append(result.cell.network).append(',').append(
            result.kind.label).append(',').append(result.latencies.getTotalCount());
        for (final double quantile : QUANTILES)
        {
            csv.append(String.format(Locale.ROOT, ",%.4f", result.ms(quantile)));
        }
        final double[] interval = result.p999IntervalMs();
        csv.append(String.format(Locale.ROOT, ",%.4f,%.4f,%.4f,%.6f,%d,%d,%d", result.maxMs(), interval[0], interval[1],
            result.bytes.extraRatio(), result.useful, result.useless, result.undelivered));
        for (final Traffic traffic : Traffic.values())
        {
            csv.append(',').append(result.bytes.bytes(traffic));
        }
        csv.append('\n');
    }

    private static void histograms(final Path file, final Map<String, Histogram> histograms) throws IOException
    {
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8))
        {
            final HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            for (final Map.Entry<String, Histogram> histogram : histograms.entrySet())
            {
                histogram.getValue().setTag(histogram.getKey());
                writer.outputIntervalHistogram(histogram.getValue());
            }
        }
    }
}
