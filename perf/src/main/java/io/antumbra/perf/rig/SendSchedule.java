package io.antumbra.perf.rig;

/**
 * When each entry is meant to be sent, whatever became of those before: latency counted from here also contains the
 * wait of entries that a stall kept from being sent (no coordinated omission). One thread.
 */
final class SendSchedule
{
    private static final double NS_PER_S = 1e9;

    private final long startNs;
    private final double intervalNs;
    private long count;

    /**
     * A steady schedule.
     *
     * @param startNs       time of the first entry.
     * @param ratePerSecond entries a second.
     */
    SendSchedule(final long startNs, final double ratePerSecond)
    {
        this.startNs = startNs;
        intervalNs = NS_PER_S / ratePerSecond;
    }

    /** Time at which the next entry is meant to be sent. */
    long dueNs()
    {
        return startNs + (long)(count * intervalNs);
    }

    boolean isDue(final long nowNs)
    {
        return nowNs - dueNs() >= 0;
    }

    /** The next entry was sent. */
    void advance()
    {
        count++;
    }
}
