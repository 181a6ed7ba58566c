package io.antumbra.chaos.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.EventKind;
import io.antumbra.runtime.JvmFlags;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/** One replica as its parent sees it: a folder that stays, a process that comes and goes, counters that outlive it. */
final class Replica implements AutoCloseable
{
    final int replicaId;
    final Path folder;
    String plant = KillSettings.NO_PLANT;

    private final int[] ports;
    private final List<String> flags;
    private Process process;
    private ReplicaSpec spec;
    private Counters counters;
    private int starts;

    Replica(final int replicaId, final Path folder, final int[] ports, final List<String> flags)
    {
        this.flags = List.copyOf(flags);
        this.replicaId = replicaId;
        this.folder = folder;
        this.ports = ports.clone();
    }

    boolean isPrimary()
    {
        return replicaId == ReplicaSpec.PRIMARY_ID;
    }

    boolean isPlanted()
    {
        return !KillSettings.NO_PLANT.equals(plant);
    }

    ReplicaSpec spec()
    {
        return spec;
    }

    void start(final int window, final long[] primaryEnds)
    {
        spec = new ReplicaSpec(replicaId, folder, ports, plant, window, primaryEnds);
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx192m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(JvmFlags.forChildJvm());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(ReplicaMain.class.getName());
        spec.appendTo(command);
        try
        {
            Files.createDirectories(folder);
            starts++;
            final File log = log().toFile();
            forgetCounters();
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private Path log()
    {
        return folder.resolve("start-" + starts + ".log");
    }

    /** How often this process has built its media driver and client anew. */
    long rebuilds()
    {
        return logged(EventKind.TRANSPORT_RESET.name());
    }

    /** Whether its producer, told to stop, has offered its last entry. */
    boolean hasStoppedProducing()
    {
        return logged(ReplicaMain.PRODUCER_STOPPED) > 0;
    }

    private long logged(final String start)
    {
        try (Stream<String> lines = Files.lines(log()))
        {
            return lines.filter(line -> line.startsWith(start)).count();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** SIGSTOP: the process stands still, with everything that it holds, until it is continued. */
    void stop()
    {
        signal("-STOP");
    }

    /** SIGCONT. Its counters may be in another file from now on. */
    void goOn()
    {
        signal("-CONT");
    }

    private void signal(final String name)
    {
        try
        {
            final Process sender = new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start();
            if (sender.onExit().join().exitValue() != 0)
            {
                throw new IllegalStateException("kill " + name + " of replica " + replicaId + " failed, is it gone?");
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The media driver was built anew, its counters file with it. */
    void forgetCounters()
    {
        CloseHelper.quietClose(counters);
        counters = null;
    }

    boolean isAlive()
    {
        return process != null && process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill()
    {
        process.destroyForcibly();
        await(10);
    }

    /** Asks the producer to stop. */
    void tell()
    {
        try
        {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("replica " + replicaId + " is gone, see its log in " + folder, ex);
        }
    }

    /** Ends its standard input and waits for an orderly close. */
    boolean end()
    {
        CloseHelper.quietClose(process.getOutputStream());
        return await(20);
    }

    private boolean await(final int seconds)
    {
        try
        {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its counters, or null while the process has none yet. */
    Counters counters()
    {
        if (counters == null && process != null && !isPlanted())
        {
            final Path file = spec.aeronFile(process.pid());
            if (Files.exists(file))
            {
                try
                {
                    counters = Counters.map(new File(Files.readString(file)), replicaId);
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        }
        return counters;
    }

    long counter(final EngineCounter counter, final int streamId)
    {
        final Counters mapped = counters();
        return mapped == null ? 0 : mapped.value(counter, streamId);
    }

    /** Ends what is left of it, and removes what a killed media driver left in the RAM disk. */
    @Override
    public void close()
    {
        if (isAlive())
        {
            kill();
        }
        CloseHelper.quietClose(counters);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "aeron-*.path"))
        {
            for (final Path file : files)
            {
                final String directory = Files.readString(file);
                IoUtil.delete(new File(directory), true);
                Files.deleteIfExists(Path.of(directory + ".lock"));
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
