package io.antumbra.chaos.sim;

/** What one seed came to. */
public final class SimulationResult
{
    private final long seed;
    private final long virtualNs;
    private final long recoveryNs;
    private final long acknowledged;
    private final long delivered;
    private final long leadershipChanges;
    private final long steps;
    private final long digest;
    private final boolean isRefused;
    private final Counts<Fault> faults;
    private final Coverage coverage;
    private final Trace trace;

    SimulationResult(final long seed, final World world, final long recoveryNs, final long delivered,
        final boolean isRefused)
    {
        this.seed = seed;
        this.recoveryNs = recoveryNs;
        this.delivered = delivered;
        this.isRefused = isRefused;
        virtualNs = world.timeline.nowNs();
        steps = world.timeline.steps();
        digest = world.timeline.digest();
        acknowledged = world.ledger.acknowledgedCount() + world.givenUp;
        leadershipChanges = world.leadershipChanges();
        faults = world.faults;
        coverage = world.coverage;
        trace = world.trace;
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

    /** @return changes of leadership: every leader but the first. */
    public long leadershipChanges()
    {
        return leadershipChanges;
    }

    /** @return events that the run consisted of. */
    public long steps()
    {
        return steps;
    }

    /** @return that only a run which was the same, event for event, has too. */
    public long digest()
    {
        return digest;
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
        return faults.of(fault);
    }

    /** @return faults of the schedule that were injected, of all kinds. */
    public int faultCount()
    {
        int count = 0;
        for (final Fault fault : Fault.values())
        {
            count += fault.isScheduled() ? (int)faults(fault) : 0;
        }
        return count;
    }

    /** @return kinds of them. */
    public int faultKinds()
    {
        int kinds = 0;
        for (final Fault fault : Fault.values())
        {
            kinds += fault.isScheduled() && faults(fault) > 0 ? 1 : 0;
        }
        return kinds;
    }

    /**
     * @param lines at most.
     * @return the last events of the run, one a line.
     */
    public String trace(final int lines)
    {
        return trace.last(lines);
    }

    /** @return what the machines went through. */
    public Coverage coverage()
    {
        return coverage;
    }
}
