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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Delivery over lossy links, in virtual time or on real sockets: Antumbra beside its rivals. Main thread only. */
@Command(
    name = "loss",
    mixinStandardHelpOptions = true,
    description = "Delivery latency and bytes over lossy links, Antumbra beside its rivals, in virtual time (with" +
        " --sockets on real sockets): the same networks, by seed, for all of them.")
public final class LossCommand implements Callable<Integer>
{
    private static final List<String> ALL_CELLS = List.of("*");
    private static final List<String> VIRTUAL_ONLY = List.of("--entries", "--seeds", "--threads");
    private static final List<String> SOCKETS_ONLY = List.of("--rounds", "--seconds", "--warm-up-seconds");

    @Spec
    private CommandSpec spec;

    @Mixin
    private SocketOptions sockets;

    @Option(names = "--cells", split = ",", paramLabel = "PATTERN",
        description = "Cells to run, as load/network with * for any text: loads burst, sparse, 100, 10k; networks" +
            " none, random0.1, random1, random5, ge, blackout, quic, 5g-weak, 5g-urban. Default: all; with --sockets" +
            " burst/none,random1,ge,blackout, sparse/none,ge, 10k/none,random5.")
    private List<String> cells;

    @Option(names = "--rivals", split = ",", paramLabel = "NAME",
        description = "Rivals to run. Default: all; with --sockets see there.")
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

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the files go. Default:" +
        " target/perf/loss, with --sockets target/perf/loss-sockets.")
    private Path outFolder;

    /** For the command line's parser. */
    public LossCommand()
    {
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException
    {
        refuse(sockets.isChosen ? VIRTUAL_ONLY : SOCKETS_ONLY);
        if (sockets.isChosen)
        {
            return callOnSockets();
        }
        atLeastOne("--entries", entries / Math.max(1, seeds));
        atLeastOne("--seeds", seeds);
        atLeastOne("--threads", threads);
        final List<RivalKind> kinds = rivals == null ? RivalKind.ALL : rivals.stream().map(RivalKind::of)
            .toList();
        final LossReport report = new LossReport(System.out);
        report.printSettings(kinds, entries, seeds, firstSeed);
        final List<RivalResult> results = new ArrayList<>();
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        final Trials trials = new Trials(pool, firstSeed, seeds, entries);
        final FixedTuning tuning = new FixedTuning(trials.forTuning());
        final EqualParity parity = new EqualParity(trials.forTuning());
        try
        {
            for (final Cell cell : Cells.matching(cells == null ? ALL_CELLS : cells))
            {
                final List<RivalResult> ofCell = trials.run(cell, tuned(kinds, tuning, parity, cell));
                report.print(cell, ofCell);
                results.addAll(ofCell);
            }
        }
        finally
        {
            pool.shutdownNow();
        }
        conclude(report, results, "loss");
        return 0;
    }

    /** What is known is written after each cell: such a run takes an hour. */
    private int callOnSockets() throws IOException
    {
        sockets.check();
        final List<RivalKind> kinds = SocketRivals.kinds(rivals == null ? SocketRivals.DEFAULTS : rivals);
        final List<Cell> chosen = Cells.matching(cells == null ? SocketOptions.CELLS : cells);
        final LossReport report = new LossReport(System.out);
        report.printSocketSettings(kinds, chosen, sockets, firstSeed);
        final List<RivalResult> results = new ArrayList<>();
        final SocketRuns runs = new SocketRuns(sockets, firstSeed, System.out);
        for (final Cell cell : chosen)
        {
            final List<RivalResult> ofCell = runs.run(cell, kinds);
            report.print(cell, ofCell);
            report.printConfidence(ofCell);
            results.addAll(ofCell);
            new LossFiles(folder("loss-sockets")).write(results, List.of());
        }
        conclude(report, results, "loss-sockets");
        return 0;
    }

    private void conclude(final LossReport report, final List<RivalResult> results, final String folderName)
        throws IOException
    {
        final List<Goal> goals = new LossGoals(results).goals();
        report.printGoals(goals);
        final Path folder = folder(folderName);
        new LossFiles(folder).write(results, goals);
        System.out.println("cells.csv, goals.json, a plot (.svg) and histograms (.hlog) of each cell: " + folder
            .toAbsolutePath());
    }

    private Path folder(final String name)
    {
        return outFolder == null ? Path.of("target", "perf", name) : outFolder;
    }

    private void refuse(final List<String> options)
    {
        for (final String option : options)
        {
            if (spec.commandLine().getParseResult().hasMatchedOption(option))
            {
                throw new ParameterException(spec.commandLine(), option + (sockets.isChosen ?
                    " is for virtual time: with --sockets say " + SOCKETS_ONLY :
                    " is for real sockets: add --sockets"));
            }
        }
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
