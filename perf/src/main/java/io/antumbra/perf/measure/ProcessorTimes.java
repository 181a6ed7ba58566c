package io.antumbra.perf.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What Linux says about who used the processors: {@code /proc/stat} for the machine, {@code /proc/PID/stat} for a
 * process, both in ticks of 10 ms. Stateless; any thread. See proc(5).
 * <pre>
 *   /proc/stat       cpu  user nice system idle iowait irq softirq steal guest guest_nice
 *   /proc/PID/stat   pid (name) state ppid ... utime(14) stime(15) ...
 * </pre>
 */
public final class ProcessorTimes
{
    /** Length of one tick: USER_HZ is 100 on every Linux that Java runs on. */
    public static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int STEAL = 8;
    private static final int FIELDS_BEFORE_USER_TIME = 11;

    private ProcessorTimes()
    {
    }

    /**
     * Time that all processes of this machine used since boot, and that its host took from it. Work of the kernel for
     * interrupts is left out: it cannot be told apart from what our own packets cause.
     *
     * @return ticks, summed over all processors.
     */
    public static long usedByAll()
    {
        return parseMachine(read(Path.of("/proc/stat")));
    }

    /**
     * Time that a process used since its start, in user and kernel mode.
     *
     * @param pid of the process.
     * @return ticks; 0 when there is no such process.
     */
    public static long usedBy(final long pid)
    {
        final String line = read(Path.of("/proc/" + pid + "/stat"));
        return line.isEmpty() ? 0 : parseProcess(line);
    }

    static long parseMachine(final String stat)
    {
        final String[] fields = stat.substring(0, stat.indexOf('\n')).trim().split("\\s+");
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[NICE]) + Long.parseLong(fields[SYSTEM]) +
            Long.parseLong(fields[STEAL]);
    }

    /** The name may hold blanks and brackets, so fields are counted from the last closing one. */
    static long parseProcess(final String stat)
    {
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split("\\s+");
        return Long.parseLong(fields[FIELDS_BEFORE_USER_TIME]) + Long.parseLong(fields[FIELDS_BEFORE_USER_TIME + 1]);
    }

    private static String read(final Path path)
    {
        try
        {
            return Files.readString(path);
        }
        catch (final NoSuchFileException ex)
        {
            return "";
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("this measurement needs Linux's " + path, ex);
        }
    }
}
