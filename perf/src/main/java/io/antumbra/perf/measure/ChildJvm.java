package io.antumbra.perf.measure;

import io.antumbra.runtime.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with this one's class path and the engine's flags. It speaks to its parent in lines of standard output,
 * and ends when its standard input does: so it ends with its parent, however that ends.
 * <pre>
 *   parent ──── standard input, closed by stop() ────► child
 *          ◄─── standard output: "ready", "key=value" ───
 *          ◄─── standard error: passed on ───────────────
 * </pre>
 * Its methods belong to one thread; a daemon thread reads the output.
 */
public final class ChildJvm implements AutoCloseable
{
    private static final String END = "\0end";
    private static final int NO_CORE = -1;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildJvm(final String name, final Process process)
    {
        this.name = name;
        this.process = process;
        final Thread reader = new Thread(this::readLines, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Start a child.
     *
     * @param name      for messages.
     * @param mainClass to run.
     * @param core      to pin all its threads to, or -1.
     * @param jvmArgs   beside the engine's flags.
     * @param args      of the main class.
     * @return the running child.
     */
    public static ChildJvm start(
        final String name, final Class<?> mainClass, final int core, final List<String> jvmArgs,
        final List<String> args)
    {
        final List<String> command = new ArrayList<>();
        if (core != NO_CORE)
        {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.forChildJvm());
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(args);
        try
        {
            return new ChildJvm(name,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(name + " cannot be started" + (core == NO_CORE ? "" :
                ": pinning needs the command taskset (util-linux), or leave it out"), ex);
        }
    }

    /**
     * Id of the process.
     *
     * @return as the operating system numbers it.
     */
    public long pid()
    {
        return process.pid();
    }

    /**
     * Wait for a line that starts with a word, dropping others.
     *
     * @param prefix    of the line.
     * @param timeoutNs longest wait.
     * @return what follows the prefix.
     * @throws IllegalStateException when the child ends or stays silent instead.
     */
    public String await(final String prefix, final long timeoutNs)
    {
        final String line = poll(prefix, timeoutNs);
        if (line == null)
        {
            throw new IllegalStateException(name + " did not say '" + prefix + "' within " +
                TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
        }
        return line;
    }

    /**
     * Wait for a line that starts with a word, dropping others.
     *
     * @param prefix    of the line.
     * @param timeoutNs longest wait.
     * @return what follows the prefix, or null when the child says no such thing in that time.
     * @throws IllegalStateException when the child ends instead.
     */
    public String poll(final String prefix, final long timeoutNs)
    {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        try
        {
            String line = lines.poll(timeoutNs, TimeUnit.NANOSECONDS);
            while (line != null && !line.startsWith(prefix))
            {
                if (END.equals(line))
                {
                    throw new IllegalStateException(name + " ended before it said '" + prefix +
                        "'; what it wrote to standard error stands above");
                }
                line = lines.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return line == null ? null : line.substring(prefix.length());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, ex);
        }
    }

    /**
     * Let the child stand still for a while, as if the machine had no processor for it: SIGSTOP and SIGCONT.
     *
     * @param ns how long, at least.
     */
    public void stall(final long ns)
    {
        try
        {
            final String pid = Long.toString(process.pid());
            final int status = new ProcessBuilder("sh", "-c", "kill -STOP " + pid + " && sleep " +
                ns / (double)TimeUnit.SECONDS.toNanos(1) + "; kill -CONT " + pid).inheritIO().start().waitFor();
            if (status != 0)
            {
                throw new IllegalStateException(name + " cannot be stopped for a while: kill ended with " + status);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("sh is needed to stop " + name + " for a while", ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " stood still", ex);
        }
    }

    /** Ask the child to end, by the end of its standard input. */
    public void stop()
    {
        try
        {
            process.getOutputStream().close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Kill the child at once, as {@code kill -9} does, and wait until it is gone.
     *
     * @throws InterruptedException when interrupted while waiting.
     */
    public void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    /**
     * Wait for the child's end.
     *
     * @param timeoutNs longest wait.
     * @return its exit status.
     * @throws IllegalStateException when it goes on for longer; it is killed then.
     */
    public int awaitExit(final long timeoutNs)
    {
        try
        {
            if (!process.waitFor(timeoutNs, TimeUnit.NANOSECONDS))
            {
                kill();
                throw new IllegalStateException(name + " did not end within " +
                    TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms and was killed");
            }
            return process.exitValue();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, ex);
        }
    }

    /** Kill the child unless it has ended. */
    @Override
    public void close()
    {
        process.destroyForcibly();
    }

    private void readLines()
    {
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                lines.add(line);
            }
        }
        catch (final IOException ex)
        {
            lines.add("output lost: " + ex);
        }
        lines.add(END);
    }
}
