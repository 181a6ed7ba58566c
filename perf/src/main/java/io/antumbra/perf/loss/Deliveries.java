package io.antumbra.perf.loss;

import org.HdrHistogram.Histogram;

/**
 * The judge of one trial: knows when each entry was meant to be sent, takes deliveries, and accepts them in order and
 * once only. Latency counts from the intended send time. One thread.
 */
final class Deliveries
{
    private static final long HIGHEST_NS = 200_000_000_000L;
    private static final int DIGITS = 3;

    private final long[][] intendedNs;
    private final int[] sent;
    private final int[] delivered;
    private final int mask;
    private final long fromNs;
    private final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
    private long outstanding;

    /**
     * @param streams  of the load.
     * @param capacity entries of one that may be outstanding, a power of two.
     * @param fromNs   entries meant to be sent before this are warm-up.
     */
    Deliveries(final int streams, final int capacity, final long fromNs)
    {
        intendedNs = new long[streams][capacity];
        sent = new int[streams];
        delivered = new int[streams];
        mask = capacity - 1;
        this.fromNs = fromNs;
    }

    /** An entry is to be sent now; its sequence, from 1. */
    int onIntended(final int streamId, final long nowNs)
    {
        final int sequence = ++sent[streamId];
        if (sequence - delivered[streamId] > mask)
        {
            throw new IllegalStateException("stream " + streamId + " has " + mask + " entries outstanding");
        }
        intendedNs[streamId][sequence & mask] = nowNs;
        outstanding++;
        return sequence;
    }

    void onDelivered(final int streamId, final long sequence, final long nowNs)
    {
        if (sequence != delivered[streamId] + 1)
        {
            throw new IllegalStateException("stream " + streamId + " delivers " + sequence + " after " +
                delivered[streamId]);
        }
        delivered[streamId]++;
        outstanding--;
        final long intended = intendedNs[streamId][(int)sequence & mask];
        if (intended >= fromNs)
        {
            histogram.recordValue(nowNs - intended);
        }
    }

    /** What is not there now will not come: its latency is at least this, and it is lost. */
    void giveUp(final long nowNs)
    {
        for (int streamId = 0; streamId < sent.length; streamId++)
        {
            for (int sequence = delivered[streamId] + 1; sequence <= sent[streamId]; sequence++)
            {
                final long intended = intendedNs[streamId][sequence & mask];
                if (intended >= fromNs)
                {
                    histogram.recordValue(nowNs - intended);
                }
            }
        }
    }

    long outstanding()
    {
        return outstanding;
    }

    Histogram histogram()
    {
        return histogram;
    }
}
