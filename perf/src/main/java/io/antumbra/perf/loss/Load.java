package io.antumbra.perf.loss;

/** Sends what the workload says: each stream with a phase of its own, drawn by the seed of the trial. One thread. */
final class Load implements EventQueue.Handler
{
    private final Bench bench;
    private final Rival rival;
    private final int handler;
    private long left;

    Load(final Bench bench, final Rival rival, final long entries)
    {
        this.bench = bench;
        this.rival = rival;
        handler = bench.queue.register(this);
        left =
            entries + (long)(bench.cell.workload.entriesPerSecond() * (Bench.MEASURED_FROM_NS - Bench.START_NS) / 1e9);
    }

    void start()
    {
        for (int streamId = 0; streamId < bench.cell.workload.streams; streamId++)
        {
            final long phaseNs = bench.random.nextLong(bench.cell.workload.periodNs);
            bench.queue.schedule(Bench.START_NS + phaseNs, handler, 0, streamId, 0);
        }
    }

    boolean isOver()
    {
        return left == 0;
    }

    @Override
    public void onEvent(final int kind, final int streamId, final int place)
    {
        if (left == 0)
        {
            return;
        }
        left--;
        final long nowNs = bench.queue.nowNs();
        final Workload workload = bench.cell.workload;
        bench.queue.schedule(workload.nextNs(nowNs, place), handler, 0, streamId, workload.isLast(place) ? 0 : place +
            1);
        rival.send(streamId, bench.deliveries.onIntended(streamId, nowNs));
    }
}
