package io.antumbra.chaos;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.antumbra.chaos.plant.Plant;
import io.antumbra.chaos.sim.Fault;
import io.antumbra.chaos.sim.Simulation;
import io.antumbra.chaos.sim.SimulationFailure;
import io.antumbra.chaos.sim.SimulationResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs seeds through the simulator until one fails, the number is done, or the time is over. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs whole clusters of the production machines in virtual time, one for each seed.",
    "The exit status is 0 when every seed kept every promise, 1 when one did not: its seed and the last events are " +
        "printed, and --seed replays it." })
final class SimulateCommand implements Callable<Integer>
{
    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(1);

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds; default 1000, or 1 with --seed.")
    private Long seeds;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed, the others follow it; default random.")
    private Long firstSeed;

    @Option(names = "--minutes", paramLabel = "M", description = "Stop after this time, whatever is left.")
    private Double minutes;

    @Option(names = "--keep-going", description = "Do not stop at the first seed that fails.")
    private boolean keepGoing;

    @Option(names = "--threads", paramLabel = "T",
        description = "Seeds run side by side; default one for each processor. What a seed does is the same.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--plant", paramLabel = "NAME",
        description = "Plant a fault that must be caught: ${COMPLETION-CANDIDATES}.")
    private Plant plant = Plant.NOTHING;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long done;
    private long failed;
    private long refused;
    private long acknowledged;
    private long delivered;
    private long epochs;
    private long virtualNs;
    private long slowestRecoveryNs;
    private long shownNs;

    @Override
    public Integer call() throws InterruptedException
    {
        final long count = seeds != null ? seeds : firstSeed != null ? 1 : 1000;
        if (count < 1)
        {
            throw new ParameterException(spec.commandLine(), "--seeds=" + count + " is not allowed: 1 or more");
        }
        if (threads < 1)
        {
            throw new ParameterException(spec.commandLine(), "--threads=" + threads + " is not allowed: 1 or more");
        }
        final long first = firstSeed != null ? firstSeed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        final long startNs = System.nanoTime();
        final long endNs = minutes == null ? Long.MAX_VALUE : (long)(minutes * TimeUnit.MINUTES.toNanos(1));
        final PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "seeds %d to %d, nothing else decides what happens%n", first, first + count - 1);
        final AtomicLong next = new AtomicLong(first);
        final List<FutureTask<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, count); i++)
        {
            workers.add(new FutureTask<>(() -> work(next, first + count, startNs, endNs, out), null));
            new Thread(workers.get(i), "simulation-" + i).start();
        }
        for (final FutureTask<Void> worker : workers)
        {
            end(worker);
        }
        summary(out, System.nanoTime() - startNs);
        return failed == 0 ? 0 : 1;
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
    private void work(final AtomicLong next, final long end, final long startNs, final long endNs,
        final PrintWriter out)
    {
        long seed = next.getAndIncrement();
        while (seed < end && System.nanoTime() - startNs < endNs && !isOver())
        {
            run(seed, out);
            progress(end - next.get(), System.nanoTime() - startNs, out);
            seed = next.getAndIncrement();
        }
    }

    private synchronized boolean isOver()
    {
        return failed > 0 && !keepGoing;
    }

    private synchronized void progress(final long left, final long elapsedNs, final PrintWriter out)
    {
        if (elapsedNs - shownNs >= PROGRESS_NS)
        {
            shownNs = elapsedNs;
            out.printf(Locale.ROOT, "\r%d seeds done, %d to go, %.0f seeds/s, %d failed ", done, Math.max(0, left),
                done * 1e9 / elapsedNs, failed);
            out.flush();
        }
    }

    private void run(final long seed, final PrintWriter out)
    {
        try
        {
            count(Simulation.run(seed, plant.ports()));
        }
        catch (final SimulationFailure failure)
        {
            tell(failure, out);
        }
    }

    private synchronized void count(final SimulationResult result)
    {
        done++;
        refused += result.isRefused() ? 1 : 0;
        acknowledged += result.acknowledged();
        delivered += result.delivered();
        epochs += result.epochs();
        virtualNs += result.virtualNs();
        slowestRecoveryNs = Math.max(slowestRecoveryNs, result.recoveryNs());
        for (final Fault fault : Fault.values())
        {
            faults.merge(fault, result.faults(fault), Long::sum);
        }
    }

    private synchronized void tell(final SimulationFailure failure, final PrintWriter out)
    {
        done++;
        failed++;
        out.printf(Locale.ROOT, "%n%s%n", failure.getMessage());
        if ("no exception".equals(failure.invariant()))
        {
            failure.getCause().getCause().printStackTrace(out);
        }
    }

    private void summary(final PrintWriter out, final long elapsedNs)
    {
        out.printf(Locale.ROOT, "%n%d seeds in %.1f s: %.1f seeds/s, %.0f cluster-minutes a minute%n", done,
            elapsedNs / 1e9, done * 1e9 / elapsedNs, (double)virtualNs / elapsedNs);
        out.printf(Locale.ROOT, "acknowledged %d, delivered %d, leadership terms %d, slowest recovery %.2f s, " +
            "%d seeds ended with a refused replica%n", acknowledged, delivered, epochs, slowestRecoveryNs / 1e9,
            refused);
        out.println("faults injected:");
        for (final Fault fault : Fault.values())
        {
            out.printf(Locale.ROOT, "  %-18s %12d%n", fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                faults.getOrDefault(fault, 0L));
        }
        out.println(failed == 0 ? "every seed kept every promise" : failed + " seeds failed");
        out.flush();
    }
}
