package io.antumbra.runtime;

import java.io.File;
import java.io.PrintStream;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorLogReader;

/** Reads a replica's error log, while the replica runs or after it ended. Stateless; any thread, any process. */
public final class ErrorLogPrinter
{
    private ErrorLogPrinter()
    {
    }

    /**
     * Prints each distinct error once, with how often and when it was seen.
     *
     * @param folder of the replica's journal.
     * @param out    to print to.
     * @return number of distinct errors; 0 when there is no log.
     */
    public static int print(final Path folder, final PrintStream out)
    {
        final File file = folder.resolve(ErrorRecorder.FILE_NAME).toFile();
        return file.isFile() ? read(file, out) : 0;
    }

    static boolean hasErrors(final Path file)
    {
        return file.toFile().length() > 0 && read(file.toFile(), null) > 0;
    }

    private static int read(final File file, final PrintStream out)
    {
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, "error log");
        try
        {
            return ErrorLogReader.read(new UnsafeBuffer(mapped), (count, firstEpochMs, lastEpochMs, error) ->
            {
                if (out != null)
                {
                    out.println(count + " times from " + Instant.ofEpochMilli(firstEpochMs) + " to " +
                        Instant.ofEpochMilli(lastEpochMs) + "\n " + error.trim());
                }
            });
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }
}
