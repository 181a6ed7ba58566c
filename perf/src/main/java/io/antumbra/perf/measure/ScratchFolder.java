package io.antumbra.perf.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder of its own for one measurement, removed at {@link #close()} and, when that is not reached, at the end of the
 * JVM: a RAM disk must not keep what nobody reads. One thread.
 */
public final class ScratchFolder implements AutoCloseable
{
    private final Path path;
    private final Thread atExit = new Thread(this::delete, "remove-scratch-folder");

    /**
     * Make the folder.
     *
     * @param parent  to make it in; made when it is missing.
     * @param purpose first part of its name.
     */
    public ScratchFolder(final Path parent, final String purpose)
    {
        try
        {
            Files.createDirectories(parent);
            path = Files.createTempDirectory(parent, "antumbra-perf-" + purpose + '-');
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("folder=" + parent + ": must be writable", ex);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Where files of a media driver and shadows without a disk belong.
     *
     * @return the RAM disk, or the folder for temporary files where there is none.
     */
    public static Path ramDisk()
    {
        final Path sharedMemory = Path.of("/dev/shm");
        return Files.isWritable(sharedMemory) ? sharedMemory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Where it is.
     *
     * @return the folder.
     */
    public Path path()
    {
        return path;
    }

    /**
     * A folder in it.
     *
     * @param name of the folder.
     * @return the folder, made when it was missing.
     */
    public Path subfolder(final String name)
    {
        try
        {
            return Files.createDirectories(path.resolve(name));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close()
    {
        delete();
        try
        {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
        catch (final IllegalStateException ex)
        {
            System.err.println("closed while the JVM ends: " + path);
        }
    }

    private void delete()
    {
        if (!Files.exists(path))
        {
            return;
        }
        try
        {
            Files.walkFileTree(path, new SimpleFileVisitor<>()
            {
                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                    throws IOException
                {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(final Path folder, final IOException failure)
                    throws IOException
                {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        catch (final IOException ex)
        {
            System.err.println("folder=" + path + " could not be removed, please do so: " + ex);
        }
    }
}
