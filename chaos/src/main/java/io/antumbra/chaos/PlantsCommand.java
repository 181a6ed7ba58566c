package io.antumbra.chaos;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

import io.antumbra.chaos.plant.Plant;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.chaos.sim.Simulation;
import io.antumbra.chaos.sim.SimulationFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plants each known fault and counts the seeds until a judge sees it. */
@Command(name = "plants", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Plants each known fault in turn and counts the seeds until it is caught.",
    "The exit status is 0 when each one was caught, and honest machines pass the seed that caught it." })
final class PlantsCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "10000",
        description = "Most seeds for each; default ${DEFAULT-VALUE}.")
    private long seeds;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "The first seed, the others follow it; default ${DEFAULT-VALUE}.")
    private long firstSeed;

    @Option(names = "--plant", paramLabel = "NAME", split = ",",
        description = "Only these: ${COMPLETION-CANDIDATES}.")
    private List<Plant> only;

    @Option(names = "--threads", paramLabel = "T", description = "Seeds side by side; default one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    private final List<Long> needed = new ArrayList<>();
    private long missed;

    @Override
    public Integer call() throws InterruptedException
    {
        if (seeds < 1 || threads < 1)
        {
            throw new ParameterException(spec.commandLine(), "--seeds=" + seeds + " --threads=" + threads +
                " is not allowed: 1 or more");
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.printf("%-28s %8s  %s%n", "planted fault", "seeds", "caught by");
        for (final Plant plant : only != null ? only : List.of(Plant.values()))
        {
            if (plant != Plant.NOTHING)
            {
                out.printf("%-28s %s%n", plant, line(plant));
                out.flush();
            }
        }
        needed.sort(null);
        out.printf(Locale.ROOT, "%d caught, median %s seeds, most %s; %d missed%n", needed.size(),
            needed.isEmpty() ? "-" : needed.get(needed.size() / 2), needed.isEmpty() ? "-" : needed.get(
                needed.size() - 1),
            missed);
        out.flush();
        return missed == 0 ? 0 : 1;
    }

    private String line(final Plant plant) throws InterruptedException
    {
        final SimulationFailure failure = firstFailure(plant);
        if (failure == null)
        {
            missed++;
            return "     NOT caught in " + seeds + " seeds";
        }
        final long count = failure.seed() - firstSeed + 1;
        try
        {
            Simulation.run(failure.seed(), Ports.HONEST);
        }
        catch (final SimulationFailure honest)
        {
            missed++;
            return "     but honest machines fail seed " + failure.seed() + " as well: " + honest.invariant();
        }
        needed.add(count);
        return String.format(Locale.ROOT, "%8d  %s", count, failure.invariant());
    }

    /** Side by side, and yet the lowest seed that fails. */
    private SimulationFailure firstFailure(final Plant plant) throws InterruptedException
    {
        final AtomicLong next = new AtomicLong();
        final AtomicLong end = new AtomicLong(seeds);
        final List<SimulationFailure> failures = new ArrayList<>();
        final List<FutureTask<Void>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++)
        {
            workers.add(new FutureTask<>(() -> search(plant, next, end, failures), null));
            new Thread(workers.get(i), "simulation-" + i).start();
        }
        for (final FutureTask<Void> worker : workers)
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
        SimulationFailure first = null;
        for (final SimulationFailure failure : failures)
        {
            first = first == null || failure.seed() < first.seed() ? failure : first;
        }
        return first;
    }

    private void search(final Plant plant, final AtomicLong next, final AtomicLong end,
        final List<SimulationFailure> failures)
    {
        long index = next.getAndIncrement();
        while (index < end.get())
        {
            try
            {
                Simulation.run(firstSeed + index, plant.ports());
            }
            catch (final SimulationFailure failure)
            {
                end.accumulateAndGet(index, Math::min);
                synchronized (failures)
                {
                    failures.add(failure);
                }
            }
            index = next.getAndIncrement();
        }
    }
}
