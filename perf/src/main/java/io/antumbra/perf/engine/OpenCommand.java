package io.antumbra.perf.engine;

import io.antumbra.perf.measure.ChildJvm;
import io.antumbra.perf.measure.FreePorts;
import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.Medians;
import io.antumbra.perf.measure.ProcessMemory;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.perf.measure.TextTable;
import io.antumbra.runtime.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long an embedded engine takes to start: for the first time, on a shadow of a million records that was closed in
 * order, and on one whose process was killed with {@code kill -9} while it appended. Each start is a new JVM. Main
 * thread only.
 */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = "Measures the start of an engine in a new JVM: cold, on a large shadow closed in order, killed.")
public final class OpenCommand implements Callable<Integer>
{
    private static final double NS_PER_S = 1e9;
    private static final double MS_PER_S = 1e3;
    private static final double COLD_LIMIT_S = 3.0;
    private static final double CLEAN_LIMIT_S = 3.0;
    private static final double KILLED_LIMIT_S = 6.0;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final int APPEND_BEFORE_KILL_MS = 300;

    @Option(names = "--records", defaultValue = "1000000",
        description = "In the large shadow; default ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--repeats", defaultValue = "3",
        description = "Of each start; the median counts; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--folder", defaultValue = "target/perf",
        description = "Where to make the shadows, removed at the end; default ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "For the measured JVMs; may be repeated.")
    private List<String> jvmArgs = new ArrayList<>();

    private final TextTable table = new TextTable("start", "JVM to leading", "launch to leading", "launch returns",
        "resident", "of it private", "files");

    /** For the command line's parser. */
    public OpenCommand()
    {
    }

    @Override
    public Integer call() throws InterruptedException
    {
        if (records < 1 || repeats < 1)
        {
            throw new IllegalArgumentException("--records=" + records + " and --repeats=" + repeats +
                " must be 1 or more");
        }
        final double[] coldS = new double[repeats];
        final double[] cleanS = new double[repeats];
        final double[] killedS = new double[repeats];
        try (ScratchFolder scratch = new ScratchFolder(folder, "open"))
        {
            for (int i = 0; i < repeats; i++)
            {
                coldS[i] = startAndStop("cold, default profile", options(scratch, "cold-" + i, 0));
            }
            final ReplicaOptions large = options(scratch, "large", BitUtil.findNextPositivePowerOfTwo(records));
            large.append = records;
            startAndStop("cold, room for " + large.slots + " records", large);
            large.append = 0;
            for (int i = 0; i < repeats; i++)
            {
                cleanS[i] = startAndStop("closed in order, " + records + " records", large);
            }
            for (int i = 0; i < repeats; i++)
            {
                kill(large);
                killedS[i] = startAndStop("after kill -9, " + records + " records", large);
            }
        }
        table.print(System.out);
        System.out.println();
        final TextTable goals = Goal.table();
        Goal.atMost("JVM start to leading, cold", "s", Medians.median(coldS), COLD_LIMIT_S).addTo(goals);
        Goal.atMost("JVM start to leading, clean reopen", "s", Medians.median(cleanS), CLEAN_LIMIT_S).addTo(goals);
        Goal.atMost("JVM start to leading, after kill -9", "s", Medians.median(killedS), KILLED_LIMIT_S).addTo(goals);
        goals.print(System.out);
        return 0;
    }

    /** Seconds from the start of the JVM until the engine leads. */
    private double startAndStop(final String name, final ReplicaOptions options)
    {
        final long startNs = System.nanoTime();
        try (ChildJvm replica = Replicas.start(options, jvmArgs))
        {
            final double launchedS = Double.parseDouble(replica.await("launched ", TIMEOUT_NS)) / MS_PER_S;
            final double leadingS = Double.parseDouble(replica.await("ready ", TIMEOUT_NS)) / MS_PER_S;
            final double fromJvmS = (System.nanoTime() - startNs) / NS_PER_S;
            if (options.append > 0)
            {
                replica.await("appended", TIMEOUT_NS);
            }
            table.row(name, Goal.number(fromJvmS) + " s", Goal.number(leadingS) + " s", Goal.number(launchedS) + " s",
                ProcessMemory.megabytes(ProcessMemory.bytes(replica.pid(), "VmRSS")),
                ProcessMemory.megabytes(ProcessMemory.bytes(replica.pid(), "RssAnon")),
                ProcessMemory.megabytes(ProcessMemory.allocated(options.folder)));
            replica.stop();
            final int status = replica.awaitExit(TIMEOUT_NS);
            if (status != 0)
            {
                throw new IllegalStateException(name + ": the replica ended with status " + status);
            }
            return fromJvmS;
        }
    }

    /** Let it append at full speed, and kill it meanwhile. */
    private void kill(final ReplicaOptions options) throws InterruptedException
    {
        options.isAppendingForEver = true;
        try (ChildJvm replica = Replicas.start(options, jvmArgs))
        {
            replica.await("ready ", TIMEOUT_NS);
            new SleepingMillisIdleStrategy(APPEND_BEFORE_KILL_MS).idle();
            replica.kill();
        }
        options.isAppendingForEver = false;
    }

    private static ReplicaOptions options(final ScratchFolder scratch, final String name, final int slots)
    {
        final ReplicaOptions options = new ReplicaOptions();
        options.role = Role.PRIMARY;
        options.replicaId = 0;
        options.endpoint = FreePorts.endpoints(1).get(0);
        options.folder = scratch.subfolder(name);
        options.journalFolder = options.folder;
        options.slots = slots;
        return options;
    }
}
