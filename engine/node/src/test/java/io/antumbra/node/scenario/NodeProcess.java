package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.counters.CounterFile;
import io.antumbra.node.process.NodeFile;
import io.antumbra.runtime.EngineCounter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One command of the executable jar in a JVM of its own. Used by the test's thread; killed when it is closed. */
final class NodeProcess implements AutoCloseable
{
    private static final File JAR = new File(System.getProperty("antumbra.jar", "target/antumbra.jar"));
    private static final long DEADLINE_SECONDS = 60;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final List<String> SMALL_JVM = List.of(
        "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

    private final Path folder;
    private final Path printed;
    private final Process process;
    private CounterFile counters;

    /**
     * @param folder    of the replica, null for a command that is none.
     * @param printed   takes what it prints, both outputs.
     * @param flags     for the JVM, before {@code -jar}.
     * @param arguments of the command line, the command first.
     */
    NodeProcess(final Path folder, final Path printed, final List<String> flags, final List<String> arguments)
        throws IOException
    {
        this.folder = folder;
        this.printed = printed;
        final List<String> command = new ArrayList<>(SMALL_JVM);
        command.add(0, java());
        command.addAll(flags);
        command.addAll(List.of("-jar", JAR.getAbsolutePath()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    }

    static String java()
    {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static File jar()
    {
        return JAR;
    }

    /** Polls until it is so, with a deadline far beyond what is ever needed. */
    static void await(final String what, final BooleanSupplier condition, final NodeProcess... involved)
    {
        final long beginNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - beginNs > TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS))
            {
                final StringBuilder said = new StringBuilder("waited in vain for " + what);
                for (final NodeProcess each : involved)
                {
                    said.append("\n--- ").append(each.printed.getFileName()).append('\n').append(each.output());
                }
                throw new AssertionError(said);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Writes a line to its standard input. */
    void type(final String line) throws IOException
    {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Everything printed so far. */
    String output()
    {
        try
        {
            return Files.readString(printed, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    void awaitOutput(final String text)
    {
        await("'" + text + "'", () -> output().contains(text) || !process.isAlive(), this);
        assertTrue(output().contains(text), () -> "ended without '" + text + "': " + output());
    }

    /** Waits for its end and compares the exit status. */
    void awaitExit(final int status)
    {
        await("the end of " + printed.getFileName(), () -> !process.isAlive(), this);
        assertEquals(status, process.exitValue(), this::output);
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    /** SIGKILL; returns when it is gone. The counters keep their last values. */
    void kill()
    {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and it ends in order. */
    void endInOrder()
    {
        process.destroy();
        awaitExit(143);
    }

    /** SIGSTOP: returns once every thread stands still, which takes a while on a machine that is busy. */
    void stop() throws IOException
    {
        signal("-STOP");
        await("the stop", this::isStopped, this);
    }

    /** SIGCONT. */
    void goOn() throws IOException
    {
        signal("-CONT");
    }

    private void signal(final String name) throws IOException
    {
        final Process sender = new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start();
        assertEquals(0, sender.onExit().join().exitValue());
    }

    private boolean isStopped()
    {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task")))
        {
            for (final Path thread : threads.toList())
            {
                final String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
                if (!stat.substring(stat.lastIndexOf(')')).startsWith(") T"))
                {
                    return false;
                }
            }
            return true;
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** A counter of stream 0, or of the replica; 0 while it is not there. */
    long counter(final EngineCounter counter)
    {
        return counter(counter, 0);
    }

    long counter(final EngineCounter counter, final int stream)
    {
        if (null == counters && process.isAlive())
        {
            final NodeFile node = NodeFile.read(folder);
            final CounterFile found = null == node ? null : CounterFile.tryOpen(node.aeronFolder());
            if (null != found && (found.processId() == process.pid()))
            {
                counters = found;
            }
            else if (null != found)
            {
                found.close();
            }
        }
        final int id = null == counters ? -1 : counters.find(counter.label(), counter.isPerStream() ? stream : -1);
        return id < 0 ? 0 : counters.value(id);
    }

    void awaitCounter(final EngineCounter counter, final int stream, final long value)
    {
        await(counter + " of stream " + stream + " at " + value + ", is " + counter(counter, stream),
            () -> counter(counter, stream) >= value || !process.isAlive(), this);
        assertEquals(value, counter(counter, stream), () -> counter + ", " + output());
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
        process.onExit().join();
        if (null != counters)
        {
            counters.close();
        }
    }
}
