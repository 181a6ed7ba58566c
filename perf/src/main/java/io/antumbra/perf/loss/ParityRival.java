package io.antumbra.perf.loss;

/**
 * After each k entries, of whatever streams, one frame of parity over them on line B (the exclusive or of Rabin's
 * simplest code): whoever lacks exactly one of the k computes it. It is given more than an application could have: the
 * parity is applied below the order of the streams, where what waits behind a gap counts as received.
 */
final class ParityRival implements Rival
{
    private static final int GROUPS = 1024;
    private static final int PARITY_HEADER_PER_ENTRY = 8;

    private final Bench bench;
    private final AeronStream[] streams;
    private final UnreliableStream lineB;
    private final int groupSize;
    private final int[][] groupStreams;
    private final int[][] groupFrames;
    private long group;
    private int place;

    ParityRival(final Bench bench, final int groupSize)
    {
        this.bench = bench;
        this.groupSize = groupSize;
        groupStreams = new int[GROUPS][groupSize];
        groupFrames = new int[GROUPS][groupSize];
        streams = new AeronStream[bench.cell.workload.streams];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue, bench.streamSettings(), bench.forwardA, bench.backwardA,
                (streamId, sequence) -> bench.deliveries.onDelivered(streamId, sequence, bench.queue.nowNs()));
        }
        lineB = new UnreliableStream(bench.queue, GROUPS, bench.forwardB, (ignore, content) -> onParity(content));
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        final int slot = (int)(group % GROUPS);
        groupStreams[slot][place] = streamId;
        groupFrames[slot][place] = sequence - 1;
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
        if (++place == groupSize)
        {
            lineB.offer(Workload.ENTRY_LENGTH + groupSize * PARITY_HEADER_PER_ENTRY, group, Traffic.PARITY);
            place = 0;
            group++;
        }
    }

    private void onParity(final long number)
    {
        final int slot = (int)(number % GROUPS);
        int missing = 0;
        int last = 0;
        for (int i = 0; i < groupSize; i++)
        {
            if (!streams[groupStreams[slot][i]].holds(groupFrames[slot][i]))
            {
                missing++;
                last = i;
            }
        }
        if (missing == 1)
        {
            bench.countUseful();
            streams[groupStreams[slot][last]].insert(groupFrames[slot][last]);
        }
        else
        {
            bench.countUseless();
        }
    }
}
