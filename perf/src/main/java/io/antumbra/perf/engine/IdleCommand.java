package io.antumbra.perf.engine;

import io.antumbra.perf.measure.ChildJvm;
import io.antumbra.perf.measure.FreePorts;
import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.ProcessMemory;
import io.antumbra.perf.measure.ProcessorTimes;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.perf.measure.TextTable;
import io.antumbra.runtime.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How much of a core a primary and two standbys use while nothing is appended. Main thread only.
 */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    description = "Starts a primary and two standbys in the default profile, appends nothing, and reads what they use.")
public final class IdleCommand implements Callable<Integer>
{
    private static final int STANDBYS = 2;
    private static final double LIMIT_PERCENT = 30.0;
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long EXIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final double NS_PER_S = 1e9;

    @Option(names = "--seconds", defaultValue = "20", description = "Measured time; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--settle-seconds", defaultValue = "10",
        description = "Time before that, for compilers to end; default ${DEFAULT-VALUE}.")
    private double settleSeconds;

    @Option(names = "--folder", defaultValue = "target/perf",
        description = "Where to make the shadows, removed at the end; default ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "For the measured JVMs; may be repeated.")
    private List<String> jvmArgs = new ArrayList<>();

    /** For the command line's parser. */
    public IdleCommand()
    {
    }

    @Override
    public Integer call()
    {
        final List<ChildJvm> replicas = new ArrayList<>();
        try (ScratchFolder scratch = new ScratchFolder(folder, "idle"))
        {
            start(scratch, replicas);
            for (final ChildJvm replica : replicas)
            {
                replica.await("ready", START_TIMEOUT_NS);
            }
            sleep(settleSeconds);
            measure(replicas, scratch.path());
            replicas.forEach(ChildJvm::stop);
            replicas.forEach((replica) -> replica.awaitExit(EXIT_TIMEOUT_NS));
        }
        finally
        {
            replicas.forEach(ChildJvm::close);
        }
        return 0;
    }

    private void start(final ScratchFolder scratch, final List<ChildJvm> replicas)
    {
        final List<String> endpoints = FreePorts.endpoints(1 + STANDBYS);
        for (int id = STANDBYS; id >= 0; id--)
        {
            final ReplicaOptions options = new ReplicaOptions();
            options.role = id == 0 ? Role.PRIMARY : Role.STANDBY;
            options.replicaId = id;
            options.endpoint = endpoints.get(id);
            options.folder = scratch.subfolder("replica-" + id);
            options.journalFolder = options.folder;
            for (int peer = id == 0 ? 1 : 0; peer <= (id == 0 ? STANDBYS : 0); peer++)
            {
                options.peers.put(peer, endpoints.get(peer));
            }
            replicas.add(0, Replicas.start(options, jvmArgs));
        }
    }

    private void measure(final List<ChildJvm> replicas, final Path scratch)
    {
        final long[] before = replicas.stream().mapToLong((replica) -> ProcessorTimes.usedBy(replica.pid())).toArray();
        final long startNs = System.nanoTime();
        sleep(seconds);
        final double elapsedTicks = (System.nanoTime() - startNs) / (double)ProcessorTimes.TICK_NS;

        final TextTable table = new TextTable("replica", "% of a core", "resident", "of it private");
        double totalPercent = 0;
        for (int i = 0; i < before.length; i++)
        {
            final long pid = replicas.get(i).pid();
            final double percent = 100.0 * (ProcessorTimes.usedBy(pid) - before[i]) / elapsedTicks;
            totalPercent += percent;
            table.row((i == 0 ? "primary " : "standby ") + i, Goal.number(percent), ProcessMemory.megabytes(
                ProcessMemory.bytes(pid, "VmRSS")), ProcessMemory.megabytes(ProcessMemory.bytes(pid, "RssAnon")));
        }
        table.print(System.out);
        System.out.println("Files of all three shadows: " + ProcessMemory.megabytes(ProcessMemory.allocated(scratch)));
        System.out.println();
        final TextTable goals = Goal.table();
        Goal.atMost("idle primary and two standbys together", "% of a core", totalPercent, LIMIT_PERCENT).addTo(goals);
        goals.print(System.out);
    }

    private static void sleep(final double durationSeconds)
    {
        final SleepingMillisIdleStrategy idleStrategy = new SleepingMillisIdleStrategy(50);
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationSeconds * NS_PER_S)
        {
            idleStrategy.idle();
        }
    }
}
