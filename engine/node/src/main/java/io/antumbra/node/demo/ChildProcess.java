package io.antumbra.node.demo;

import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.JvmFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM that runs one command of this program: started the way this one was (from the same jar, or from the same
 * class path with the flags that the jar's manifest would have given), its output in a log file, its standard input
 * held open so that it notices when this process is gone. Used by one thread; {@link #kill} by any.
 */
final class ChildProcess
{
    private static final String MAIN_CLASS = "io.antumbra.node.AntumbraMain";
    private static final List<String> SMALL_JVM = List.of(
        "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");
    private static final int LOG_TAIL_LINES = 12;

    private final String name;
    private final List<String> arguments;
    private final Path log;
    private Process process;
    private OutputStream commands;

    /**
     * @param name      for messages.
     * @param arguments of the command line, the command first.
     * @param log       that takes what it prints, appended.
     */
    ChildProcess(final String name, final List<String> arguments, final Path log)
    {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.log = log;
    }

    /** Starts it, or starts it again after it ended. */
    void start(final List<String> moreArguments)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_JVM);
        final Path jar = ownJar();
        if (null == jar)
        {
            command.addAll(JvmFlags.forChildJvm());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
        }
        else
        {
            command.addAll(List.of("-jar", jar.toString()));
        }
        command.addAll(arguments);
        command.addAll(moreArguments);
        try
        {
            process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
            commands = process.getOutputStream();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot start the process '" + name + "'", ex);
        }
    }

    /** The jar this program was started from by {@code java -jar}, null when it was not. */
    static Path ownJar()
    {
        final String classPath = System.getProperty("java.class.path");
        final boolean isOneJar =
            classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"));
        final String code = ChildProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        final Path jar = isOneJar ? Path.of(classPath).toAbsolutePath() : null;
        return isOneJar && code.endsWith(jar.getFileName().toString()) ? jar : null;
    }

    String name()
    {
        return name;
    }

    long processId()
    {
        return process.pid();
    }

    boolean isAlive()
    {
        return null != process && process.isAlive();
    }

    int exitStatus()
    {
        return process.exitValue();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill()
    {
        if (null != process)
        {
            process.destroyForcibly();
            waitFor(TimeUnit.SECONDS.toNanos(5));
        }
    }

    /** SIGTERM: the process closes in order. Does not wait. */
    void terminate()
    {
        if (isAlive())
        {
            process.destroy();
        }
    }

    /** True when it ended in time. */
    boolean waitFor(final long atMostNs)
    {
        try
        {
            return process.waitFor(atMostNs, TimeUnit.NANOSECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Tells it something on its standard input. */
    void send(final String line)
    {
        try
        {
            commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            commands.flush();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("the process '" + name + "' does not take '" + line + "'.\n" + tail(), ex);
        }
    }

    /** The end of its log, indented, for a message. */
    String tail()
    {
        try
        {
            final List<String> lines = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            final StringBuilder text = new StringBuilder("The end of " + log + ":");
            for (final String line : lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()))
            {
                text.append("\n    ").append(line);
            }
            return lines.isEmpty() ? log + " is empty" : text.toString();
        }
        catch (final IOException ex)
        {
            return log + " cannot be read: " + NodeException.reason(ex);
        }
    }
}
