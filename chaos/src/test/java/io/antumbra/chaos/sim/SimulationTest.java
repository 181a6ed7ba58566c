package io.antumbra.chaos.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final int FIGURE_SEEDS = 60;

    @Test
    void shouldKeepEveryPromiseOnFreshSeeds() throws Exception
    {
        final long first = Long.getLong("antumbra.test.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        final long budgetNs = TimeUnit.SECONDS.toNanos(Long.getLong("antumbra.chaos.seconds", 120));
        final long startNs = System.nanoTime();
        final AtomicLong next = new AtomicLong(first);
        final AtomicLong acknowledged = new AtomicLong();
        final List<FutureTask<Void>> workers = new ArrayList<>();
        System.out.println("simulating from seed " + first);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++)
        {
            workers.add(new FutureTask<>(() ->
            {
                while (next.get() < first + LEAST_SEEDS || System.nanoTime() - startNs < budgetNs)
                {
                    acknowledged.addAndGet(Simulation.run(next.getAndIncrement(), Ports.HONEST).acknowledged());
                }
            }, null));
            new Thread(workers.get(i), "simulation-" + i).start();
        }
        for (final FutureTask<Void> worker : workers)
        {
            worker.get();
        }
        System.out.println("simulated seeds " + first + " to " + (next.get() - 1) + ": " + acknowledged +
            " entries acknowledged, none lost");
        assertTrue(acknowledged.get() > 0, "nothing was acknowledged: the run proves nothing");
    }

    @Test
    void shouldGiveNearlyEverySeedEnoughToProveSomething()
    {
        int full = 0;
        for (long seed = 1; seed <= FIGURE_SEEDS; seed++)
        {
            final SimulationResult result = Simulation.run(seed, Ports.HONEST);
            assertTrue(result.virtualNs() >= Simulation.SAFETY_NS);
            full += result.acknowledged() >= 500 && result.faultCount() >= 10 && result.faultKinds() >= 3 ? 1 : 0;
        }
        assertTrue(full >= FIGURE_SEEDS * 0.9, full + " of " + FIGURE_SEEDS + " seeds had 500 acknowledged entries" +
            " and 10 faults of 3 kinds");
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
        assertEquals(one.digest(), other.digest());
        assertEquals(one.acknowledged(), other.acknowledged());
        assertEquals(one.delivered(), other.delivered());
        assertEquals(one.recoveryNs(), other.recoveryNs());
        assertEquals(one.leadershipChanges(), other.leadershipChanges());
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

    @Test
    void shouldLetLineBBringEntriesFirstAndCarryALinkAlone()
    {
        final Coverage coverage = new Coverage();
        for (long seed = 1; seed <= 20; seed++)
        {
            coverage.add(Simulation.run(seed, Ports.HONEST).coverage());
        }
        final String covered = String.valueOf(coverage.covered());
        assertTrue(covered.contains(Transition.LINE_B_BRINGS_FIRST.name()), covered);
        assertTrue(covered.contains(Transition.LINE_B_CARRIES_ALONE.name()), covered);
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
