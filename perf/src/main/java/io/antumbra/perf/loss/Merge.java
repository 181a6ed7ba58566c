package io.antumbra.perf.loss;

import java.util.Arrays;

/**
 * Two lines into one: the first copy of each sequence counts, and what is contiguous is delivered. Line A brings its
 * entries in order, line B in any. One thread.
 */
final class Merge
{
    private final Judge judge;
    private final int[] next;
    private final boolean[][] isHeld;
    private final int mask;

    Merge(final Workload workload, final Judge judge)
    {
        this.judge = judge;
        next = new int[workload.streams];
        Arrays.fill(next, 1);
        isHeld = new boolean[next.length][workload.capacity];
        mask = workload.capacity - 1;
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
            judge.countUseless();
            return;
        }
        judge.countUseful();
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
            judge.deliver(streamId, next[streamId]++);
        }
        while (isHeld[streamId][next[streamId] & mask]);
    }

    /** Highest sequence delivered. */
    int delivered(final int streamId)
    {
        return next[streamId] - 1;
    }
}
