package io.antumbra.node.forecast;

import io.antumbra.node.term.NodeException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the rows of a forecast as CSV. They go to a file beside, which takes the name only once it is whole. Used by
 * one thread.
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
    private boolean isWhole;

    ForecastOutput(final Path file)
    {
        this.file = file;
        part = file.resolveSibling(file.getFileName() + ".part");
        try
        {
            writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
            writer.write("row,observed,forecast,lower,upper\n");
        }
        catch (final IOException ex)
        {
            throw problem(ex);
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
            throw problem(ex);
        }
    }

    /** Gives the file its name. */
    void finish()
    {
        try
        {
            writer.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            isWhole = true;
        }
        catch (final IOException ex)
        {
            throw problem(ex);
        }
    }

    @Override
    public void close()
    {
        if (!isWhole)
        {
            try
            {
                writer.close();
                Files.deleteIfExists(part);
            }
            catch (final IOException ex)
            {
                throw problem(ex);
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

    private NodeException problem(final IOException cause)
    {
        return NodeException.environment("cannot write the forecasts " + file + " (--output)", cause);
    }
}
