package io.antumbra.forecasting.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenessTailTest
{
    @Test
    void shouldCountTheOneWaitedForAmongThoseAsLate()
    {
        final LatenessTail tail = new LatenessTail(1_000_000, 4.0);
        for (int i = 0; i < 90; i++)
        {
            tail.record(0.0);
        }
        for (int i = 0; i < 9; i++)
        {
            tail.record(Math.log(50.0));
        }
        assertEquals(1.0, tail.share(-1.0), 1e-3);
        assertEquals(0.10, tail.share(Math.log(2.0)), 1e-3);
        assertEquals(0.10, tail.share(Math.log(50.0)), 1e-3);
    }

    @Test
    void shouldFallByTheTailIndexBeyondTheLongest()
    {
        final LatenessTail tail = new LatenessTail(1_000_000, 3.0);
        for (int i = 0; i < 99; i++)
        {
            tail.record(Math.log(0 == i ? 16.0 : 1.0));
        }
        final double atLongest = tail.share(Math.log(17.0));
        assertEquals(0.01, atLongest, 1e-3);
        assertEquals(tail.share(Math.log(100.0)) * 1e-3, tail.share(Math.log(1_000.0)), 1e-9);
    }

    @Test
    void shouldForgetALongPause()
    {
        final LatenessTail tail = new LatenessTail(1_000, 4.0);
        tail.record(Math.log(100.0));
        for (int i = 0; i < 500; i++)
        {
            tail.record(0.0);
        }
        final double remembered = tail.share(Math.log(90.0));
        for (int i = 0; i < 5_000; i++)
        {
            tail.record(0.0);
        }
        assertTrue(tail.share(Math.log(90.0)) < 0.01 * remembered);
        assertEquals(1_000.0, tail.weight(), 10.0);
    }

    /** The weights of the newest are made smaller now and then, which nobody may see. */
    @Test
    void shouldWeighTheSameAcrossAChangeOfTheUnit()
    {
        final LatenessTail tail = new LatenessTail(100, 4.0);
        double late = 0.0;
        double all = 0.0;
        for (int i = 0; i < 9_000; i++)
        {
            final boolean isLate = 0 == i % 7;
            tail.record(isLate ? Math.log(30.0) : 0.0);
            late = 0.99 * late + (isLate ? 1.0 : 0.0);
            all = 0.99 * all + 1.0;
            assertEquals(all, tail.weight(), 1e-6);
            assertEquals((late + 1.0) / (all + 1.0), tail.share(Math.log(2.0)), 1e-6, "at " + i);
            assertEquals(1.0, tail.share(-1.0), 1e-6, "at " + i);
        }
    }

    @Test
    void shouldHoldItsWeightsInBoundsForEver()
    {
        final LatenessTail tail = new LatenessTail(100, 4.0);
        double share = 1.0;
        for (int i = 0; i < 1_000_000; i++)
        {
            tail.record(0 == i % 50 ? Math.log(30.0) : 0.0);
            assertTrue(Double.isFinite(tail.weight()) && tail.weight() <= 100.001);
            share = tail.share(Math.log(29.0));
            assertTrue(share > 0.0 && share <= 1.0);
        }
        assertEquals(0.02, share, 0.02);
    }
}
