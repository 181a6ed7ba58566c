package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.chaos.check.Violation;

/** A seed under which something that must hold did not, with what happened before. */
public final class SimulationFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** That replays it. */
    private final long seed;

    /** Name of the invariant. */
    private final String invariant;

    /** Place in the schedule of each fault that came before. */
    private final ArrayList<Integer> faults = new ArrayList<>();

    SimulationFailure(final long seed, final Violation violation, final String scenario,
        final List<PlannedFault> begun, final String trace)
    {
        super("seed " + seed + ": " + violation.getMessage() + "\n" + scenario + "\nfaults " + begun + "\n" + trace,
            violation);
        this.seed = seed;
        invariant = violation.invariant();
        for (final PlannedFault fault : begun)
        {
            faults.add(fault.index());
        }
    }

    /** @return that replays it. */
    public long seed()
    {
        return seed;
    }

    /** @return name of the invariant. */
    public String invariant()
    {
        return invariant;
    }

    /** @return place in the schedule of each fault that came before. */
    public List<Integer> faults()
    {
        return List.copyOf(faults);
    }
}
