package io.antumbra.node.producer;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Writes what a recorder measured as interval histograms in HdrHistogram's own log format, twice a second, each
 * interval flushed: a kill -9 costs at most the last half second of measurements. Values are nanoseconds. Owns a
 * daemon thread, so that writing a file never delays the producer.
 */
public final class IntervalLog implements AutoCloseable
{
    /** Longest latency told apart; longer ones count as this. */
    public static final long MAX_LATENCY_NS = TimeUnit.HOURS.toNanos(1);

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, MAX_LATENCY_NS, SIGNIFICANT_DIGITS);
    private final PrintStream out;
    private final HistogramLogWriter writer;
    private final Thread thread;
    private volatile boolean closing;
    private boolean isBroken;
    private Histogram interval;

    /**
     * @param file to write; null to measure without a file.
     */
    public IntervalLog(final Path file)
    {
        if (null == file)
        {
            out = null;
            writer = null;
            thread = null;
            return;
        }
        try
        {
            out = new PrintStream(file.toFile(), StandardCharsets.US_ASCII);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the histogram log " + file + " (--hlog)", ex);
        }
        writer = new HistogramLogWriter(out);
        final long startMs = System.currentTimeMillis();
        writer.outputComment("[latency of acknowledged entries from their intended send time, nanoseconds]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.setBaseTime(startMs);
        writer.outputLegend();
        out.flush();
        thread = new Thread(this::run, "antumbra-hlog");
        thread.setDaemon(true);
        thread.start();
    }

    /** @return where the engine thread records. */
    public SingleWriterRecorder recorder()
    {
        return recorder;
    }

    private void run()
    {
        while (!closing)
        {
            LockSupport.parkNanos(INTERVAL_NS);
            writeInterval();
        }
    }

    private synchronized void writeInterval()
    {
        interval = recorder.getIntervalHistogram(interval);
        if (interval.getTotalCount() > 0)
        {
            writer.outputIntervalHistogram(interval);
            if (out.checkError() && !isBroken)
            {
                isBroken = true;
                System.err.println("cannot write the histogram log any more: is the disk full? Entries go on; their " +
                    "latency is missing in the log from here on.");
            }
        }
    }

    @Override
    public void close()
    {
        if (null == writer || closing)
        {
            return;
        }
        closing = true;
        LockSupport.unpark(thread);
        try
        {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        writeInterval();
        out.close();
    }
}
