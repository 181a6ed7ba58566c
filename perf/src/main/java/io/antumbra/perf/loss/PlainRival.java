package io.antumbra.perf.loss;

/**
 * One reliable stream of Aeron for each stream of the application, with a retransmit linger and a time-out of status
 * messages that are given.
 */
final class PlainRival implements Rival
{
    private final AeronStream[] streams;

    PlainRival(final Bench bench, final long lingerNs, final long statusMessageNs)
    {
        streams = new AeronStream[bench.cell.workload.streams];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue,
                bench.streamSettings().lingerNs(lingerNs).statusMessageNs(statusMessageNs), bench.forwardA,
                bench.backwardA, (streamId, sequence) -> bench.deliveries.onDelivered(streamId, sequence,
                    bench.queue.nowNs()));
        }
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
    }
}
