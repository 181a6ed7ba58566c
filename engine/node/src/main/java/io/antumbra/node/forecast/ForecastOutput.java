package io.antumbra.node.forecast;

import io.antumbra.node.term.NodeException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the rows of a forecast as CSV. They go to a file beside, which takes the name only once it is whole; to a pipe
 * or a device (such as {@code /dev/stdout}) they go straight, as its name is not to be taken. Used by one thread.
 *
 * <pre>
 *   row,observed,forecast,lower,upper
 *   1,112.0,,,                          before the first value nothing can be forecast
 *   2,118.0,112.0,,                     before the first error no bounds
 *   3,,117.2,101.5,132.9                a gap
 *   145,,437.1,398.0,476.2              after the end of the input: what is to come
 * </pre>
 */
final class ForecastOutput implements AutoCloseable
{
    private final Path file;
    private final Path part;
    private final BufferedWriter writer;
    private final StringBuilder line = new StringBuilder(128);
    private boolean isDone;

    ForecastOutput(final Path file)
    {
        try
        {
            this.file = Files.isRegularFile(file) ? file.toRealPath() : file;
            final boolean isStraight = Files.exists(file) && !Files.isRegularFile(file);
            part = isStraight ? file : this.file.resolveSibling(this.file.getFileName() + ".part");
            writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
            writer.write("row,observed,forecast,lower,upper\n");
        }
        catch (final IOException ex)
        {
            throw problem(file, ex);
        }
    }

    void write(final ForecastRow row)
    {
        line.setLength(0);
        line.append(row.number);
        append(row.observed);
        append(row.forecast);
        append(row.lower);
        append(row.upper);
        line.append('\n');
        try
        {
            writer.append(line);
        }
        catch (final IOException ex)
        {
            throw problem(file, ex);
        }
    }

    /** Gives the file its name. */
    void finish()
    {
        try
        {
            writer.close();
            if (part != file)
            {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            isDone = true;
        }
        catch (final IOException ex)
        {
            throw problem(file, ex);
        }
    }

    @Override
    public void close()
    {
        if (!isDone)
        {
            try
            {
                writer.close();
                if (part != file)
                {
                    Files.deleteIfExists(part);
                }
            }
            catch (final IOException ex)
            {
                throw problem(file, ex);
            }
        }
    }

    private void append(final double value)
    {
        line.append(',');
        if (!Double.isNaN(value))
        {
            line.append(value);
        }
    }

    private static NodeException problem(final Path file, final IOException cause)
    {
        return NodeException.environment("cannot write the forecasts " + file + " (--output)", cause);
    }
}
