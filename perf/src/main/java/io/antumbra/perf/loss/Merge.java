package io.antumbra.perf.loss;

/**
 * Two lines into one: the first copy of each sequence counts, and what is contiguous is delivered. Line A brings its
 * entries in order, line B in any. One thread.
 */
final class Merge
{
    private final Bench bench;
    private final int[] next;
    private final boolean[][] isHeld;
    private final int mask;

    Merge(final Bench bench)
    {
        this.bench = bench;
        next = new int[bench.cell.workload.streams];
        java.util.Arrays.fill(next, 1);
        isHeld = new boolean[next.length][bench.cell.workload.capacity];
        mask = bench.cell.workload.capacity - 1;
    }

    /** From line A: everything before it has come, too. */
    void onA(final int streamId, final long sequence)
    {
        if (sequence == next[streamId])
        {
            deliver(streamId);
        }
    }

    /** From line B. */
    void onB(final int streamId, final int sequence)
    {
        if (sequence < next[streamId] || isHeld[streamId][sequence & mask])
        {
            bench.countUseless();
            return;
        }
        bench.countUseful();
        isHeld[streamId][sequence & mask] = true;
        if (sequence == next[streamId])
        {
            deliver(streamId);
        }
    }

    private void deliver(final int streamId)
    {
        do
        {
            isHeld[streamId][next[streamId] & mask] = false;
            bench.deliveries.onDelivered(streamId, next[streamId]++, bench.queue.nowNs());
        }
        while (isHeld[streamId][next[streamId] & mask]);
    }

    /** Highest sequence delivered. */
    int delivered(final int streamId)
    {
        return next[streamId] - 1;
    }
}
