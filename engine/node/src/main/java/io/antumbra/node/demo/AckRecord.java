package io.antumbra.node.demo;

/**
 * What was acknowledged, written down by a process that nobody kills: the highest position ever seen in the
 * primary's progress file, for each stream, and when it last moved. The primary's listener writes there before it does
 * anything else, and a mapped file outlives a kill: nothing that the producer took as acknowledged is missing here.
 */
final class AckRecord
{
    private final long[] acknowledged;
    private long total;
    private long movedNs;
    private long longestPauseNs;

    AckRecord(final int streamCount)
    {
        acknowledged = new long[streamCount];
    }

    /**
     * Takes over what the primary's progress file says.
     *
     * @return true when more is acknowledged than before.
     */
    boolean update(final Replica primary, final long nowNs)
    {
        final long before = total;
        for (int stream = 0; stream < acknowledged.length; stream++)
        {
            final long value = primary.acknowledged(stream);
            if (value > acknowledged[stream])
            {
                total += value - acknowledged[stream];
                acknowledged[stream] = value;
            }
        }
        if (total > before)
        {
            longestPauseNs = Math.max(longestPauseNs, nowNs - movedNs);
            movedNs = nowNs;
            return true;
        }
        return false;
    }

    /** Begins to look for the longest time without an acknowledgement. */
    void watchPauses(final long nowNs)
    {
        longestPauseNs = 0;
        movedNs = nowNs;
    }

    /** The longest time without an acknowledgement since {@link #watchPauses}, as far as it is over. */
    long longestPauseNs()
    {
        return longestPauseNs;
    }

    /** Entries in the primary's shadow that are not acknowledged yet, as far as this record knows. */
    long inFlight(final Replica primary)
    {
        long sum = 0;
        for (int stream = 0; stream < acknowledged.length; stream++)
        {
            sum += Math.max(0, primary.shadowed(stream) - acknowledged[stream]);
        }
        return sum;
    }

    long movedNs()
    {
        return movedNs;
    }

    long acknowledged(final int stream)
    {
        return acknowledged[stream];
    }

    long total()
    {
        return total;
    }
}
