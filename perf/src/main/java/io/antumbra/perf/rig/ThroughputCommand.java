package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.Medians;
import io.antumbra.perf.measure.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Acknowledged entries a second, beside raw Aeron whose receiver acknowledges cumulatively. Main thread only.
 */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description = "Measures acknowledged throughput with one standby and tuned buffers (2 MiB window and sockets, " +
        "MTU 8192, 16 MiB terms, 4096 entries in flight) beside raw Aeron with cumulative acknowledgements, rounds " +
        "interleaved.")
public final class ThroughputCommand implements Callable<Integer>
{
    private static final double LIMIT = 0.5;

    @Mixin
    private RigOptions rig;

    @Mixin
    private LoadOptions load;

    /** For the command line's parser. */
    public ThroughputCommand()
    {
    }

    @Override
    public Integer call() throws IOException
    {
        rig.check();
        load.check();
        final Path outFolder = rig.outFolder == null ? Path.of("target", "perf", "throughput") : rig.outFolder;
        Files.createDirectories(outFolder);

        System.out
            .println("Acknowledged throughput, " + load.length + " B, one standby, driver as invoker; rounds of " +
                Goal.number(load.seconds) + " s after " + Goal.number(load.warmupSeconds) + " s of warm-up" +
                (rig.isPinned ? "; pinned" : ""));
        final Rounds rounds = new Rounds(rig, new Pair(rig, load, true, outFolder)::measure, System.out);
        rounds.run((result) -> System.out.println("round " + result.round + "  " + Goal.number(result.perSecond) +
            "/s  others " + Goal.number(result.foreignPercent) + " %" + (result.isDisturbed ? " *" : "") + "  " +
            result.contender.name()));

        final TextTable table = new TextTable("entries acknowledged a second", "median", "least", "most", "MB/s");
        final List<Goal> goals = new ArrayList<>();
        final double raw = median(rounds.of(Contender.raw()));
        for (final Contender contender : rig.contenders())
        {
            final List<RoundResult> own = rounds.of(contender);
            final double median = median(own);
            table.row(contender.name(), Goal.number(median),
                Goal.number(own.stream().mapToDouble((result) -> result.perSecond).min().orElse(Double.NaN)),
                Goal.number(own.stream().mapToDouble((result) -> result.perSecond).max().orElse(Double.NaN)),
                Goal.number(median * load.length / 1e6));
            if (!contender.isRaw())
            {
                goals.add(Goal.atLeast(contender.name() + " / raw", "", median / raw, LIMIT));
            }
        }
        System.out.println();
        table.print(System.out);
        System.out.println();
        final TextTable goalTable = Goal.table();
        goals.forEach((goal) -> goal.addTo(goalTable));
        goalTable.print(System.out);
        rounds.printQuiet();
        Files.writeString(outFolder.resolve("goals.json"), goals.stream().map(Goal::json).collect(Collectors.joining(
            ",\n  ", "[\n  ", "\n]\n")), StandardCharsets.UTF_8);
        return 0;
    }

    private static double median(final List<RoundResult> results)
    {
        return Medians.median(results.stream().mapToDouble((result) -> result.perSecond).toArray());
    }
}
