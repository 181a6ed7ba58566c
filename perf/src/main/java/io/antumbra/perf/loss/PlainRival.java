package io.antumbra.perf.loss;

/** One reliable stream of Aeron for each stream of the application, with a given retransmit linger. */
final class PlainRival implements Rival
{
    private final AeronStream[] streams;

    PlainRival(final Bench bench, final long lingerNs)
    {
        streams = new AeronStream[bench.cell.workload.streams];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue, bench.streamSettings().lingerNs(lingerNs), bench.forwardA,
                bench.backward, (streamId, sequence) -> bench.deliveries.onDelivered(streamId, sequence,
                    bench.queue.nowNs()));
        }
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
    }
}
