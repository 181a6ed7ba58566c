package io.antumbra.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

import io.antumbra.chaos.plant.Plant;
import io.antumbra.chaos.sim.Minimiser;
import io.antumbra.chaos.sim.Simulation;
import io.antumbra.chaos.sim.SimulationFailure;
import io.antumbra.chaos.sim.SimulationResult;
import io.antumbra.chaos.sim.Swarm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs seeds through the simulator until one fails, the number is done, or the time is over. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs whole clusters of the production machines in virtual time, one for each seed.",
    "The exit status is 0 when every seed kept every promise, 1 when one did not: its seed, the fewest faults that " +
        "break the same promise, and the last events are printed, and --seed replays it." })
final class SimulateCommand implements Callable<Integer>
{
    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BAR_WIDTH = 24;
    private static final int DEFAULT_SEEDS = 1000;
    private static final int MINIMISER_RUNS = 300;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N",
        description = "How many seeds; default 1000, 1 with --seed, no end with --minutes.")
    private Long seeds;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed, the others follow it; default random.")
    private Long firstSeed;

    @Option(names = "--minutes", paramLabel = "M", description = "Stop after this time, whatever is left.")
    private Double minutes;

    @Option(names = "--swarm", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Leave each kind of fault out of half the seeds, so that rare mixes come up; the default." +
            " --no-swarm has every kind in every seed.")
    private boolean isSwarm;

    @Option(names = "--only", paramLabel = "I", split = ",",
        description = "Of the schedule, only the faults at these places, as a minimised one names them.")
    private Set<Integer> only;

    @Option(names = "--trace", paramLabel = "N", description = "Print the last N events of each seed that passes, too.")
    private int traceLines;

    @Option(names = "--minimise", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Leave out faults of a schedule that fails while it still does; the default.")
    private boolean isMinimised;

    @Option(names = "--keep-going", description = "Do not stop at the first seed that fails.")
    private boolean keepGoing;

    @Option(names = "--threads", paramLabel = "T",
        description = "Seeds run side by side; default one for each processor. What a seed does is the same.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--log", paramLabel = "FILE",
        description = "Append the ranges of seeds that ran, and the commit, to this file.")
    private Path log;

    @Option(names = "--resume", description = "Go on behind the last seed that the log names.")
    private boolean isResumed;

    @Option(names = "--plant", paramLabel = "NAME",
        description = "Plant a fault that must be caught: ${COMPLETION-CANDIDATES}.")
    private Plant plant = Plant.NOTHING;

    private final SimulationTally tally = new SimulationTally();
    private Swarm swarm;
    private SoakLog soakLog;
    private long first;
    private long count;
    private long startNs;
    private long failed;
    private long shownNs;

    @Override
    public Integer call() throws InterruptedException, IOException
    {
        swarm = isSwarm ? Swarm.SOME_KINDS : Swarm.ALL_KINDS;
        begin();
        startNs = System.nanoTime();
        final long endNs = minutes == null ? Long.MAX_VALUE : (long)(minutes * TimeUnit.MINUTES.toNanos(1));
        final PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "seeds %d to %s, nothing else decides what happens%n", first,
            count == Long.MAX_VALUE ? "the end of the time" : Long.toString(first + count - 1));
        out.flush();
        final AtomicLong next = new AtomicLong();
        final List<FutureTask<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, count); i++)
        {
            workers.add(new FutureTask<>(() -> work(next, endNs, out), null));
            new Thread(workers.get(i), "simulation-" + i).start();
        }
        for (final FutureTask<Void> worker : workers)
        {
            end(worker);
        }
        summary(out, System.nanoTime() - startNs);
        return failed == 0 ? 0 : 1;
    }

    private void begin() throws IOException
    {
        count = seeds != null ? seeds : minutes != null ? Long.MAX_VALUE : firstSeed != null ? 1 : DEFAULT_SEEDS;
        positive("--seeds", count);
        positive("--threads", threads);
        if (isResumed && log == null)
        {
            throw new ParameterException(spec.commandLine(), "--resume needs the --log to go on from");
        }
        first = firstSeed != null ? firstSeed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        if (log != null)
        {
            soakLog = new SoakLog(log, SimulateCommand.class, swarm.name());
            first = isResumed ? soakLog.resume(firstSeed != null ? firstSeed : 1) : first;
            soakLog.begin(first);
        }
    }

    private void positive(final String name, final long value)
    {
        if (value < 1)
        {
            throw new ParameterException(spec.commandLine(), name + "=" + value + " is not allowed: 1 or more");
        }
    }

    private static void end(final FutureTask<Void> worker) throws InterruptedException
    {
        try
        {
            worker.get();
        }
        catch (final ExecutionException ex)
        {
            throw new IllegalStateException("the simulator itself failed", ex.getCause());
        }
    }

    /** Runs the next seed until there is none, one has failed, or the time is over. */
    private void work(final AtomicLong next, final long endNs, final PrintWriter out)
    {
        long index = next.getAndIncrement();
        while (index < count && System.nanoTime() - startNs < endNs && !isOver())
        {
            run(first + index, out);
            progress(System.nanoTime() - startNs, endNs, out);
            index = next.getAndIncrement();
        }
    }

    private synchronized boolean isOver()
    {
        return failed > 0 && !keepGoing;
    }

    private synchronized void progress(final long elapsedNs, final long endNs, final PrintWriter out)
    {
        if (elapsedNs - shownNs < PROGRESS_NS)
        {
            return;
        }
        shownNs = elapsedNs;
        final long done = tally.done() + failed;
        final double share = Math.min(1, Math.max((double)done / count, (double)elapsedNs / endNs));
        final int bars = (int)(share * BAR_WIDTH);
        out.printf(Locale.ROOT, "\r[%s%s] %3.0f %%  %d seeds, %.1f seeds/s, %.0f cluster-minutes/min, %d failed ",
            "#".repeat(bars), ".".repeat(BAR_WIDTH - bars), 100 * share, done, done * 1e9 / elapsedNs,
            (double)tally.virtualNs() / elapsedNs, failed);
        out.flush();
    }

    private void run(final long seed, final PrintWriter out)
    {
        final IntPredicate isKept = only == null ? index -> true : new HashSet<>(only)::contains;
        try
        {
            final SimulationResult result = Simulation.run(seed, plant.ports(), swarm, isKept);
            if (traceLines > 0)
            {
                out.printf(Locale.ROOT, "%nseed %d%n%s", seed, result.trace(traceLines));
            }
            count(result);
        }
        catch (final SimulationFailure failure)
        {
            final SimulationFailure smallest =
                only != null || !isMinimised ? failure : new Minimiser(failure, plant::ports, swarm,
                    MINIMISER_RUNS).minimise();
            tell(failure, smallest, out);
        }
    }

    private synchronized void count(final SimulationResult result)
    {
        tally.add(result);
        logged(result.seed(), null);
    }

    private synchronized void tell(final SimulationFailure failure, final SimulationFailure smallest,
        final PrintWriter out)
    {
        failed++;
        logged(failure.seed(), failure.invariant());
        out.printf(Locale.ROOT, "%n%s%n", smallest.getMessage());
        if ("no exception".equals(smallest.invariant()))
        {
            smallest.getCause().getCause().printStackTrace(out);
        }
        final StringBuilder kept = new StringBuilder();
        smallest.faults().forEach(fault -> kept.append(kept.length() == 0 ? "" : ",").append(fault));
        out.printf(Locale.ROOT, "%d of %d faults are enough; replay: simulate --seed %d%s --only %s%n%n", smallest
            .faults().size(), failure.faults().size(), failure.seed(), isSwarm ? "" : " --no-swarm",
            kept.length() == 0 ?
                "-1" : kept);
    }

    private void logged(final long seed, final String invariant)
    {
        try
        {
            if (soakLog != null && invariant == null)
            {
                soakLog.passed(seed);
            }
            else if (soakLog != null)
            {
                soakLog.failed(seed, invariant);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void summary(final PrintWriter out, final long elapsedNs) throws IOException
    {
        final long done = tally.done() + failed;
        out.printf(Locale.ROOT, "%n%d seeds in %.1f s: %.1f seeds/s, %.0f events/s, %.0f cluster-minutes a minute%n",
            done, elapsedNs / 1e9, done * 1e9 / elapsedNs, tally.steps() * 1e9 / elapsedNs, (double)tally.virtualNs() /
                elapsedNs);
        ProcessHandle.current().info().totalCpuDuration().ifPresent(used -> out.printf(Locale.ROOT,
            "%.1f s of processor time, start and compiler included: %.0f cluster-minutes for each minute of it%n", used
                .toNanos() / 1e9,
            (double)tally.virtualNs() / used.toNanos()));
        if (tally.done() > 0)
        {
            tally.print(out);
        }
        if (soakLog != null)
        {
            soakLog.flush();
            out.println(log + " names " + soakLog.total() + " seeds of this code");
        }
        out.println(failed == 0 ? "every seed kept every promise" : failed + " seeds failed");
        out.flush();
    }
}
