package io.antumbra.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A file to which ranges of seeds that ran are appended, with the commit and the code that they ran on, so that a soak
 * over days adds up and can be stopped at any time. Only seeds without a hole before them are written.
 *
 * <pre>
 *  run,commit,code,swarm,first,last,failed
 *  failed,commit,code,swarm,seed,invariant
 * </pre>
 *
 * One thread at a time.
 */
final class SoakLog
{
    private static final int SEEDS_A_LINE = 1000;
    private static final int FIRST_COLUMN = 4;

    private final Path file;
    private final String origin;
    private final String codeAndSwarm;
    private final TreeSet<Long> done = new TreeSet<>();
    private long next;
    private long failed;

    SoakLog(final Path file, final Class<?> anyClass, final String swarm)
    {
        this.file = file;
        codeAndSwarm = "," + code(anyClass) + "," + swarm + ",";
        origin = commit() + codeAndSwarm;
    }

    /** @return seed after the last one that the file names, or the one given when it names none. */
    long resume(final long otherwise) throws IOException
    {
        long resumed = otherwise;
        for (final String line : lines())
        {
            final String[] columns = line.split(",");
            if ("run".equals(columns[0]))
            {
                resumed = Math.max(resumed, Long.parseLong(columns[FIRST_COLUMN + 1]) + 1);
            }
        }
        return resumed;
    }

    /** @return seeds that the file names for this very code, whatever was checked out when they ran. */
    long total() throws IOException
    {
        long total = 0;
        for (final String line : lines())
        {
            final String[] columns = line.split(",");
            if ("run".equals(columns[0]) && line.contains(codeAndSwarm))
            {
                total += Long.parseLong(columns[FIRST_COLUMN + 1]) - Long.parseLong(columns[FIRST_COLUMN]) + 1;
            }
        }
        return total;
    }

    private List<String> lines() throws IOException
    {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    void begin(final long first)
    {
        next = first;
    }

    void passed(final long seed) throws IOException
    {
        done.add(seed);
        if (done.size() >= SEEDS_A_LINE)
        {
            flush();
        }
    }

    void failed(final long seed, final String invariant) throws IOException
    {
        failed++;
        append("failed," + origin + seed + "," + invariant);
        passed(seed);
    }

    /** Writes what has no hole before it. */
    void flush() throws IOException
    {
        final long first = next;
        while (!done.isEmpty() && done.first() == next)
        {
            done.pollFirst();
            next++;
        }
        if (next > first)
        {
            append("run," + origin + first + "," + (next - 1) + "," + failed);
            failed = 0;
        }
    }

    private void append(final String line) throws IOException
    {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What is checked out where this runs; the code's own digest tells whether that is what runs. */
    private static String commit()
    {
        try
        {
            final Process process = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 && !text.isEmpty() ? text :
                "unknown";
        }
        catch (final IOException ignore)
        {
            return "unknown";
        }
        catch (final InterruptedException ignore)
        {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    /** Digest of the jar that a class comes from; "classes" when it comes from a folder. */
    private static String code(final Class<?> anyClass)
    {
        try
        {
            final Path jar = Path.of(anyClass.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isRegularFile(jar))
            {
                return "classes";
            }
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = new DigestInputStream(Files.newInputStream(jar), digest))
            {
                stream.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        }
        catch (final IOException | GeneralSecurityException | java.net.URISyntaxException ex)
        {
            throw new IllegalStateException("cannot read the code that runs", ex);
        }
    }
}
