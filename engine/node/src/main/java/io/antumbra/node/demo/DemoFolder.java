package io.antumbra.node.demo;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * The folders of one run.
 *
 * <pre>
 *   antumbra-demo/20260102-030405Z/           stays
 *     input/      what was appended           key        shared by the replicas, mode 0600
 *     replica-0/  shadow, journal, positions  hlog/      latency, one file for each start of the primary
 *     replica-1/  ...                         logs/      what each process printed
 *     summary.json, latency.svg
 *   /dev/shm/antumbra-demo-PID/               media drivers of the replicas; removed at the end
 * </pre>
 */
final class DemoFolder
{
    private static final String RAM_DISK = "/dev/shm";
    private static final String PREFIX = "antumbra-demo-";
    private static final DateTimeFormatter STAMP =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path root;
    private final Path fast;

    private DemoFolder(final Path root, final Path fast)
    {
        this.root = root;
        this.fast = fast;
    }

    /**
     * @param wanted by the user, null for one below the current folder.
     * @param now    for the name of the latter.
     */
    static DemoFolder create(final Path wanted, final Instant now)
    {
        final Path root = null != wanted ? wanted : Path.of("antumbra-demo", STAMP.format(now));
        try
        {
            if (Files.exists(root.resolve("replica-0")))
            {
                throw NodeException.environment(
                    "the folder " + root + " holds an earlier run. Name another one with --output, or remove it.");
            }
            for (final String name : new String[]{ "input", "hlog", "logs", "replica-0", "replica-1", "replica-2" })
            {
                Files.createDirectories(root.resolve(name));
            }
            final Path ramDisk = Path.of(RAM_DISK);
            final Path fast = Files.isWritable(ramDisk) ? ramDisk : Path.of(System.getProperty("java.io.tmpdir"));
            removeLeftOvers(fast);
            final DemoFolder folder = new DemoFolder(root, fast);
            folder.writeKey();
            return folder;
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot create the folder of the run, " + root.toAbsolutePath() +
                ". Name a writable one with --output", ex);
        }
    }

    private void writeKey() throws IOException
    {
        final byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.createFile(key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key(), HexFormat.of().formatHex(key) + "\n");
    }

    /** Folders of runs whose process is gone, killed before it could tidy up. */
    private static void removeLeftOvers(final Path fast) throws IOException
    {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(fast, PREFIX + "*"))
        {
            for (final Path folder : found)
            {
                final String owner = folder.getFileName().toString().substring(PREFIX.length());
                if (owner.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(owner)).isEmpty())
                {
                    remove(folder);
                }
            }
        }
    }

    Path root()
    {
        return root;
    }

    Path input()
    {
        return root.resolve("input");
    }

    Path key()
    {
        return root.resolve("key");
    }

    Path replica(final int id)
    {
        return root.resolve("replica-" + id);
    }

    Path log(final String name)
    {
        return root.resolve("logs").resolve(name + ".log");
    }

    Path hlog(final int run)
    {
        return root.resolve("hlog").resolve("primary-start-" + run + ".hlog");
    }

    /** Folder for the replicas' media drivers. */
    Path driver()
    {
        return fast.resolve(PREFIX + ProcessHandle.current().pid());
    }

    /** Makes it; whoever calls this removes it. */
    void createDriver()
    {
        try
        {
            Files.createDirectories(driver());
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot create " + driver() + " for the media drivers", ex);
        }
    }

    /** Removes the media drivers' folders; their processes must be gone. */
    void removeDrivers()
    {
        try
        {
            remove(driver());
        }
        catch (final IOException ex)
        {
            System.err.println("cannot remove " + driver() + ": " + NodeException.reason(ex) + "; remove it by hand");
        }
    }

    private static void remove(final Path folder) throws IOException
    {
        if (!Files.exists(folder))
        {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException
            {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException failure) throws IOException
            {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
