package io.antumbra.core.standby;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EpochHistory;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.delivery.Delivery;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is taken back of one stream, for histories that only a second failure in a failover brings about. */
class OrphansTest implements StandbyListener
{
    private final MemoryShadow shadow = new MemoryShadow(1, 64, 64, false);
    private final MemoryJournal journal = new MemoryJournal(1);
    private final ReplicaState state;
    private final Orphans orphans;
    private final EpochHistory told = new EpochHistory(1);
    private final List<String> events = new ArrayList<>();

    OrphansTest()
    {
        state = new ReplicaState(new CoreConfig().conclude(), shadow, journal);
        orphans = new Orphans(state, this, new Delivery(state, null, this));
        state.start(1, 1);
        state.vouch();
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        events.add(first + "+" + count);
    }

    @Override
    public void onJoined(final long epoch)
    {
        events.add("joined");
    }

    @Override
    public void onPrimaryLost()
    {
        events.add("lost");
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        events.add(problem.name());
    }

    private static void begin(final EpochHistory history, final long epoch, final long first)
    {
        history.append(epoch);
        history.firstSequence(0, first);
    }

    private void own(final long epoch, final long first)
    {
        begin(state.epochState.history(), epoch, first);
    }

    /** Entries up to a sequence, created in an epoch. */
    private void entries(final long epoch, final long through)
    {
        final EntryMeta meta = new EntryMeta();
        while (shadow.end(0) < through)
        {
            meta.sequence = shadow.end(0) + 1;
            meta.originEpoch = epoch;
            meta.entryLength = 1;
            meta.storedLength = 1;
            assertEquals(Outcome.OK, shadow.append(meta, new UnsafeBuffer(new byte[1]), 0));
        }
    }

    /**
     * Epoch 2 began behind 4 entries, and was led by nobody; epoch 3 was given to this replica, which had 3 of them. So
     * what epoch 3 created begins in front of epoch 2, and has to go with it.
     */
    @Test
    void shouldCutWhereTheFirstOfAllUnsharedEpochsBegins()
    {
        own(1, 1);
        own(2, 5);
        own(3, 4);
        entries(1, 3);
        entries(3, 4);
        begin(told, 1, 1);
        begin(told, 4, 10);
        orphans.takeBack(told);
        assertEquals(3, shadow.end(0), "kept an entry of an epoch that the new primary does not know");
        assertEquals(List.of("4+1"), events);
    }

    /** Or this replica would tell them one day, as a primary, to one that does not know them either. */
    @Test
    void shouldForgetTheEpochsThatThePrimaryDoesNotKnow()
    {
        own(1, 1);
        own(3, 3);
        own(4, 5);
        entries(1, 2);
        entries(3, 4);
        begin(told, 1, 1);
        begin(told, 3, 3);
        begin(told, 6, 5);
        orphans.takeBack(told);
        assertEquals(2, state.epochState.history().size());
        assertEquals(3, state.epochState.history().lastEpoch());
        assertEquals(4, shadow.end(0));
        assertEquals(List.of(), events);
    }

    @Test
    void shouldClaimLessUntilAnEpochIsShared()
    {
        own(2, 1);
        own(4, 5);
        own(7, 9);
        begin(told, 5, 6);
        begin(told, 8, 9);
        assertEquals(4, orphans.claimInstead(told, 7), "the highest that is below what was told");
        assertEquals(2, orphans.claimInstead(told, 4));
        assertEquals(0, orphans.claimInstead(told, 2), "none at all: now everything is told");
        assertEquals(Orphans.NONE, orphans.claimInstead(told, 0));
        begin(told, 9, 12);
        own(8, 12);
        assertEquals(Orphans.NONE, orphans.claimInstead(told, 8));
    }

    @Test
    void shouldNotVouchAfterItHasTakenBackWhatWasCommitted()
    {
        own(1, 1);
        own(2, 3);
        entries(1, 2);
        entries(2, 4);
        state.committed[0] = 3;
        begin(told, 1, 1);
        begin(told, 5, 3);
        orphans.takeBack(told);
        assertEquals(List.of("3+2"), events);
        assertFalse(state.isEligible());
        assertTrue(state.hasLost());
        final ReplicaState next = new ReplicaState(state.config, shadow, journal);
        next.start(1, 1);
        assertFalse(next.isEligible(), "the next start has forgotten it");
    }

    @Test
    void shouldVouchAfterItHasTakenBackWhatWasNot()
    {
        own(1, 1);
        own(2, 3);
        entries(1, 2);
        entries(2, 4);
        state.committed[0] = 2;
        begin(told, 1, 1);
        begin(told, 5, 3);
        orphans.takeBack(told);
        assertEquals(List.of("3+2"), events);
        assertTrue(state.isEligible());
    }

    /** Nobody can say of which epoch the damaged record was, so nobody can say that it may go. */
    @Test
    void shouldNotVouchWhenADamagedRecordGoes()
    {
        own(1, 1);
        entries(1, 4);
        shadow.flipBit(0, 4, 77);
        begin(told, 1, 1);
        begin(told, 2, 4);
        orphans.takeBack(told);
        assertEquals(3, shadow.end(0));
        assertFalse(state.isEligible());
    }
}
