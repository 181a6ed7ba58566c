package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The acknowledged round trip of Antumbra beside the echo of raw Aeron, in interleaved rounds. Main thread only.
 */
@Command(
    name = "roundtrip",
    mixinStandardHelpOptions = true,
    description = "Measures the acknowledged round trip with one standby beside raw Aeron echo: two new processes " +
        "for each measurement, intended send times, rounds interleaved.")
public final class RoundtripCommand implements Callable<Integer>
{
    private static final int P50 = 0;
    private static final int P99 = 1;
    private static final double P50_LIMIT = 1.3;
    private static final double P99_LIMIT_MEMORY = 1.5;
    private static final double P99_LIMIT_DISK = 2.0;

    @Mixin
    private RigOptions rig;

    @Mixin
    private LoadOptions load;

    /** For the command line's parser. */
    public RoundtripCommand()
    {
    }

    @Override
    public Integer call() throws IOException
    {
        rig.check();
        load.check();
        final Path outFolder = rig.outFolder == null ? Path.of("target", "perf", "roundtrip") : rig.outFolder;
        Files.createDirectories(outFolder);

        System.out.println("Acknowledged round trip, " + load.length + " B, " + Goal.number(load.rate) +
            "/s, one standby, driver as invoker; rounds of " + Goal.number(load.seconds) + " s after " +
            Goal.number(load.warmupSeconds) + " s of warm-up; microseconds" + (rig.isPinned ? "; pinned" : ""));
        final Rounds rounds = new Rounds(rig, new Pair(rig, load, false, outFolder)::measure, System.out);
        rounds.run(RoundtripReport::printProgress);

        final RoundtripReport report = new RoundtripReport(rounds);
        final Contender raw = Contender.raw();
        report.print(System.out, raw);
        final List<Goal> goals = new ArrayList<>();
        for (final Contender contender : rig.contenders())
        {
            if (!contender.isRaw())
            {
                report.print(System.out, contender);
                goals.add(report.ratio(contender, P50, P50_LIMIT));
                goals.add(report.ratio(contender, P99, contender.isInMemory() ? P99_LIMIT_MEMORY : P99_LIMIT_DISK));
            }
        }
        report.printGoals(System.out, goals);
        rounds.printQuiet();
        report.write(outFolder, goals);
        System.out.println("Histograms (.hlog), rounds.csv, goals.json and percentiles.svg: " + outFolder
            .toAbsolutePath());
        return 0;
    }
}
