package io.antumbra.perf.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds in memory, and what a folder takes on its device. Linux, GNU coreutils. Stateless.
 */
public final class ProcessMemory
{
    private static final long KIB = 1024;
    private static final double MB = 1e6;

    private ProcessMemory()
    {
    }

    /**
     * A field of {@code /proc/PID/status}.
     *
     * @param pid   of a living process.
     * @param field such as VmRSS (all that is resident), RssAnon (heap, metaspace, direct buffers), RssFile, RssShmem.
     * @return bytes.
     */
    public static long bytes(final long pid, final String field)
    {
        try
        {
            return parse(Files.readString(Path.of("/proc/" + pid + "/status")), field);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("process " + pid + " is gone", ex);
        }
    }

    static long parse(final String status, final String field)
    {
        for (final String line : status.split("\n"))
        {
            if (line.startsWith(field + ':'))
            {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
            }
        }
        throw new IllegalArgumentException("field=" + field + ": not in /proc/PID/status");
    }

    /**
     * Bytes that a folder takes on its device; less than its files are long where these are sparse.
     *
     * @param folder to measure.
     * @return bytes allocated.
     */
    public static long allocated(final Path folder)
    {
        try
        {
            final Process du = new ProcessBuilder("du", "-sB1", folder.toString()).redirectError(
                ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(du.getInputStream(), StandardCharsets.UTF_8)))
            {
                final String line = reader.readLine();
                if (line == null)
                {
                    throw new IOException("du -sB1 " + folder + " says nothing");
                }
                return Long.parseLong(line.split("\\s+")[0]);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Bytes in words.
     *
     * @param bytes to print.
     * @return in MB.
     */
    public static String megabytes(final long bytes)
    {
        return Goal.number(bytes / MB) + " MB";
    }
}
