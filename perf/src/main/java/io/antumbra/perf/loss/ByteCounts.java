package io.antumbra.perf.loss;

/** Bytes and datagrams that one rival put on the network, by {@link Traffic}. One thread. */
@SuppressWarnings("EnumOrdinal") // an index for the life of the process, nothing is stored by it
final class ByteCounts
{
    private static final int KINDS = Traffic.values().length;

    private final long[] bytes = new long[KINDS];
    private final long[] datagrams = new long[KINDS];

    void add(final Traffic traffic, final int lengthBytes)
    {
        bytes[traffic.ordinal()] += lengthBytes;
        datagrams[traffic.ordinal()]++;
    }

    /**
     * What somebody else has counted, in bytes only: the differences of counters.
     *
     * @param traffic to count it under.
     * @param length  bytes; below 0 to take away.
     */
    void addBytes(final Traffic traffic, final long length)
    {
        bytes[traffic.ordinal()] += length;
    }

    void addAll(final ByteCounts other)
    {
        for (int i = 0; i < KINDS; i++)
        {
            bytes[i] += other.bytes[i];
            datagrams[i] += other.datagrams[i];
        }
    }

    long bytes(final Traffic traffic)
    {
        return bytes[traffic.ordinal()];
    }

    long datagrams(final Traffic traffic)
    {
        return datagrams[traffic.ordinal()];
    }

    /** All that is there because of loss. */
    long extra()
    {
        long extra = 0;
        for (final Traffic traffic : Traffic.values())
        {
            extra += traffic.isExtra ? bytes(traffic) : 0;
        }
        return extra;
    }

    /** The same for each byte sent for the first time. */
    double extraRatio()
    {
        return (double)extra() / bytes(Traffic.FIRST);
    }
}
