package io.antumbra.perf.loss;

import java.util.concurrent.TimeUnit;

/** One rival in one cell with one seed. One thread. */
final class Trial
{
    /** What is not delivered so long after the last entry is lost. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private Trial()
    {
    }

    static TrialResult run(final Cell cell, final RivalKind kind, final long seed, final long entries)
    {
        final Bench bench = new Bench(cell, seed);
        final Rival rival = kind.create(bench);
        rival.start();
        bench.queue.runUntil(Bench.START_NS);
        final Load load = new Load(bench, rival, entries);
        load.start();
        final EventQueue queue = bench.queue;
        while (!load.isOver())
        {
            queue.runNext();
        }
        final long untilNs = queue.nowNs() + PATIENCE_NS;
        while (bench.deliveries.outstanding() > 0 && queue.nextNs() <= untilNs)
        {
            queue.runNext();
        }
        bench.deliveries.giveUp(queue.nowNs());
        return new TrialResult(cell, kind, seed, bench);
    }
}
