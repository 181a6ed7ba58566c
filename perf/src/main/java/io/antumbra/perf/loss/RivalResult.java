package io.antumbra.perf.loss;

import java.util.List;
import org.HdrHistogram.Histogram;

/** All trials of one rival in one cell. Immutable. */
final class RivalResult
{
    final Cell cell;
    final RivalKind kind;
    final Histogram latencies;
    final ByteCounts bytes = new ByteCounts();
    final Samples samples;
    private final long[] extraBytes;
    private final long[] firstBytes;
    final long undelivered;
    final long useful;
    final long useless;

    RivalResult(final List<TrialResult> trials)
    {
        cell = trials.get(0).cell;
        kind = trials.get(0).kind;
        latencies = new Histogram(trials.get(0).latencies);
        long lost = 0;
        long inTime = 0;
        long inVain = 0;
        for (final TrialResult trial : trials)
        {
            latencies.add(trial.latencies);
            bytes.addAll(trial.bytes);
            lost += trial.undelivered;
            inTime += trial.useful;
            inVain += trial.useless;
        }
        undelivered = lost;
        useful = inTime;
        useless = inVain;
        extraBytes = trials.stream().mapToLong((trial) -> trial.bytes.extra()).toArray();
        firstBytes = trials.stream().mapToLong((trial) -> trial.bytes.bytes(Traffic.FIRST)).toArray();
        samples = new Samples(trials.stream().map((trial) -> trial.latencies).toList());
    }

    double ms(final double quantile)
    {
        return latencies.getValueAtPercentile(quantile * 100) / 1e6;
    }

    double maxMs()
    {
        return latencies.getMaxValue() / 1e6;
    }

    /** 95 % interval of p99.9. */
    double[] p999IntervalMs()
    {
        final double[] interval = Bootstrap.interval(samples.seeds(), (times) -> samples.quantileNs(0.999, times));
        return new double[]{ interval[0] / 1e6, interval[1] / 1e6 };
    }

    /** Extra bytes for each byte sent first, over the seeds drawn. */
    double extraRatio(final int[] times)
    {
        long extra = 0;
        long first = 0;
        for (int i = 0; i < times.length; i++)
        {
            extra += times[i] * extraBytes[i];
            first += times[i] * firstBytes[i];
        }
        return (double)extra / first;
    }
}
