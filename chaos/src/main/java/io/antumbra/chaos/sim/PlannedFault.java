package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One fault of a run's schedule, with a seed of its own for whatever has to be drawn when it comes. The schedule is
 * drawn whole before the run starts, so that a run can be replayed with some of its faults left out and the others
 * unchanged.
 */
public final class PlannedFault
{
    private final int index;
    private final long atNs;
    private final Fault kind;
    private final long seed;

    private PlannedFault(final int index, final long atNs, final Fault kind, final long seed)
    {
        this.index = index;
        this.atNs = atNs;
        this.kind = kind;
        this.seed = seed;
    }

    /** Draws all faults up to an end. */
    static List<PlannedFault> schedule(final Scenario scenario, final Draw draw, final long endNs)
    {
        final List<Fault> kinds = new ArrayList<>(scenario.faults);
        final List<PlannedFault> faults = new ArrayList<>();
        long atNs = 0;
        while (!kinds.isEmpty())
        {
            atNs += draw.between(1_000_000, 2 * scenario.faultIntervalNs);
            if (atNs >= endNs)
            {
                break;
            }
            faults.add(new PlannedFault(faults.size(), atNs, kinds.get(draw.below(kinds.size())), draw.next()));
        }
        return faults;
    }

    /** @return place in the schedule, from 0. */
    public int index()
    {
        return index;
    }

    /** @return kind. */
    public Fault kind()
    {
        return kind;
    }

    long atNs()
    {
        return atNs;
    }

    /** A generator that always starts the same, whatever happened before. */
    Draw draw()
    {
        return new Draw(seed);
    }

    @Override
    public String toString()
    {
        return String.format(Locale.ROOT, "#%d %.6f s %s", index, atNs / 1e9, kind);
    }
}
