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
        final boolean isOther = Files.exists(file) && !Files.isRegularFile(file);
        // Into a pipe or a device it is written as it is; a file may have to be made anew.
        final Path place = isOther ? file : file.toAbsolutePath().getParent();
        if (null == place || !Files.isWritable(place) || Files.isDirectory(file))
        {
            throw NodeException.environment("cannot write " + file + " (" + option +
                "): its folder is not there or not writable, or it is a folder itself. Name another file.");
        }
    }
}
