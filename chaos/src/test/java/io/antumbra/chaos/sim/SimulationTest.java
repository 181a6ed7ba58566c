package io.antumbra.chaos.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Fresh seeds for a fixed time, printed; {@code -Dantumbra.test.seed=S} gives the first one back and
 * {@code -Dantumbra.chaos.seconds=N} another time.
 */
class SimulationTest
{
    private static final int LEAST_SEEDS = 5;

    @Test
    void shouldKeepEveryPromiseOnFreshSeeds()
    {
        final long first = Long.getLong("antumbra.test.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        final long budgetNs = TimeUnit.SECONDS.toNanos(Long.getLong("antumbra.chaos.seconds", 20));
        final long startNs = System.nanoTime();
        long acknowledged = 0;
        long seed = first;
        while (seed < first + LEAST_SEEDS || System.nanoTime() - startNs < budgetNs)
        {
            acknowledged += Simulation.run(seed++, Ports.HONEST).acknowledged();
        }
        System.out.println("simulated seeds " + first + " to " + (seed - 1) + ": " + acknowledged +
            " entries acknowledged, none lost");
        assertTrue(acknowledged > 0, "nothing was acknowledged: the run proves nothing");
    }

    @ParameterizedTest
    @MethodSource("seedsThatFailed")
    void shouldKeepEveryPromiseOnSeedThatFailedOnce(final long seed)
    {
        Simulation.run(seed, Ports.HONEST);
    }

    @Test
    void shouldReplaySeedExactly()
    {
        final SimulationResult one = Simulation.run(42, Ports.HONEST);
        final SimulationResult other = Simulation.run(42, Ports.HONEST);
        assertEquals(one.acknowledged(), other.acknowledged());
        assertEquals(one.delivered(), other.delivered());
        assertEquals(one.recoveryNs(), other.recoveryNs());
        assertEquals(one.epochs(), other.epochs());
        for (final Fault fault : Fault.values())
        {
            assertEquals(one.faults(fault), other.faults(fault), fault.name());
        }
    }

    @Test
    void shouldInjectEveryKindOfFault()
    {
        final Set<Fault> injected = EnumSet.noneOf(Fault.class);
        for (long seed = 1; seed <= 30; seed++)
        {
            final SimulationResult result = Simulation.run(seed, Ports.HONEST);
            for (final Fault fault : Fault.values())
            {
                if (result.faults(fault) > 0)
                {
                    injected.add(fault);
                }
            }
        }
        assertEquals(EnumSet.allOf(Fault.class), injected);
    }

    static List<Long> seedsThatFailed() throws IOException
    {
        try (InputStream stream = SimulationTest.class.getResourceAsStream("/io/antumbra/chaos/seeds-that-failed.txt");
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)))
        {
            return reader.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> Long.valueOf(line.trim().split("\\s+")[0]))
                .collect(Collectors.toList());
        }
    }
}
