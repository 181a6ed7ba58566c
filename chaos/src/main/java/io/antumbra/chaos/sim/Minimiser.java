package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Leaves out faults of a schedule while the same promise is still broken: halves first, then smaller and smaller parts,
 * one by one at last (delta debugging, Zeller and Hildebrandt 2002, "ddmin" on complements). What remains is not the
 * smallest schedule there is, but none of its faults can be left out alone.
 */
public final class Minimiser
{
    private final long seed;
    private final Supplier<Ports> ports;
    private final Swarm swarm;
    private int runsLeft;
    private SimulationFailure smallest;

    /**
     * @param failure  to make smaller.
     * @param ports    that it happened with.
     * @param swarm    that it happened with.
     * @param mostRuns that this may cost.
     */
    public Minimiser(final SimulationFailure failure, final Supplier<Ports> ports, final Swarm swarm,
        final int mostRuns)
    {
        seed = failure.seed();
        smallest = failure;
        this.ports = ports;
        this.swarm = swarm;
        runsLeft = mostRuns;
    }

    /** @return the same promise broken with as few faults as could be found. */
    public SimulationFailure minimise()
    {
        if (fails(List.of()))
        {
            return smallest;
        }
        int parts = 2;
        while (runsLeft > 0 && parts <= smallest.faults().size())
        {
            final boolean isSmaller = leaveOutOne(parts);
            final int size = smallest.faults().size();
            parts = isSmaller ? Math.max(2, Math.min(parts, size)) : nextParts(parts, size);
        }
        return smallest;
    }

    private static int nextParts(final int parts, final int size)
    {
        return parts == size ? size + 1 : Math.min(2 * parts, size);
    }

    private boolean leaveOutOne(final int parts)
    {
        final List<Integer> faults = smallest.faults();
        for (int part = 0; part < parts; part++)
        {
            final List<Integer> rest = new ArrayList<>(faults);
            rest.subList(part * faults.size() / parts, (part + 1) * faults.size() / parts).clear();
            if (rest.size() < faults.size() && fails(rest))
            {
                return true;
            }
        }
        return false;
    }

    private boolean fails(final List<Integer> kept)
    {
        if (runsLeft-- <= 0)
        {
            return false;
        }
        final Set<Integer> places = new HashSet<>(kept);
        try
        {
            Simulation.run(seed, ports.get(), swarm, places::contains);
            return false;
        }
        catch (final SimulationFailure failure)
        {
            if (!failure.invariant().equals(smallest.invariant()))
            {
                return false;
            }
            smallest = failure;
            return true;
        }
    }
}
