package io.antumbra.perf.loss;

/**
 * One that knows what the network loses: a datagram that is lost goes again at once, and each 50 us until it passes;
 * only the one that passes is counted. It waits for no
 * window either. Nobody can do better on this line without sending ahead of need.
 */
final class OracleRival implements Rival, EventQueue.Handler
{
    private static final long AGAIN_NS = 50_000;

    private final Bench bench;
    private final AeronStream[] streams;
    private final int handler;

    OracleRival(final Bench bench)
    {
        this.bench = bench;
        handler = bench.queue.register(this);
        streams = new AeronStream[bench.cell.workload.streams];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue, bench.streamSettings().neverAsks().windowLength(
                Integer.MAX_VALUE), bench.forwardA,
                bench.backwardA, (streamId, sequence) -> bench.deliveries.onDelivered(streamId, sequence, bench.queue
                    .nowNs()));
            streams[i].observe(this::onLost);
        }
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
    }

    private void onLost(final int streamId, final int first, final int count)
    {
        for (int frame = first; frame < first + count; frame++)
        {
            bench.queue.schedule(bench.queue.nowNs(), handler, 0, frame, streamId);
        }
    }

    @Override
    public void onEvent(final int kind, final int frame, final int streamId)
    {
        if (!streams[streamId].retransmitIfItPasses(frame, 1))
        {
            bench.queue.schedule(bench.queue.nowNs() + AGAIN_NS, handler, 0, frame, streamId);
        }
    }
}
