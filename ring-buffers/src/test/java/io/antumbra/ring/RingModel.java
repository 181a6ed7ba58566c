package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A ring next to the simplest thing that behaves alike: a list of runs and, for each stage, how many of them it
 * released. Each operation is done to both, and every answer of the ring is judged by the list, refusals included.
 */
final class RingModel
{
    private enum State
    {
        OPEN,
        ENTRY,
        SKIPPED
    }

    private static final class Run
    {
        final long ringSequence;
        final int number;
        final int length;
        State state = State.OPEN;
        int notedBy = -1;

        Run(final long ringSequence, final int number, final int length)
        {
            this.ringSequence = ringSequence;
            this.number = number;
            this.length = length;
        }
    }

    private static final class OpenClaim
    {
        final RingClaim claim = new RingClaim();
        Run run;
    }

    final EntryRing ring;
    private final ProducerType type;
    private final int stageCount;
    private final List<Run> runs = new ArrayList<>();
    private final int[] released;
    private final RingEntry[] entries;
    private final List<OpenClaim> openClaims = new ArrayList<>();
    private long nextSequence;
    private int entriesThrough;
    private int refusals;

    RingModel(final ProducerType type, final int slotCount, final int stageCount)
    {
        this.type = type;
        this.stageCount = stageCount;
        ring = RingSupport.ring(type, slotCount, stageCount);
        released = new int[stageCount];
        entries = new RingEntry[stageCount];
        for (int i = 0; i < stageCount; i++)
        {
            entries[i] = new RingEntry();
        }
    }

    void offer(final int length)
    {
        if (isBlockedByAClaim())
        {
            return;
        }

        final int number = runs.size();
        final UnsafeBuffer payload = RingSupport.payload(number, length + 2);
        final UnsafeBuffer source = new UnsafeBuffer(new byte[length + 7]);
        source.putBytes(5, payload, 0, length);
        final long result = ring.offer(number, number ^ 1, number * 3L, source, 5, length);
        final Run run = judgeClaim(result, length);
        if (null != run)
        {
            run.state = State.ENTRY;
        }
    }

    void tryClaim(final int length)
    {
        if (isBlockedByAClaim())
        {
            return;
        }

        final int number = runs.size();
        final OpenClaim openClaim = new OpenClaim();
        final long result = ring.tryClaim(number, number ^ 1, number * 3L, length, openClaim.claim);
        openClaim.run = judgeClaim(result, length);
        assertEquals(result >= 0, openClaim.claim.isOpen());
        if (null != openClaim.run)
        {
            assertEquals(length, openClaim.claim.length());
            openClaims.add(openClaim);
        }
    }

    void finishClaim(final int choice, final boolean commit)
    {
        if (openClaims.isEmpty())
        {
            return;
        }

        final OpenClaim openClaim = openClaims.remove(choice % openClaims.size());
        final RingClaim claim = openClaim.claim;
        RingSupport.fill(claim.buffer(), claim.offset(), claim.length(), openClaim.run.number);
        if (commit)
        {
            claim.commit();
            openClaim.run.state = State.ENTRY;
        }
        else
        {
            claim.abort();
            openClaim.run.state = State.SKIPPED;
        }
    }

    /**
     * Let a stage look at up to {@code count} entries and, or not, release them.
     */
    void poll(final int choice, final int count, final boolean release)
    {
        final int stageIndex = choice % stageCount;
        final RingStage stage = ring.stage(stageIndex);
        final RingEntry entry = entries[stageIndex];
        final int ready = readyRuns(stageIndex);
        assertEquals(slotsBetween(released[stageIndex], ready), stage.available());

        int position = afterSkipped(released[stageIndex], ready);
        assertEquals(position < ready, stage.first(entry));
        released[stageIndex] = position;
        if (position == ready)
        {
            return;
        }

        judgeEntry(stageIndex, position++, entry);
        for (int i = 1; i < count; i++)
        {
            position = afterSkipped(position, ready);
            final long before = entry.ringSequence();
            assertEquals(position < ready, stage.next(entry));
            if (position == ready)
            {
                assertEquals(before, entry.ringSequence());
                break;
            }
            judgeEntry(stageIndex, position++, entry);
        }

        if (release)
        {
            stage.releaseThrough(entry);
            released[stageIndex] = position;
        }
    }

    /**
     * Finish all claims, let every stage take everything, and see that the ring ends empty.
     */
    void drain()
    {
        while (!openClaims.isEmpty())
        {
            finishClaim(0, true);
        }
        ring.close();
        for (int i = 0; i < stageCount; i++)
        {
            poll(i, Integer.MAX_VALUE, true);
            poll(i, 1, true);
            assertEquals(runs.size(), released[i]);
        }
        assertTrue(ring.isDrained());
        assertEquals(0, ring.occupiedSlots());
    }

    int entriesThrough()
    {
        return entriesThrough;
    }

    int refusals()
    {
        return refusals;
    }

    private boolean isBlockedByAClaim()
    {
        return ProducerType.SINGLE == type && !openClaims.isEmpty();
    }

    private Run judgeClaim(final long result, final int length)
    {
        final int slots = RingSupport.slotsFor(length);
        final long releasedSequence = sequenceOf(released[stageCount - 1]);
        if (length > ring.maxEntryLength())
        {
            assertEquals(Code.TOO_LONG, result);
        }
        else if (nextSequence - releasedSequence + slots > ring.slotCount())
        {
            assertEquals(Code.BACK_PRESSURED, result);
            refusals++;
        }
        else
        {
            assertEquals(nextSequence, result);
            final Run run = new Run(result, runs.size(), length);
            runs.add(run);
            nextSequence += slots;
            return run;
        }

        return null;
    }

    private void judgeEntry(final int stageIndex, final int runIndex, final RingEntry entry)
    {
        final Run run = runs.get(runIndex);
        assertEquals(run.ringSequence, entry.ringSequence());
        assertEquals(run.number, entry.streamId());
        assertEquals(run.number ^ 1, entry.priority());
        assertEquals(run.number * 3L, entry.originalEpochNs());
        assertEquals(run.length, entry.length());
        assertTrue(RingSupport.isWhole(entry.buffer(), entry.offset(), entry.length(), run.number));
        assertTrue(run.notedBy >= stageIndex - 1);
        assertEquals(run.notedBy < 0 ? 0 : run.number * 7L + run.notedBy, entry.sequence());
        assertEquals(run.notedBy + 1, entry.flags());
        entry.sequence(run.number * 7L + stageIndex);
        entry.flags(stageIndex + 1);
        run.notedBy = stageIndex;
        entriesThrough++;
    }

    private int readyRuns(final int stageIndex)
    {
        if (stageIndex > 0)
        {
            return released[stageIndex - 1];
        }

        int ready = released[0];
        while (ready < runs.size() && State.OPEN != runs.get(ready).state)
        {
            ready++;
        }
        return ready;
    }

    private int afterSkipped(final int fromRun, final int toRun)
    {
        int position = fromRun;
        while (position < toRun && State.SKIPPED == runs.get(position).state)
        {
            position++;
        }
        return position;
    }

    private long slotsBetween(final int fromRun, final int toRun)
    {
        return sequenceOf(toRun) - sequenceOf(fromRun);
    }

    private long sequenceOf(final int runIndex)
    {
        return runIndex < runs.size() ? runs.get(runIndex).ringSequence : nextSequence;
    }

    @Override
    public String toString()
    {
        return type + " runs=" + runs.size() + " refusals=" + refusals;
    }
}
