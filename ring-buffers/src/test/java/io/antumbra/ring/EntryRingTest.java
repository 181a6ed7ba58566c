package io.antumbra.ring;

import static io.antumbra.ring.RingSupport.isWhole;
import static io.antumbra.ring.RingSupport.payload;
import static io.antumbra.ring.RingSupport.ring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntryRingTest
{
    private final RingEntry entry = new RingEntry();
    private final RingClaim claim = new RingClaim();

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldHandOverWhatWasOffered(final ProducerType type)
    {
        final EntryRing ring = ring(type, 8, 1);
        assertEquals(0, ring.offer(3, 7, 123_456_789_012L, payload(5, 50), 10, 40));

        final RingStage stage = ring.stage(0);
        assertTrue(stage.first(entry));
        assertEquals(0, entry.ringSequence());
        assertEquals(3, entry.streamId());
        assertEquals(7, entry.priority());
        assertEquals(123_456_789_012L, entry.originalEpochNs());
        assertEquals(40, entry.length());
        final UnsafeBuffer expected = new UnsafeBuffer(payload(5, 50), 10, 40);
        assertEquals(expected, new UnsafeBuffer(entry.buffer(), entry.offset(), entry.length()));
        assertFalse(stage.next(entry));
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldRefuseWhatIsEmptyTooLongOrNowhere(final ProducerType type)
    {
        final EntryRing ring = ring(type, 4, 1);
        final int maxEntryLength = ring.maxEntryLength();
        final UnsafeBuffer source = payload(1, maxEntryLength + 1);
        assertEquals(Code.EMPTY, ring.offer(0, 0, 0, source, 0, 0));
        assertEquals(Code.TOO_LONG, ring.offer(0, 0, 0, source, 0, maxEntryLength + 1));
        assertEquals(Code.EMPTY, ring.tryClaim(0, 0, 0, 0, claim));
        assertEquals(Code.TOO_LONG, ring.tryClaim(0, 0, 0, maxEntryLength + 1, claim));
        assertThrows(IllegalArgumentException.class, () -> ring.offer(0, 0, 0, source, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> ring.tryClaim(0, 0, 0, -1, claim));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offer(0, 0, 0, source, 10, maxEntryLength));
        assertThrows(NullPointerException.class, () -> ring.offer(0, 0, 0, null, 0, 1));
        assertFalse(claim.isOpen());

        assertEquals(0, ring.offer(0, 0, 0, source, 0, maxEntryLength), "nothing above may leave a slot claimed");
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldPushBackUntilTheLastStageReleases(final ProducerType type)
    {
        final EntryRing ring = ring(type, 4, 2);
        for (int i = 0; i < 4; i++)
        {
            assertEquals(i, ring.offer(0, 0, 0, payload(i, 1), 0, 1));
        }
        assertEquals(4, ring.occupiedSlots());
        assertEquals(Code.BACK_PRESSURED, ring.offer(0, 0, 0, payload(4, 1), 0, 1));

        assertTrue(ring.stage(0).first(entry));
        ring.stage(0).releaseThrough(entry);
        assertEquals(Code.BACK_PRESSURED, ring.offer(0, 0, 0, payload(4, 1), 0, 1));

        assertTrue(ring.stage(1).first(entry));
        ring.stage(1).releaseThrough(entry);
        assertEquals(4, ring.offer(0, 0, 0, payload(4, 1), 0, 1));
        assertEquals(Code.BACK_PRESSURED, ring.tryClaim(0, 0, 0, 1, claim));
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldKeepALongEntryContiguousFromEverySlot(final ProducerType type)
    {
        final EntryRing ring = ring(type, 8, 1);
        final RingStage stage = ring.stage(0);
        for (int i = 0; i < 64; i++)
        {
            final int length = i % 2 == 0 ? 1 : ring.maxEntryLength();
            final int slots = RingSupport.slotsFor(length);
            if (i % 4 < 2)
            {
                assertTrue(ring.offer(i, 0, 0, payload(i, length), 0, length) >= 0);
            }
            else
            {
                assertTrue(ring.tryClaim(i, 0, 0, length, claim) >= 0);
                RingSupport.fill(claim.buffer(), claim.offset(), claim.length(), i);
                claim.commit();
            }
            assertEquals(slots, stage.available());
            assertTrue(stage.first(entry));
            assertEquals(length, entry.length());
            assertTrue(isWhole(entry.buffer(), entry.offset(), length, i), "entry " + i);
            stage.releaseThrough(entry);
            assertEquals(0, stage.available());
        }
    }

    @Test
    void shouldNotShowALongEntryBeforeAllOfItIsPublished()
    {
        final com.lmax.disruptor.MultiProducerSequencer sequencer =
            new com.lmax.disruptor.MultiProducerSequencer(8, new com.lmax.disruptor.BusySpinWaitStrategy());
        final SlotRegion region = new SlotRegion(RingSupport.SLOT_LENGTH, 8, 300);
        final RingStage stage = new RingStage(sequencer, sequencer.newBarrier(), region, false);
        sequencer.addGatingSequences(stage.releasedSequence());
        sequencer.next(3);
        region.putHeader(0, 3, 0, 0, 0, 300);

        sequencer.publish(0);
        sequencer.publish(1);
        assertFalse(stage.first(entry));
        assertEquals(2, stage.available());

        sequencer.publish(2);
        assertTrue(stage.first(entry));
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldStepOverWhatWasAborted(final ProducerType type)
    {
        final EntryRing ring = ring(type, 8, 2);
        final RingStage stage = ring.stage(0);
        for (int lap = 0; lap < 5; lap++)
        {
            abort(ring, 300);
            final long sequence = ring.offer(1, 0, 0, payload(1, 20), 0, 20);
            abort(ring, 300);
            assertTrue(stage.first(entry));
            assertEquals(sequence, entry.ringSequence());
            assertFalse(stage.next(entry));
            assertEquals(sequence, entry.ringSequence());
            stage.releaseThrough(entry);
            assertEquals(0, stage.available(), "the aborted run behind the entry goes with it");

            assertTrue(ring.stage(1).first(entry));
            ring.stage(1).releaseThrough(entry);
            assertFalse(ring.stage(1).first(entry));
            assertEquals(0, ring.occupiedSlots());
        }
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldFreeARingFullOfNothingButAborted(final ProducerType type)
    {
        final EntryRing ring = ring(type, 8, 1);
        abort(ring, 300);
        abort(ring, 560);
        assertEquals(Code.BACK_PRESSURED, ring.offer(0, 0, 0, payload(1, 20), 0, 20));
        assertFalse(ring.stage(0).first(entry));
        assertEquals(-1, entry.ringSequence());
        assertEquals(0, entry.length());
        assertEquals(8, ring.offer(0, 0, 0, payload(1, 20), 0, 20));
        assertTrue(ring.stage(0).next(entry), "goes on from where first gave up");
        assertEquals(8, entry.ringSequence());
    }

    @Test
    void shouldRefuseAnythingBesideAnOpenClaimOfASingleProducer()
    {
        final EntryRing ring = ring(ProducerType.SINGLE, 8, 1);
        assertEquals(0, ring.tryClaim(0, 0, 0, 8, claim));
        assertThrows(IllegalStateException.class, () -> ring.offer(0, 0, 0, payload(1, 8), 0, 8));
        assertThrows(IllegalStateException.class, () -> ring.tryClaim(0, 0, 0, 8, new RingClaim()));
        assertThrows(IllegalStateException.class, () -> ring.tryClaim(0, 0, 0, 8, claim));
        assertFalse(ring.stage(0).first(entry));
        claim.commit();
        assertTrue(ring.stage(0).first(entry));
        assertEquals(1, ring.offer(0, 0, 0, payload(1, 8), 0, 8));
    }

    @Test
    void shouldShowEntriesInClaimOrderWithSeveralClaimsOpen()
    {
        final EntryRing ring = ring(ProducerType.MULTI, 8, 1);
        final RingClaim second = new RingClaim();
        assertEquals(0, ring.tryClaim(1, 0, 0, 8, claim));
        assertEquals(1, ring.tryClaim(2, 0, 0, 8, second));
        second.commit();
        assertEquals(2, ring.offer(3, 0, 0, payload(1, 8), 0, 8));
        assertFalse(ring.stage(0).first(entry));
        claim.abort();
        assertTrue(ring.stage(0).first(entry));
        assertEquals(2, entry.streamId());
        assertTrue(ring.stage(0).next(entry));
        assertEquals(3, entry.streamId());
    }

    @Test
    void shouldAllowAClaimToBeFinishedOnlyOnce()
    {
        final EntryRing ring = ring(ProducerType.MULTI, 8, 1);
        assertThrows(IllegalStateException.class, claim::commit);
        assertEquals(0, ring.tryClaim(0, 0, 0, 8, claim));
        assertEquals(8, claim.length());
        assertThrows(IndexOutOfBoundsException.class, () -> claim.buffer().putByte(claim.offset() + 8, (byte)1));
        claim.commit();
        assertThrows(IllegalStateException.class, claim::commit);
        claim.abort();
        assertThrows(IndexOutOfBoundsException.class, () -> claim.buffer().putByte(claim.offset(), (byte)1));
        assertTrue(ring.stage(0).first(entry), "an abort after the commit must not take the entry back");
    }

    @Test
    void shouldNameTheRemedyWhenASecondThreadOffersToASingleProducerRing() throws InterruptedException
    {
        final EntryRing ring = ring(ProducerType.SINGLE, 8, 1);
        assertEquals(0, ring.offer(0, 0, 0, payload(1, 8), 0, 8));
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final Thread other = new Thread(() -> ring.offer(0, 0, 0, payload(1, 8), 0, 8));
        other.setUncaughtExceptionHandler((thread, ex) -> thrown.set(ex));
        other.start();
        other.join();
        assertEquals(AssertionError.class, thrown.get().getClass());
        assertEquals("Accessed by two threads - use ProducerType.MULTI!", thrown.get().getMessage());
    }

    @ParameterizedTest
    @EnumSource(ProducerType.class)
    void shouldRefuseAfterCloseAndDrainWhatIsIn(final ProducerType type)
    {
        final EntryRing ring = ring(type, 4, 1);
        assertEquals(0, ring.offer(0, 0, 0, payload(1, 8), 0, 8));
        assertEquals(1, ring.tryClaim(0, 0, 0, 8, claim));
        assertFalse(ring.isDrained());
        ring.close();
        ring.close();
        assertTrue(ring.isClosed());
        assertEquals(Code.CLOSED, ring.offer(0, 0, 0, payload(1, 8), 0, 8));
        assertEquals(Code.CLOSED, ring.offer(0, 0, 0, payload(1, 8), 0, 0));
        assertEquals(Code.CLOSED, ring.tryClaim(0, 0, 0, 8, new RingClaim()));
        claim.commit();

        assertTrue(ring.stage(0).first(entry));
        assertTrue(ring.stage(0).next(entry));
        assertFalse(ring.isDrained());
        ring.stage(0).releaseThrough(entry);
        assertTrue(ring.isDrained());
    }

    private void abort(final EntryRing ring, final int length)
    {
        assertTrue(ring.tryClaim(9, 9, 9, length, claim) >= 0);
        claim.buffer().putByte(claim.offset(), (byte)9);
        claim.abort();
    }
}
