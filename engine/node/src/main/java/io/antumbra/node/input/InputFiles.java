package io.antumbra.node.input;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What inputs are asked before they are read, and how a rotated one is found again. Stateless. */
public final class InputFiles
{
    private InputFiles()
    {
    }

    /**
     * @param file to read.
     * @throws NodeException when it is not there, is no ordinary file, or may not be read.
     */
    public static void requireReadable(final Path file)
    {
        if (!Files.exists(file))
        {
            throw NodeException.environment(
                "cannot read the input " + file + ": no such file. Check the path given to --input or --follow.");
        }
        if (Files.isDirectory(file))
        {
            throw NodeException.environment(
                "cannot read the input " + file + ": it is a folder. Name one file in it.");
        }
        if (!Files.isRegularFile(file))
        {
            throw NodeException.environment(
                "cannot read the input " + file + ": it is a pipe or a device, and is read more than once. Write its " +
                    "content to a file and name that.");
        }
        if (!Files.isReadable(file))
        {
            throw NodeException.environment(
                "cannot read the input " + file + ": permission denied. Allow reading it to this user.");
        }
    }

    static boolean isCompressed(final Path file) throws IOException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            return 0x1f == in.read() && 0x8b == in.read();
        }
    }

    /** The inode; where the file system has none, a number from the key that it has instead. */
    static long key(final Path file) throws IOException
    {
        try
        {
            return ((Number)Files.getAttribute(file, "unix:ino")).longValue();
        }
        catch (final UnsupportedOperationException | IllegalArgumentException ex)
        {
            return file.toAbsolutePath().hashCode();
        }
    }

    /** The file beside {@code file} that has this key: where a rotated one went. Null when there is none. */
    static Path findByKey(final Path file, final long key) throws IOException
    {
        final Path folder = file.toAbsolutePath().getParent();
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder))
        {
            for (final Path sibling : siblings)
            {
                if (Files.isRegularFile(sibling) && key(sibling) == key)
                {
                    return sibling;
                }
            }
        }
        return null;
    }
}
