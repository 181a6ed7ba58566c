package io.antumbra.perf.rig;

import io.antumbra.perf.measure.ChildJvm;
import io.antumbra.perf.measure.ForeignLoad;
import io.antumbra.perf.measure.FreePorts;
import io.antumbra.perf.measure.ScratchFolder;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * One measurement of one contender: starts its two processes, watches the machine while they measure, reads the result
 * and sees both ended and their folders removed. One thread.
 */
final class Pair
{
    private static final int LOAD_CORE = 0;
    private static final int OTHER_CORE = 1;
    private static final int ANY_CORE = -1;
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long EXIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long STALL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(5);
    private static final double NS_PER_S = 1e9;

    private final RigOptions rig;
    private final LoadOptions load;
    private final boolean isFlood;
    private final Path outFolder;

    Pair(final RigOptions rig, final LoadOptions load, final boolean isFlood, final Path outFolder)
    {
        this.rig = rig;
        this.load = load;
        this.isFlood = isFlood;
        this.outFolder = outFolder;
    }

    /**
     * Measure once.
     *
     * @param contender to measure.
     * @param round     its number, from 1.
     * @return the result, marked when others took the processors.
     */
    RoundResult measure(final Contender contender, final int round)
    {
        settle();
        if (contender.isRaw())
        {
            return measure(contender, round, null, null);
        }
        try (ScratchFolder shadows = new ScratchFolder(contender.shadowFolder(), "rig");
            ScratchFolder journals = new ScratchFolder(outFolder, "journal"))
        {
            return measure(contender, round, shadows, journals);
        }
    }

    /** What the measurement before left to be written goes to the disk now, not while the next one measures. */
    private static void settle()
    {
        try
        {
            final int status = new ProcessBuilder("sync").inheritIO().start().waitFor();
            if (status != 0)
            {
                throw new IllegalStateException("sync ended with " + status + ", the disk cannot be brought to rest");
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("sync is needed to bring the disk to rest: install coreutils", ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the disk came to rest", ex);
        }
    }

    private RoundResult measure(final Contender contender, final int round, final ScratchFolder shadows,
        final ScratchFolder journals)
    {
        final List<String> endpoints = FreePorts.endpoints(2);
        final NodeOptions other = node("other", endpoints.get(1), endpoints.get(0), shadows, journals);
        final NodeOptions loading = node("load", endpoints.get(0), endpoints.get(1), shadows, journals);
        final Path logFile = outFolder.resolve(contender.fileName() + '-' + round + ".hlog");

        try (ChildJvm otherJvm =
            start(contender.isRaw() ? "raw-echo" : "engine-standby", OTHER_CORE, other.toArguments()))
        {
            otherJvm.await("ready", START_TIMEOUT_NS);
            final List<String> arguments = loading.toArguments();
            arguments.addAll(load.toArguments());
            arguments.addAll(List.of("--hlog", logFile.toString()));
            try (ChildJvm loadJvm = start(contender.isRaw() ? "raw-load" : "engine-load", LOAD_CORE, arguments))
            {
                loadJvm.await("ready", START_TIMEOUT_NS);
                final double foreignPercent = watch(loadJvm, List.of(loadJvm, otherJvm));
                final Map<String, String> result = parse(loadJvm.await("result ", EXIT_TIMEOUT_NS));
                end(loadJvm, "the loading process");
                otherJvm.stop();
                end(otherJvm, "the other process");
                return result(contender, round, logFile, foreignPercent, result);
            }
        }
    }

    private double watch(final ChildJvm loadJvm, final List<ChildJvm> both)
    {
        final long timeoutNs = (long)(load.totalSeconds() * NS_PER_S) + START_TIMEOUT_NS;
        if (!isMeasuringWhileStalled(loadJvm, both))
        {
            loadJvm.await("measuring", timeoutNs);
        }
        final ForeignLoad foreign = ForeignLoad.begin(both, System.nanoTime());
        loadJvm.await("measured", timeoutNs);
        return foreign.percentOfOneCore(System.nanoTime());
    }

    /**
     * The processes stand still in turn, for a moment each, as a busy machine makes them. What runs behind a stall only
     * (resends, bursts, the recovery of a window) would otherwise be compiled when the first one comes, in the window.
     * A few seconds of that at the beginning are enough: after 25 of 30 s the JVM had made resends a part of the path
     * of every entry, and the median was a fifth higher.
     */
    private boolean isMeasuringWhileStalled(final ChildJvm loadJvm, final List<ChildJvm> both)
    {
        final long startNs = System.nanoTime();
        final long warmupNs = (long)(load.warmupSeconds * NS_PER_S);
        final long stallsNs = Math.min(STALLED_NS, warmupNs / 2);
        int next = 0;
        while (System.nanoTime() - startNs < stallsNs)
        {
            if (loadJvm.poll("measuring", STALL_INTERVAL_NS) != null)
            {
                return true;
            }
            both.get(next++ % both.size()).stall(STALL_NS);
        }
        return false;
    }

    private RoundResult result(final Contender contender, final int round, final Path logFile,
        final double foreignPercent, final Map<String, String> result)
    {
        final boolean isDisturbed = foreignPercent > rig.maxForeignPercent;
        return isFlood ?
            new RoundResult(contender, round, new Histogram(1), Double.parseDouble(result.get("perSecond")), 0, 0,
                foreignPercent, isDisturbed) :
            new RoundResult(contender, round, read(logFile), 0, Long.parseLong(result.get("unacknowledged")),
                Long.parseLong(result.get("allocatedBytes")), foreignPercent, isDisturbed);
    }

    private ChildJvm start(final String command, final int core, final List<String> arguments)
    {
        final List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        return ChildJvm.start(command, RigMain.class, rig.isPinned ? core : ANY_CORE, rig.jvmArgs, all);
    }

    private NodeOptions node(final String role, final String endpoint, final String peer, final ScratchFolder shadows,
        final ScratchFolder journals)
    {
        final NodeOptions node = new NodeOptions();
        node.name = "perf-" + role + '-' + ProcessHandle.current().pid();
        node.endpoint = endpoint;
        node.peer = peer;
        node.isFlood = isFlood;
        if (shadows != null)
        {
            node.folder = shadows.subfolder(role);
            node.journalFolder = journals.subfolder(role);
        }
        return node;
    }

    private static void end(final ChildJvm child, final String name)
    {
        final int status = child.awaitExit(EXIT_TIMEOUT_NS);
        if (status != 0)
        {
            throw new IllegalStateException(name + " ended with status " + status + "; what it wrote stands above");
        }
    }

    private static Map<String, String> parse(final String line)
    {
        final Map<String, String> values = new HashMap<>();
        for (final String pair : line.trim().split(" "))
        {
            final int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    private static Histogram read(final Path logFile)
    {
        final File file = logFile.toFile();
        try (HistogramLogReader reader = new HistogramLogReader(file))
        {
            return (Histogram)reader.nextIntervalHistogram();
        }
        catch (final FileNotFoundException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
