package io.antumbra.ring;

import static io.antumbra.ring.RingSupport.payload;
import static io.antumbra.ring.RingSupport.ring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RingStageTest
{
    private final EntryRing ring = ring(ProducerType.SINGLE, 8, 2);
    private final RingStage shadow = ring.stage(0);
    private final RingStage send = ring.stage(1);
    private final RingEntry entry = new RingEntry();
    private final RingEntry later = new RingEntry();

    @Test
    void shouldCarryNotesFromOneStageToTheNext()
    {
        offer(2);
        assertTrue(shadow.first(entry));
        assertFalse(send.first(later));
        entry.sequence(Long.MAX_VALUE);
        entry.subsetId(Long.MIN_VALUE);
        entry.subsetCount(Integer.MAX_VALUE);
        entry.shadowTimestampEpochNs(1L << 40);
        entry.flags(Integer.MIN_VALUE);
        entry.checksum(0xCAFE_BABE);
        shadow.releaseThrough(entry);

        assertTrue(send.first(later));
        assertEquals(Long.MAX_VALUE, later.sequence());
        assertEquals(Long.MIN_VALUE, later.subsetId());
        assertEquals(Integer.MAX_VALUE, later.subsetCount());
        assertEquals(1L << 40, later.shadowTimestampEpochNs());
        assertEquals(Integer.MIN_VALUE, later.flags());
        assertEquals(0xCAFE_BABE, later.checksum());
        assertEquals(0, later.streamId());
        assertEquals(20, later.length());
        assertFalse(send.next(later), "the second entry was not released by the stage before");
    }

    @Test
    void shouldStartEachEntryWithoutNotesAlsoInAReusedSlot()
    {
        for (int i = 0; i < 20; i++)
        {
            offer(1);
            assertTrue(shadow.first(entry));
            assertEquals(0, entry.sequence());
            assertEquals(0, entry.subsetId());
            assertEquals(0, entry.subsetCount());
            assertEquals(0, entry.shadowTimestampEpochNs());
            assertEquals(0, entry.flags());
            assertEquals(0, entry.checksum());
            entry.sequence(-1);
            entry.subsetId(-1);
            entry.subsetCount(-1);
            entry.shadowTimestampEpochNs(-1);
            entry.flags(-1);
            entry.checksum(-1);
            shadow.releaseThrough(entry);
            assertTrue(send.first(entry));
            send.releaseThrough(entry);
        }
    }

    @Test
    void shouldLookAheadBeforeReleasingASubset()
    {
        offer(5);
        assertTrue(shadow.first(entry));
        for (int i = 1; i < 3; i++)
        {
            assertTrue(shadow.next(entry));
            assertEquals(i, entry.ringSequence());
        }
        assertEquals(5, shadow.available());
        assertEquals(0, send.available());

        assertTrue(shadow.first(entry), "looking ahead releases nothing");
        assertEquals(0, entry.ringSequence());
        do
        {
            entry.subsetId(77);
        }
        while (entry.ringSequence() < 2 && shadow.next(entry));
        shadow.releaseThrough(entry);
        assertEquals(2, shadow.available());
        assertEquals(3, send.available());
        assertTrue(shadow.next(entry), "goes on behind what was released");
        assertEquals(3, entry.ringSequence());
    }

    @Test
    void shouldReleaseNothingTwice()
    {
        offer(4);
        assertTrue(shadow.first(entry));
        assertTrue(shadow.first(later));
        assertTrue(shadow.next(later));
        shadow.releaseThrough(later);
        shadow.releaseThrough(entry);
        assertEquals(2, shadow.available());
        assertEquals(2, send.available());
    }

    @Test
    void shouldSayWhatToDoWithAFlyweightThatStandsNowhere()
    {
        offer(2);
        assertThrows(AssertionError.class, () -> shadow.next(entry));
        assertThrows(AssertionError.class, () -> shadow.releaseThrough(entry));
        assertFalse(send.first(later));
        final AssertionError error = assertThrows(AssertionError.class, later::streamId);
        assertTrue(error.getMessage().contains("call RingStage.first"), error.getMessage());
        assertTrue(shadow.first(entry));
        final RingStage foreign = ring(ProducerType.SINGLE, 8, 1).stage(0);
        assertThrows(AssertionError.class, () -> foreign.releaseThrough(entry));
    }

    private void offer(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(ring.offer(i, 0, 0, payload(i, 20), 0, 20) >= 0);
        }
    }
}
