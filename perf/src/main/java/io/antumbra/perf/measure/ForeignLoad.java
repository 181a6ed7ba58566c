package io.antumbra.perf.measure;

import java.util.List;

/**
 * How much processor time others took while something was measured: all that the machine spent, less what the measured
 * processes and this one spent, plus what the host stole. One thread.
 */
public final class ForeignLoad
{
    private final List<ChildJvm> children;
    private final long startNs;
    private final long allTicks;
    private final long ownTicks;

    private ForeignLoad(final List<ChildJvm> children, final long nowNs)
    {
        this.children = children;
        startNs = nowNs;
        ownTicks = own();
        allTicks = ProcessorTimes.usedByAll();
    }

    /**
     * Begin to look.
     *
     * @param children measured; they must be alive until {@link #percentOfOneCore}.
     * @param nowNs    time.
     * @return the look.
     */
    public static ForeignLoad begin(final List<ChildJvm> children, final long nowNs)
    {
        return new ForeignLoad(children, nowNs);
    }

    /**
     * What others took since the beginning.
     *
     * @param nowNs time, at least one tick later.
     * @return percent of one core; a little below 0 by the coarseness of ticks is given as 0.
     */
    public double percentOfOneCore(final long nowNs)
    {
        final long foreignTicks = (ProcessorTimes.usedByAll() - allTicks) - (own() - ownTicks);
        return percent(foreignTicks, nowNs - startNs);
    }

    static double percent(final long ticks, final long durationNs)
    {
        return Math.max(0.0, 100.0 * ticks * ProcessorTimes.TICK_NS / durationNs);
    }

    private long own()
    {
        long ticks = ProcessorTimes.usedBy(ProcessHandle.current().pid());
        for (final ChildJvm child : children)
        {
            ticks += ProcessorTimes.usedBy(child.pid());
        }
        return ticks;
    }
}
