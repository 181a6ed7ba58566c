package io.antumbra.node.term;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes at its end: looked at before it begins, so that no long run ends without its result. */
public final class OutputFile
{
    private OutputFile()
    {
    }

    /**
     * @param option for messages.
     * @param file   to be written later.
     * @throws NodeException when it could not be.
     */
    public static void requireWritable(final String option, final Path file)
    {
        final Path folder = file.toAbsolutePath().getParent();
        if (null == folder || !Files.isWritable(folder) || Files.isDirectory(file))
        {
            throw NodeException.environment("cannot write " + file + " (" + option +
                "): its folder is not there or not writable, or it is a folder itself. Name another file.");
        }
    }
}
