package io.antumbra.perf.loss;

/**
 * Every entry twice: on a reliable stream with defaults, and on a second, unreliable one, at once or a fixed time
 * later. The price line: it spends as much again as the entries.
 */
final class DuplicateRival implements Rival, EventQueue.Handler
{
    private static final int STREAM_SHIFT = 32;

    private final Bench bench;
    private final Merge merge;
    private final AeronStream[] streams;
    private final UnreliableStream lineB;
    private final long delayNs;
    private final int handler;

    DuplicateRival(final Bench bench, final long delayNs)
    {
        this.bench = bench;
        this.delayNs = delayNs;
        merge = new Merge(bench.cell.workload, bench);
        handler = bench.queue.register(this);
        streams = new AeronStream[bench.cell.workload.streams];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue, bench.streamSettings(), bench.forwardA, bench.backwardA,
                merge::onA);
        }
        lineB = new UnreliableStream(bench.queue, bench.cell.workload.capacity * 2, bench.forwardB, (ignore,
            content) -> merge.onB((int)(content >>> STREAM_SHIFT), (int)content));
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
        if (delayNs == 0)
        {
            copy(streamId, sequence);
        }
        else
        {
            bench.queue.schedule(bench.queue.nowNs() + delayNs, handler, 0, sequence, streamId);
        }
    }

    private void copy(final int streamId, final int sequence)
    {
        lineB.offer(Workload.ENTRY_LENGTH, ((long)streamId << STREAM_SHIFT) | sequence, Traffic.COPY);
    }

    @Override
    public void onEvent(final int kind, final int sequence, final int streamId)
    {
        copy(streamId, sequence);
    }
}
