package io.antumbra.ring;

import static io.antumbra.ring.RingSupport.payload;
import static io.antumbra.ring.RingSupport.ring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageAgentTest
{
    private final EntryRing ring = ring(ProducerType.MULTI, 16, 1);
    private final List<Integer> taken = new ArrayList<>();
    private int refuseFrom = Integer.MAX_VALUE;
    private int throwAt = Integer.MAX_VALUE;
    private final StageAgent agent = new StageAgent("test", ring.stage(0), this::onEntry, 3);

    @Test
    void shouldTakeUpToTheLimitAndReleaseIt()
    {
        offer(5);
        assertEquals("test", agent.roleName());
        assertEquals(3, agent.doWork());
        assertEquals(2, ring.occupiedSlots());
        assertEquals(2, agent.doWork());
        assertEquals(0, agent.doWork());
        assertEquals(List.of(0, 1, 2, 3, 4), taken);
    }

    @Test
    void shouldOfferARefusedEntryAgain()
    {
        offer(4);
        refuseFrom = 1;
        assertEquals(1, agent.doWork());
        assertEquals(0, agent.doWork());
        assertEquals(3, ring.occupiedSlots());
        refuseFrom = Integer.MAX_VALUE;
        assertEquals(3, agent.doWork());
        assertEquals(List.of(0, 1, 2, 3), taken);
    }

    @Test
    void shouldKeepTheEntryThatTheHandlerThrewOn()
    {
        offer(3);
        throwAt = 1;
        assertThrows(IllegalStateException.class, agent::doWork);
        assertThrows(IllegalStateException.class, agent::doWork);
        assertEquals(2, ring.occupiedSlots());
        throwAt = Integer.MAX_VALUE;
        assertEquals(2, agent.doWork());
        assertEquals(List.of(0, 1, 2), taken);
    }

    @Test
    void shouldNameTheEntryLimitThatIsNotAllowed()
    {
        final String message = assertThrows(
            IllegalArgumentException.class, () -> new StageAgent("test", ring.stage(0), entry -> true, 0)).getMessage();
        assertEquals("entryLimit=0: allowed are 1 entry and more", message);
    }

    private boolean onEntry(final RingEntry entry)
    {
        if (entry.streamId() == throwAt)
        {
            throw new IllegalStateException("planted");
        }
        return entry.streamId() < refuseFrom && taken.add(entry.streamId());
    }

    private void offer(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(ring.offer(i, 0, 0, payload(i, 20), 0, 20) >= 0);
        }
    }
}
