package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.Violation;

/** A seed under which something that must hold did not, with what happened before. */
public final class SimulationFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** That replays it. */
    private final long seed;

    /** Name of the invariant. */
    private final String invariant;

    SimulationFailure(final long seed, final Violation violation, final String scenario, final String trace)
    {
        super("seed " + seed + ": " + violation.getMessage() + "\n" + scenario + "\n" + trace, violation);
        this.seed = seed;
        invariant = violation.invariant();
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
}
