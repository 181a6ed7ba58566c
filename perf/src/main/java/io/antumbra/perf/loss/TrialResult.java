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
        this(cell, kind, seed, bench.deliveries, bench.bytes, bench.useful(), bench.useless());
    }

    TrialResult(final Cell cell, final RivalKind kind, final long seed, final Deliveries deliveries,
        final ByteCounts bytes, final long useful, final long useless)
    {
        this.cell = cell;
        this.kind = kind;
        this.seed = seed;
        latencies = deliveries.histogram();
        this.bytes = bytes;
        undelivered = deliveries.outstanding();
        this.useful = useful;
        this.useless = useless;
    }
}
