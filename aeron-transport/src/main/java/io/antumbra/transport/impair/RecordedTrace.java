package io.antumbra.transport.impair;

/**
 * What a real link did once: round trips by the time at which they were measured, and, where the recording has it,
 * which packets were lost. Immutable; any number of {@link Impairment}s on any threads may replay the same one, and it
 * begins anew when it is over.
 *
 * <p>The two are replayed by different clocks. The round trip belongs to the time: between two measurements it is
 * interpolated linearly. Loss belongs to the packet: the n-th frame shares the fate of the n-th recorded one, so that
 * ratio and length of the bursts are as recorded whatever the rate of the frames. Rejected: loss by time, too. The
 * recorded sender sent in clumps, and all packets of a clump but one cover no time at all; at other rates than the
 * recorded one neither ratio nor bursts would be kept.
 */
public final class RecordedTrace
{
    private final long[] atNs;
    private final long[] roundTripNs;
    private final boolean[] isLost;
    private final long lengthNs;

    /**
     * @param atNs        times of the measurements from the beginning of the trace, ns, none before the one in front.
     * @param roundTripNs what was measured then, ns.
     * @param isLost      packet by packet whether it was lost; empty where nothing was.
     * @param lengthNs    after which the trace begins anew, ns, beyond the last measurement.
     */
    public RecordedTrace(final long[] atNs, final long[] roundTripNs, final boolean[] isLost, final long lengthNs)
    {
        if (atNs.length == 0 || atNs.length != roundTripNs.length)
        {
            throw new IllegalArgumentException("atNs has " + atNs.length + " and roundTripNs " + roundTripNs.length +
                " values: give as many of both, and one at least");
        }
        for (int i = 0; i < atNs.length; i++)
        {
            if (atNs[i] < (i == 0 ? 0 : atNs[i - 1]))
            {
                throw new IllegalArgumentException("atNs[" + i + "]=" + atNs[i] +
                    " is not allowed: 0 or more, and not before the one in front");
            }
            if (roundTripNs[i] < 0)
            {
                throw new IllegalArgumentException("roundTripNs[" + i + "]=" + roundTripNs[i] +
                    " is not allowed: 0 or more");
            }
        }
        if (lengthNs <= atNs[atNs.length - 1])
        {
            throw new IllegalArgumentException(
                "lengthNs=" + lengthNs + " is not allowed: more than the last of atNs, " +
                    atNs[atNs.length - 1]);
        }
        this.atNs = atNs.clone();
        this.roundTripNs = roundTripNs.clone();
        this.isLost = isLost.clone();
        this.lengthNs = lengthNs;
    }

    /** @return measurements of the round trip. */
    public int measurements()
    {
        return atNs.length;
    }

    /** @return packets of which it is known whether they were lost; 0 where the recording does not say. */
    public int packets()
    {
        return isLost.length;
    }

    /** @return packets that were lost. */
    public int lostPackets()
    {
        int lost = 0;
        for (final boolean is : isLost)
        {
            lost += is ? 1 : 0;
        }
        return lost;
    }

    /** @return after which it begins anew, ns. */
    public long lengthNs()
    {
        return lengthNs;
    }

    /**
     * One reader's place in the trace. One thread. Allocates nothing.
     */
    static final class Replay
    {
        private final RecordedTrace trace;
        private int measurement;
        private int packet;

        Replay(final RecordedTrace trace)
        {
            this.trace = trace;
        }

        /**
         * @param elapsedNs since the replay began; going back costs a walk through the trace, no more.
         * @return the round trip then, ns.
         */
        long roundTripNs(final long elapsedNs)
        {
            final long[] atNs = trace.atNs;
            final long[] roundTripNs = trace.roundTripNs;
            final long placeNs = Math.floorMod(elapsedNs, trace.lengthNs);
            if (placeNs < atNs[measurement])
            {
                measurement = 0;
            }
            while (measurement + 1 < atNs.length && atNs[measurement + 1] <= placeNs)
            {
                measurement++;
            }
            final long fromNs = roundTripNs[measurement];
            if (measurement + 1 == atNs.length || placeNs <= atNs[measurement])
            {
                return fromNs;
            }
            final double part = (double)(placeNs - atNs[measurement]) / (atNs[measurement + 1] - atNs[measurement]);
            return fromNs + (long)(part * (roundTripNs[measurement + 1] - fromNs));
        }

        /** Takes the next packet's fate. */
        boolean isNextLost()
        {
            if (trace.isLost.length == 0)
            {
                return false;
            }
            final boolean isLost = trace.isLost[packet];
            packet = packet + 1 == trace.isLost.length ? 0 : packet + 1;
            return isLost;
        }
    }
}
