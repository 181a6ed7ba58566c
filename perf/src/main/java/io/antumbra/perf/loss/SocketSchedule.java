package io.antumbra.perf.loss;

import java.util.SplittableRandom;

/**
 * When the entries of all streams are meant to be sent, one after the other, whatever becomes of them: the schedule of
 * {@link Load}, for a loop with a clock. One thread.
 */
final class SocketSchedule
{
    private final Workload workload;
    private final long[] dueNs;
    private final int[] places;
    private int first;

    /**
     * @param workload that says how often.
     * @param random   draws the phase of each stream.
     */
    SocketSchedule(final Workload workload, final SplittableRandom random)
    {
        this.workload = workload;
        dueNs = new long[workload.streams];
        places = new int[workload.streams];
        for (int i = 0; i < dueNs.length; i++)
        {
            dueNs[i] = random.nextLong(workload.periodNs);
        }
        findFirst();
    }

    /** When the next entry is meant to be sent, ns from the beginning. */
    long dueNs()
    {
        return dueNs[first];
    }

    /** Whose it is. */
    int streamId()
    {
        return first;
    }

    /** The entry after that. */
    void advance()
    {
        final int place = places[first];
        dueNs[first] = workload.nextNs(dueNs[first], place);
        places[first] = workload.isLast(place) ? 0 : place + 1;
        findFirst();
    }

    private void findFirst()
    {
        first = 0;
        for (int i = 1; i < dueNs.length; i++)
        {
            if (dueNs[i] < dueNs[first])
            {
                first = i;
            }
        }
    }
}
