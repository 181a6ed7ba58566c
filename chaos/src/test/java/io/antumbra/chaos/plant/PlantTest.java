package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Ports;
import io.antumbra.chaos.sim.Simulation;
import io.antumbra.chaos.sim.SimulationFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Every planted fault must be caught, by the same judges, on a seed that honest machines pass. */
class PlantTest
{
    private static final int MOST_SEEDS = 1000;

    @ParameterizedTest
    @EnumSource(value = Plant.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void shouldBeCaught(final Plant plant)
    {
        for (long seed = 1; seed <= MOST_SEEDS; seed++)
        {
            final SimulationFailure failure = caught(seed, plant.ports());
            if (failure != null)
            {
                System.out.println(plant + " caught at seed " + seed + ": " + failure.invariant());
                assertNotEquals("no exception", failure.invariant(), failure.getMessage());
                Simulation.run(seed, Ports.HONEST);
                return;
            }
        }
        fail(plant + " was not caught in " + MOST_SEEDS + " seeds");
    }

    private static SimulationFailure caught(final long seed, final Ports ports)
    {
        try
        {
            Simulation.run(seed, ports);
            return null;
        }
        catch (final SimulationFailure failure)
        {
            return failure;
        }
    }
}
