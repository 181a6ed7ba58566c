package io.antumbra.transport.impair;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Reads a {@link RecordedTrace} from a CSV file with a header, one row a packet; a name that ends in .gz is
 * decompressed. Columns are found by name, others are passed over:
 * <pre>
 *   t_send_ms | t_send_us     when the packet was sent
 *   rtt_ms    | rtt_us        its round trip; empty or negative where none was measured
 *   lost                      1 when it was lost; without this column nothing was, high round trips are late
 *   run                       rows of another run go on where the one before ended
 * </pre>
 * Used by one thread, at start.
 */
public final class TraceFile
{
    private static final int MAX_ROWS = 4 * 1024 * 1024;
    private static final int FIRST_CAPACITY = 1024;
    private static final long MAX_NS = TimeUnit.DAYS.toNanos(3650);

    private final Path file;
    private int atColumn = -1;
    private int roundTripColumn = -1;
    private int lostColumn = -1;
    private int runColumn = -1;
    private long atUnitNs;
    private long roundTripUnitNs;

    private long[] atNs = new long[FIRST_CAPACITY];
    private long[] roundTripNs = new long[FIRST_CAPACITY];
    private boolean[] isLost = new boolean[FIRST_CAPACITY];
    private int rows;
    private int measurements;
    private String run;
    private long runBeginNs;
    private long lastNs;
    private long lastStepNs = 1;

    private TraceFile(final Path file)
    {
        this.file = file;
    }

    /**
     * @param file to read.
     * @return what it holds.
     * @throws IOException              when it cannot be read.
     * @throws IllegalArgumentException when it is no trace; the message names file and line.
     */
    public static RecordedTrace read(final Path file) throws IOException
    {
        return new TraceFile(file).read();
    }

    private RecordedTrace read() throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(Files.newInputStream(file)) :
                Files.newInputStream(file),
            StandardCharsets.UTF_8)))
        {
            final String header = reader.readLine();
            columns(header == null ? List.of() : List.of(header.split(",", -1)));
            int line = 1;
            for (String text = reader.readLine(); text != null; text = reader.readLine())
            {
                line++;
                if (!text.isBlank())
                {
                    row(line, text.split(",", -1));
                }
            }
        }
        if (measurements == 0)
        {
            throw new IllegalArgumentException(file + " has no row with a round trip");
        }
        return new RecordedTrace(Arrays.copyOf(atNs, measurements), Arrays.copyOf(roundTripNs, measurements),
            Arrays.copyOf(isLost, lostColumn < 0 ? 0 : rows), lastNs + lastStepNs);
    }

    private void columns(final List<String> names)
    {
        for (int i = 0; i < names.size(); i++)
        {
            final String name = names.get(i).strip();
            switch (name)
            {
                case "t_send_ms", "t_send_us" ->
                {
                    atColumn = i;
                    atUnitNs = unitNs(name);
                }
                case "rtt_ms", "rtt_us" ->
                {
                    roundTripColumn = i;
                    roundTripUnitNs = unitNs(name);
                }
                case "lost" -> lostColumn = i;
                case "run" -> runColumn = i;
                default ->
                {
                    // another column of the recording
                }
            }
        }
        if (atColumn < 0 || roundTripColumn < 0)
        {
            throw new IllegalArgumentException(file + ":1 names no t_send_ms or t_send_us, or no rtt_ms or rtt_us: " +
                names);
        }
    }

    private static long unitNs(final String name)
    {
        return name.endsWith("_ms") ? TimeUnit.MILLISECONDS.toNanos(1) : TimeUnit.MICROSECONDS.toNanos(1);
    }

    private void row(final int line, final String[] cells)
    {
        if (rows == MAX_ROWS)
        {
            throw new IllegalArgumentException(file + ":" + line + ": a trace has at most " + MAX_ROWS + " rows");
        }
        if (rows == atNs.length)
        {
            atNs = Arrays.copyOf(atNs, 2 * rows);
            roundTripNs = Arrays.copyOf(roundTripNs, 2 * rows);
            isLost = Arrays.copyOf(isLost, 2 * rows);
        }
        final String runName = runColumn < 0 ? "" : cell(line, cells, runColumn);
        if (!runName.equals(run))
        {
            runBeginNs = run == null ? 0 : lastNs + lastStepNs;
            run = runName;
            lastNs = runBeginNs;
        }
        final long sentNs = runBeginNs + nanos(line, cells, atColumn, atUnitNs);
        if (sentNs < lastNs)
        {
            throw new IllegalArgumentException(file + ":" + line + " was sent before the row in front of it");
        }
        lastStepNs = sentNs > lastNs ? sentNs - lastNs : lastStepNs;
        lastNs = sentNs;
        isLost[rows++] = lostColumn >= 0 && isLost(line, cells);
        if (!cell(line, cells, roundTripColumn).isEmpty())
        {
            final long measuredNs = nanos(line, cells, roundTripColumn, roundTripUnitNs);
            if (measuredNs >= 0)
            {
                atNs[measurements] = sentNs;
                roundTripNs[measurements++] = measuredNs;
            }
        }
    }

    private boolean isLost(final int line, final String[] cells)
    {
        final String text = cell(line, cells, lostColumn);
        if (!"0".equals(text) && !"1".equals(text))
        {
            throw new IllegalArgumentException(file + ":" + line + ": lost=" + text + " is not allowed: 0 or 1");
        }
        return "1".equals(text);
    }

    private long nanos(final int line, final String[] cells, final int column, final long unitNs)
    {
        final String text = cell(line, cells, column);
        try
        {
            final double value = Double.parseDouble(text);
            if (Math.abs(value) * unitNs < MAX_NS)
            {
                return Math.round(value * unitNs);
            }
        }
        catch (final NumberFormatException ignore)
        {
            // told below
        }
        throw new IllegalArgumentException(file + ":" + line + ": '" + text + "' in column " + (column + 1) +
            " is no time");
    }

    private String cell(final int line, final String[] cells, final int column)
    {
        if (column >= cells.length)
        {
            throw new IllegalArgumentException(file + ":" + line + " has no column " + (column + 1));
        }
        return cells[column].strip();
    }
}
