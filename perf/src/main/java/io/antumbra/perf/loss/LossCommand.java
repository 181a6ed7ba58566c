package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Delivery over lossy links in virtual time: Antumbra beside its rivals on the same networks. Main thread only. */
@Command(
    name = "loss",
    mixinStandardHelpOptions = true,
    description = "Delivery latency and bytes over lossy links, Antumbra beside its rivals, in virtual time: the same" +
        " networks, by seed, for all of them.")
public final class LossCommand implements Callable<Integer>
{
    private static final int TUNING_PART = 8;

    @Option(names = "--cells", split = ",", defaultValue = "*", paramLabel = "PATTERN",
        description = "Cells to run, as load/network with * for any text: loads burst, sparse, 100, 10k; networks" +
            " none, random0.1, random1, random5, ge, blackout, quic, 5g-weak, 5g-urban. Default: all.")
    private List<String> cells;

    @Option(names = "--rivals", split = ",", paramLabel = "NAME", description = "Rivals to run. Default: all.")
    private List<String> rivals;

    @Option(names = "--entries", defaultValue = "1000000", paramLabel = "N",
        description = "Entries of each rival in each cell, over all seeds. Default: ${DEFAULT-VALUE}.")
    private long entries;

    @Option(names = "--seeds", defaultValue = "10", paramLabel = "N",
        description = "Seeds, each a network and a load of its own. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--first-seed", defaultValue = "1", paramLabel = "SEED",
        description = "The first of them. Default: ${DEFAULT-VALUE}.")
    private long firstSeed;

    @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
        description = "Trials run at the same time; the figures do not depend on it. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the files go. Default: target/perf/loss.")
    private Path outFolder = Path.of("target", "perf", "loss");

    /** For the command line's parser. */
    public LossCommand()
    {
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException
    {
        atLeastOne("--entries", entries / Math.max(1, seeds));
        atLeastOne("--seeds", seeds);
        atLeastOne("--threads", threads);
        final List<RivalKind> kinds = rivals == null ? RivalKind.ALL : rivals.stream().map(RivalKind::of)
            .toList();
        final LossReport report = new LossReport(System.out);
        report.printSettings(kinds, entries, seeds, firstSeed);
        final List<RivalResult> results = new ArrayList<>();
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        final FixedTuning tuning = new FixedTuning(pool, firstSeed, entries / TUNING_PART);
        final EqualParity parity = new EqualParity(pool, firstSeed, entries / TUNING_PART);
        try
        {
            for (final Cell cell : Cells.matching(cells))
            {
                final List<RivalResult> ofCell =
                    Trials.run(pool, cell, tuned(kinds, tuning, parity, cell), firstSeed, seeds,
                        entries);
                report.print(cell, ofCell);
                results.addAll(ofCell);
            }
        }
        finally
        {
            pool.shutdownNow();
        }
        final List<Goal> goals = new LossGoals(results).goals();
        report.printGoals(goals);
        new LossFiles(outFolder).write(results, goals);
        System.out.println("cells.csv, goals.json, a plot (.svg) and histograms (.hlog) of each cell: " + outFolder
            .toAbsolutePath());
        return 0;
    }

    /** The fixed constants are those of each cell, and so is the length of the groups of parity. */
    private static List<RivalKind> tuned(final List<RivalKind> kinds, final FixedTuning tuning,
        final EqualParity parity, final Cell cell) throws InterruptedException, ExecutionException
    {
        final List<RivalKind> tuned = new ArrayList<>();
        for (final RivalKind kind : kinds)
        {
            final RivalKind ofCell = switch (kind.label)
            {
                case RivalKind.FIXED -> tuning.bestFor(cell, System.out);
                case RivalKind.PARITY -> parity.kindFor(cell, System.out);
                default -> kind;
            };
            tuned.add(ofCell);
        }
        return tuned;
    }

    private static void atLeastOne(final String name, final long value)
    {
        if (value < 1)
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: 1 or more for each seed");
        }
    }
}
