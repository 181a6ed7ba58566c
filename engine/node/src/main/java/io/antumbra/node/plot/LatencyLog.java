package io.antumbra.node.plot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * One histogram log, read while another process writes it: each {@link #poll} takes the intervals that are complete. A
 * line that a kill cut short is never complete and is left alone. Used by one thread.
 */
public final class LatencyLog
{
    private final Path file;
    private final StringBuilder header = new StringBuilder();
    private final List<Histogram> intervals = new ArrayList<>();
    private long offset;

    /**
     * @param file to read; need not exist yet.
     */
    public LatencyLog(final Path file)
    {
        this.file = file;
    }

    /**
     * Reads what was added.
     *
     * @return number of new intervals.
     * @throws IOException when the file cannot be read.
     */
    public int poll() throws IOException
    {
        final String lines = newLines();
        if (lines.isEmpty())
        {
            return 0;
        }
        final StringBuilder data = new StringBuilder();
        for (final String line : lines.split("\n"))
        {
            final boolean isHeader = line.startsWith("#") || line.startsWith("\"");
            (isHeader ? header : data).append(line).append('\n');
        }
        final byte[] bytes = (header.toString() + data).getBytes(StandardCharsets.US_ASCII);
        final HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(bytes));
        int count = 0;
        for (EncodableHistogram next = reader.nextIntervalHistogram(); null != next; next =
            reader.nextIntervalHistogram())
        {
            if (next instanceof Histogram)
            {
                intervals.add((Histogram)next);
                count++;
            }
        }
        reader.close();
        return count;
    }

    private String newLines() throws IOException
    {
        if (!Files.exists(file))
        {
            return "";
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r"))
        {
            final byte[] bytes = new byte[(int)Math.max(0, in.length() - offset)];
            in.seek(offset);
            in.readFully(bytes);
            final String text = new String(bytes, StandardCharsets.US_ASCII);
            final String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            offset += whole.length();
            return whole;
        }
    }

    /** @return intervals so far, oldest first; each with its start and end in epoch milliseconds. */
    public List<Histogram> intervals()
    {
        return Collections.unmodifiableList(intervals);
    }
}
