package io.antumbra.chaos.sim;

import java.util.EnumMap;
import java.util.Map;

/** What one seed came to. */
public final class SimulationResult
{
    private final long seed;
    private final long virtualNs;
    private final long recoveryNs;
    private final long acknowledged;
    private final long delivered;
    private final long epochs;
    private final boolean isRefused;
    private final Map<Fault, Long> faults;

    SimulationResult(final long seed, final World world, final long recoveryNs, final long delivered,
        final boolean isRefused)
    {
        this.seed = seed;
        this.recoveryNs = recoveryNs;
        this.delivered = delivered;
        this.isRefused = isRefused;
        virtualNs = world.timeline.nowNs();
        acknowledged = world.ledger.acknowledgedCount();
        epochs = world.leadership.lastEpoch();
        faults = new EnumMap<>(world.faults);
    }

    /** @return that drew everything. */
    public long seed()
    {
        return seed;
    }

    /** @return virtual time of the run, ns. */
    public long virtualNs()
    {
        return virtualNs;
    }

    /** @return virtual time from the end of the faults to full service, ns. */
    public long recoveryNs()
    {
        return recoveryNs;
    }

    /** @return entries that the application was told to be safe. */
    public long acknowledged()
    {
        return acknowledged;
    }

    /** @return entries that handlers received, all standbys together. */
    public long delivered()
    {
        return delivered;
    }

    /** @return leadership terms. */
    public long epochs()
    {
        return epochs;
    }

    /** @return true when a replica was refused with a reason, as one beyond repair from a peer, and the shard waits. */
    public boolean isRefused()
    {
        return isRefused;
    }

    /**
     * @param fault kind.
     * @return how often it was injected.
     */
    public long faults(final Fault fault)
    {
        return faults.getOrDefault(fault, 0L);
    }
}
