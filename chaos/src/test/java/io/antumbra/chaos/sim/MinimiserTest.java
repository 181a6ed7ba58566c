package io.antumbra.chaos.sim;

import java.util.HashSet;
import java.util.Set;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MinimiserTest
{
    private static final int MOST_SEEDS = 20;
    private static final int LEAST_FAULTS = 8;

    @Test
    void shouldLeaveOutWhatIsNotNeededAndReplayTheRest()
    {
        final SimulationFailure failure = failure();
        final SimulationFailure smallest =
            new Minimiser(failure, MinimiserTest::forgetsAtThirdStart, Swarm.ALL_KINDS, 500)
                .minimise();
        assertEquals(failure.invariant(), smallest.invariant());
        assertTrue(smallest.faults().size() <= 4 && smallest.faults().size() < failure.faults().size(),
            failure.faults() + " became " + smallest.faults());
        final Set<Integer> kept = new HashSet<>(smallest.faults());
        final SimulationFailure again = assertThrows(SimulationFailure.class,
            () -> Simulation.run(failure.seed(), forgetsAtThirdStart(), Swarm.ALL_KINDS, kept::contains));
        assertEquals(smallest.getMessage(), again.getMessage());
    }

    @Test
    void shouldInjectOnlyWhatIsKept()
    {
        assertEquals(0, Simulation.run(5, Ports.HONEST, Swarm.ALL_KINDS, index -> false).faultCount());
        assertTrue(Simulation.run(5, Ports.HONEST, Swarm.ALL_KINDS, index -> index < 3).faultCount() <= 3);
    }

    /** Breaks a promise only when a standby starts for the third time: something has to have killed it twice. */
    private static Ports forgetsAtThirdStart()
    {
        return new Ports()
        {
            @Override
            public EntryHandler handler(final Seat seat, final EntryHandler handler)
            {
                return seat.starts() < 3 ? handler : new ForgettingHandler(handler);
            }
        };
    }

    /** One with something to leave out. */
    private static SimulationFailure failure()
    {
        for (long seed = 1; seed <= MOST_SEEDS; seed++)
        {
            try
            {
                Simulation.run(seed, forgetsAtThirdStart(), Swarm.ALL_KINDS, index -> true);
            }
            catch (final SimulationFailure failure)
            {
                if (failure.faults().size() >= LEAST_FAULTS)
                {
                    return failure;
                }
            }
        }
        throw new AssertionError("the planted fault was not caught after " + LEAST_FAULTS + " faults in " + MOST_SEEDS +
            " seeds");
    }

    private static final class ForgettingHandler implements EntryHandler
    {
        private final EntryHandler delegate;

        ForgettingHandler(final EntryHandler delegate)
        {
            this.delegate = delegate;
        }

        @Override
        public long onStart(final int streamId)
        {
            return Math.max(0, delegate.onStart(streamId) - 1);
        }

        @Override
        public void onEntry(final EntryMeta meta, final DirectBuffer buffer,
            final int offset, final int length)
        {
            delegate.onEntry(meta, buffer, offset, length);
        }

        @Override
        public void onUnprotectedGap(final int streamId, final long first, final long count)
        {
            delegate.onUnprotectedGap(streamId, first, count);
        }
    }
}
