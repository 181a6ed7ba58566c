package io.antumbra.runtime.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.primary.Primary;
import io.antumbra.ring.EntryRing;
import io.antumbra.ring.RingContext;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The hot path by itself: a primary without standbys on a shadow in memory. */
class PipelineTest
{
    private static final int LENGTH = 100;

    private static final int MAX_IN_FLIGHT = 9;
    private static final int LENGTH_OF_FOUR = 280;

    private final Acknowledgements acknowledgements = new Acknowledgements();
    private CoreConfig config;
    private MemoryShadow shadow;
    private EntryRing ring;
    private Primary primary;
    private Pipeline pipeline;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final EntryView view = new EntryView();
    private long nowNs = 1;

    PipelineTest()
    {
        build(MAX_IN_FLIGHT, 64);
    }

    private void build(final int maxInFlight, final int retained)
    {
        config = config(maxInFlight);
        shadow = new MemoryShadow(2, config.maxEntryLength, retained, true);
        ring = new EntryRing(new RingContext().slotCount(256).slotLength(256).maxEntryLength(config.maxEntryLength)
            .stageCount(Pipeline.STAGE_COUNT));
        primary = new Primary(config, new PeerConfig[0], shadow, new MemoryJournal(2),
            (replicaId, line, frame, offset, length) -> Outcome.NOT_CONNECTED, () -> 42, ShadowingPolicy.all(),
            acknowledgements);
        pipeline = new Pipeline(ring, primary, config);
    }

    @Test
    void shouldPutWhatIsWaitingIntoSubsetsOfOneDatagram()
    {
        lead();
        final int fitting = (config.subsetMaxLength - SubsetFrame.OVERHEAD) / (SubsetFrame.ENTRY_OVERHEAD + LENGTH);
        for (int i = 0; i < fitting + 3; i++)
        {
            offer(0, LENGTH);
        }
        assertEquals(fitting, work());
        primary.doWork(nowNs);
        assertEquals(3, work());
        primary.doWork(nowNs);
        for (int sequence = 1; sequence <= fitting; sequence++)
        {
            assertSubset(0, sequence, 1, fitting);
        }
        assertSubset(0, fitting + 1, fitting + 1, 3);
        assertSubset(0, fitting + 3, fitting + 1, 3);
        assertEquals(fitting + 3, acknowledgements.through);
        assertEquals(0, ring.occupiedSlots());
    }

    @Test
    void shouldEndASubsetWithItsStreamAndLeaveALongEntryAlone()
    {
        lead();
        offer(0, LENGTH);
        offer(0, LENGTH);
        offer(1, LENGTH);
        offer(0, LENGTH);
        offer(0, config.maxEntryLength);
        offer(0, LENGTH);
        assertEquals(6, work());
        assertSubset(0, 1, 1, 2);
        assertSubset(0, 2, 1, 2);
        assertSubset(1, 1, 1, 1);
        assertSubset(0, 3, 3, 1);
        assertSubset(0, 4, 4, 1);
        assertSubset(0, 5, 5, 1);
        assertEquals(1_000, view.meta().originalEpochNs);
        assertEquals(2_000, view.meta().shadowEpochNs);
    }

    @Test
    void shouldBeginASubsetOnlyWhenAllOfItMayBeInFlight()
    {
        lead();
        for (int i = 0; i < 12; i++)
        {
            offer(0, LENGTH_OF_FOUR);
        }
        assertEquals(8, work());
        assertEquals(8, shadow.end(0), "a third subset of four was begun in a window of " + MAX_IN_FLIGHT);
        primary.doWork(nowNs);
        assertEquals(4, work());
        assertSubset(0, 12, 9, 4);
    }

    @Test
    void shouldGoOnInTheMiddleOfASubsetWhenTheShadowHasRoomAgain()
    {
        final int retained = 10;
        build(4 * retained, retained);
        lead();
        final int count = 3 * retained + 2;
        for (int i = 0; i < count; i++)
        {
            offer(0, LENGTH_OF_FOUR);
        }
        assertEquals(8, work());
        assertEquals(retained, shadow.end(0), "two entries of the third subset");
        assertEquals(0, work());
        int entries = 0;
        for (int i = 0; i < 100 && entries < count - 8; i++)
        {
            primary.doWork(nowNs);
            entries += work();
        }
        assertEquals(count - 8, entries);
        assertEquals(count, shadow.end(0));
        assertTrue(primary.stats().backPressured > 0, "nothing was held up");
        assertEquals(0, ring.occupiedSlots());
        for (long sequence = shadow.oldestRetained(0); sequence <= shadow.end(0); sequence++)
        {
            assertSubset(0, sequence, (sequence - 1) / 4 * 4 + 1, 4);
        }
    }

    @Test
    void shouldLeaveEntriesInTheRingUntilThePrimaryLeads()
    {
        offer(0, LENGTH);
        assertEquals(0, work());
        lead();
        assertEquals(1, work());
        assertEquals(1, shadow.end(0));
    }

    private static CoreConfig config(final int maxInFlight)
    {
        final CoreConfig config = new CoreConfig();
        config.streamCount = 2;
        config.maxEntryLength = 2048;
        config.maxFrameLength = 4096;
        config.maxInFlight = maxInFlight;
        config.syncedToDevice = true;
        return config.conclude();
    }

    private void lead()
    {
        if (!primary.isLeading())
        {
            primary.start(1, nowNs);
        }
        for (int i = 0; i < 100 && !primary.isLeading(); i++)
        {
            nowNs += TimeUnit.MILLISECONDS.toNanos(1);
            primary.doWork(nowNs);
        }
        assertTrue(primary.isLeading());
    }

    private void offer(final int streamId, final int length)
    {
        assertTrue(ring.offer(streamId, 3, 1_000, buffer, 0, length) >= 0);
    }

    private int work()
    {
        return pipeline.doWork(nowNs, 2_000);
    }

    private void assertSubset(final int streamId, final long sequence, final long subsetId, final int subsetCount)
    {
        assertEquals(Outcome.OK, shadow.read(streamId, sequence, view));
        assertEquals(subsetId, view.meta().subsetId, "subset of " + sequence);
        assertEquals(subsetCount, view.meta().subsetCount, "size of the subset of " + sequence);
        assertEquals(3, view.meta().priority);
    }

    private static final class Acknowledgements implements PrimaryListener
    {
        private long through;

        @Override
        public void onLeading(final long epoch)
        {
            // Asked for by the test.
        }

        @Override
        public void onAcknowledged(final int streamId, final long throughSequence, final long timeNs)
        {
            through = throughSequence;
        }

        @Override
        public void onStandbyJoined(final int replicaId, final long incarnation)
        {
            throw new AssertionError("there is no standby");
        }

        @Override
        public void onStandbyInSync(final int replicaId)
        {
            throw new AssertionError("there is no standby");
        }

        @Override
        public void onStandbyLost(final int replicaId)
        {
            throw new AssertionError("there is no standby");
        }

        @Override
        public void onStandbyDropped(final int replicaId, final long version)
        {
            throw new AssertionError("there is no standby");
        }

        @Override
        public void onProblem(final Problem problem, final int replicaId, final String message)
        {
            // Of no interest here.
        }
    }
}
