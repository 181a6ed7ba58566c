package io.antumbra.core;

import java.util.List;

import io.antumbra.core.memory.MemoryShadow;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A history told by the records alone is the one by which they were created, but for epochs that created nothing. */
class OriginEpochsTest
{
    private static final int STREAMS = 3;
    private static final int CAPACITY = 64;

    private final EntryMeta meta = new EntryMeta();
    private final MemoryShadow shadow = new MemoryShadow(STREAMS, 64, CAPACITY, false);
    private final EpochHistory history = new EpochHistory(STREAMS);
    private final EpochHistory rebuilt = new EpochHistory(STREAMS);

    private void entries(final int streamId, final long epoch, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            meta.streamId = streamId;
            meta.sequence = shadow.end(streamId) + 1;
            meta.originEpoch = epoch;
            meta.entryLength = 1;
            meta.storedLength = 1;
            assertEquals(Outcome.OK, shadow.append(meta, new UnsafeBuffer(new byte[1]), 0));
        }
    }

    /** Entries of each stream in each epoch; every other epoch number is left out. */
    @Property
    void shouldFindEveryEpochThatCreatedARecordAndWhereItBegan(
        @ForAll @Size(max = 12) final List<@Size(STREAMS) List<@IntRange(min = 0, max = 4) Integer>> counts)
    {
        final OriginEpochsTest run = new OriginEpochsTest();
        long latest = 0;
        for (int i = 0; i < counts.size(); i++)
        {
            final long epoch = 2L * i + 1;
            if (counts.get(i).stream().anyMatch((count) -> count > 0))
            {
                latest = epoch;
                run.history.append(epoch);
                for (int streamId = 0; streamId < STREAMS; streamId++)
                {
                    run.history.firstSequence(streamId, run.shadow.end(streamId) + 1);
                }
            }
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                run.entries(streamId, epoch, counts.get(i).get(streamId));
            }
        }
        assertEquals(latest, OriginEpochs.latest(run.shadow));
        OriginEpochs.rebuild(run.shadow, run.rebuilt);
        assertEquals(run.history.size(), run.rebuilt.size());
        for (int i = 0; i < run.history.size(); i++)
        {
            assertEquals(run.history.epochAt(i), run.rebuilt.epochAt(i));
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                assertEquals(run.history.firstSequenceAt(i, streamId), run.rebuilt.firstSequenceAt(i, streamId));
            }
        }
    }

    @Test
    void shouldBeginWithWhatIsRetained()
    {
        entries(0, 1, 10);
        shadow.reclaimable(0, 10);
        entries(0, 2, CAPACITY - 4);
        OriginEpochs.rebuild(shadow, rebuilt);
        assertEquals(2, rebuilt.size());
        assertEquals(7, rebuilt.firstSequenceAt(0, 0));
        assertEquals(11, rebuilt.firstSequenceAt(1, 0));
    }

    @Test
    void shouldCountADamagedRecordToTheEpochBehindIt()
    {
        entries(0, 1, 4);
        entries(0, 2, 4);
        shadow.flipBit(0, 4, 99);
        shadow.flipBit(0, 2, 99);
        shadow.flipBit(0, 8, 99);
        OriginEpochs.rebuild(shadow, rebuilt);
        assertEquals(2, rebuilt.size());
        assertEquals(4, rebuilt.firstSequenceAt(1, 0));
        assertEquals(2, OriginEpochs.latest(shadow));
    }
}
