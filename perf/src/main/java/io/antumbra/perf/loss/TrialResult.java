package io.antumbra.perf.loss;

import org.HdrHistogram.Histogram;

/** What came out of one trial. Immutable once made. */
final class TrialResult
{
    final Cell cell;
    final RivalKind kind;
    final long seed;
    final Histogram latencies;
    final ByteCounts bytes;
    final long undelivered;
    final long useful;
    final long useless;

    TrialResult(final Cell cell, final RivalKind kind, final long seed, final Bench bench)
    {
        this.cell = cell;
        this.kind = kind;
        this.seed = seed;
        latencies = bench.deliveries.histogram();
        bytes = bench.bytes;
        undelivered = bench.deliveries.outstanding();
        useful = bench.useful();
        useless = bench.useless();
    }
}
