package io.antumbra.forecasting.risk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Pings over a link, in the order of sending: recorded ones over a 5G network, which src/test/resources holds with
 * their provenance, or those of a {@link SimulatedLink}.
 */
public final class PingTrace
{
    /**
     * Round-trip time of what was lost.
     */
    static final int LOST_MS = Integer.MAX_VALUE;

    private final String name;
    private final int deadlineMs;
    private final int[] runs;
    private final int[] sendTimesMs;
    private final int[] rttsMs;

    PingTrace(
        final String name, final int deadlineMs, final int[] runs, final int[] sendTimesMs, final int[] rttsMs)
    {
        this.name = name;
        this.deadlineMs = deadlineMs;
        this.runs = runs;
        this.sendTimesMs = sendTimesMs;
        this.rttsMs = rttsMs;
    }

    /**
     * Where the signal is weak: 14 runs, mostly good, with short outages.
     */
    public static PingTrace weak()
    {
        return read("weak", 100);
    }

    /**
     * In the country: 6 runs with outages of many seconds.
     */
    public static PingTrace rural()
    {
        return read("rural", 100);
    }

    /**
     * In town: 4 runs of which few packets are late, by little.
     */
    public static PingTrace urban()
    {
        return read("urban", 50);
    }

    /**
     * All recorded ones.
     */
    public static Stream<PingTrace> all()
    {
        return Stream.of(weak(), rural(), urban());
    }

    @Override
    public String toString()
    {
        return name;
    }

    /**
     * A reply after more than that is late.
     */
    public int deadlineMs()
    {
        return deadlineMs;
    }

    /**
     * How many packets were sent.
     */
    public int length()
    {
        return runs.length;
    }

    /**
     * The run of a packet, from 1 on, rising.
     */
    public int run(final int packet)
    {
        return runs[packet];
    }

    /**
     * When a packet was sent, since the start of its run.
     */
    public int sendTimeMs(final int packet)
    {
        return sendTimesMs[packet];
    }

    /**
     * The round-trip time of a packet.
     */
    public int rttMs(final int packet)
    {
        return rttsMs[packet];
    }

    private static PingTrace read(final String name, final int deadlineMs)
    {
        final List<String> lines = lines("cicv5g_" + name + ".csv.gz");
        final int[] runs = new int[lines.size()];
        final int[] sendTimesMs = new int[lines.size()];
        final int[] rttsMs = new int[lines.size()];
        for (int i = 0; i < runs.length; i++)
        {
            final String[] cells = lines.get(i).split(",");
            runs[i] = Integer.parseInt(cells[0]);
            sendTimesMs[i] = Integer.parseInt(cells[1]);
            rttsMs[i] = Integer.parseInt(cells[2]);
        }
        return new PingTrace(name, deadlineMs, runs, sendTimesMs, rttsMs);
    }

    private static List<String> lines(final String fileName)
    {
        final InputStream in = Objects.requireNonNull(PingTrace.class.getResourceAsStream(fileName), fileName);
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1).toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
