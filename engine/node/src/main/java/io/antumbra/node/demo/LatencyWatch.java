package io.antumbra.node.demo;

import io.antumbra.node.plot.LatencyLog;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The histogram logs of every start of the primary: live percentiles of the last seconds, and all of it at the end. */
final class LatencyWatch
{
    private static final long WINDOW_MS = 5_000;

    private final List<LatencyLog> logs = new ArrayList<>();
    private String live = "p50 - p99 - p99.9 -";

    void add(final Path hlog)
    {
        logs.add(new LatencyLog(hlog));
    }

    /** Percentiles of the last five seconds, readable. */
    String live()
    {
        if (0 == poll())
        {
            return live;
        }
        final List<Histogram> all = intervals();
        final long newestMs = all.get(all.size() - 1).getEndTimeStamp();
        final Histogram window = new Histogram(3);
        all.stream().filter(interval -> interval.getEndTimeStamp() > newestMs - WINDOW_MS).forEach(window::add);
        live = "p50 " + Numbers.duration(window.getValueAtPercentile(50)) + "  p99 " +
            Numbers.duration(window.getValueAtPercentile(99)) + "  p99.9 " +
            Numbers.duration(window.getValueAtPercentile(99.9));
        return live;
    }

    /** What was measured between two times, of intervals that lie wholly between them; epoch milliseconds. */
    Histogram between(final long fromMs, final long toMs)
    {
        final Histogram sum = new Histogram(3);
        intervals().stream()
            .filter(interval -> interval.getStartTimeStamp() >= fromMs && interval.getEndTimeStamp() <= toMs)
            .forEach(sum::add);
        return sum;
    }

    private int poll()
    {
        int count = 0;
        for (final LatencyLog log : logs)
        {
            try
            {
                count += log.poll();
            }
            catch (final IOException ex)
            {
                throw NodeException.environment("cannot read a histogram log", ex);
            }
        }
        return count;
    }

    /** Every interval that is complete, oldest first. */
    List<Histogram> intervals()
    {
        poll();
        final List<Histogram> all = new ArrayList<>();
        logs.forEach(log -> all.addAll(log.intervals()));
        return all;
    }
}
