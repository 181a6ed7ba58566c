package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing on the way through the ring allocates. The counter belongs to the thread and is exact, so a window of many
 * cycles must show 0. The compiler may still replace code in one window, and such a step accounts for some tens of
 * bytes once; something that allocates now and then shows in every window.
 */
class RingAllocationTest
{
    private static final int WARM_UP_CYCLES = 20_000;
    private static final int CYCLES = 100_000;
    private static final int MAX_WINDOWS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer source = RingSupport.payload(1, 1000);
    private final RingClaim claim = new RingClaim();
    private final RingEntry entry = new RingEntry();
    private final AdaptiveIdleStrategy idleStrategy = new AdaptiveIdleStrategy();
    private long refused;

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldAllocateNothing(final ProducerType type)
    {
        final EntryRing ring = RingSupport.ring(type, 16, 2);
        cycle(ring, WARM_UP_CYCLES);
        int windows = 0;
        long allocatedBytes;
        do
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            cycle(ring, CYCLES);
            allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
            windows++;
        }
        while (allocatedBytes > 0 && windows < MAX_WINDOWS);

        assertEquals(0, allocatedBytes);
        assertEquals(WARM_UP_CYCLES + (long)windows * CYCLES, refused);
    }

    private void cycle(final EntryRing ring, final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            assertTrue(ring.offer(0, 0, i, source, 0, 256) >= 0);
            assertTrue(ring.offer(0, 0, i, source, 0, 900) >= 0);
            assertTrue(ring.tryClaim(0, 0, i, 100, claim) >= 0);
            claim.commit();
            assertTrue(ring.tryClaim(0, 0, i, 100, claim) >= 0);
            claim.abort();
            if (Code.BACK_PRESSURED == ring.offer(0, 0, i, source, 0, 1000))
            {
                refused++;
            }
            idleStrategy.idle(poll(ring.stage(0)));
            idleStrategy.idle(poll(ring.stage(1)));
            idleStrategy.idle(0);
            assertFalse(ring.stage(1).first(entry));
        }
    }

    private int poll(final RingStage stage)
    {
        int count = 0;
        if (stage.first(entry))
        {
            do
            {
                entry.sequence(entry.originalEpochNs() + entry.length());
                count++;
            }
            while (stage.next(entry));
            stage.releaseThrough(entry);
        }
        return count;
    }
}
