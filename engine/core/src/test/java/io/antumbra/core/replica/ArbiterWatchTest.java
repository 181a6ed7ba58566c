package io.antumbra.core.replica;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EpochState;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whether a start vouches because the arbiter has it recorded as a member. */
class ArbiterWatchTest
{
    private static final long INCARNATION = 10;
    private static final long[] NO_ENTRIES = { 0 };

    private final Arbiter arbiter = new Arbiter(1);
    private final CoreConfig config = new CoreConfig().conclude();
    private final MemoryJournal journal = new MemoryJournal(1);
    private final ReplicaState state = new ReplicaState(config, new MemoryShadow(1, 64, 16, false), journal);
    private final ArbiterClient client = new ArbiterClient(state, (request, offset, length) ->
    {
        final byte[] bytes = new byte[length];
        request.getBytes(offset, bytes);
        answers(bytes);
        return 1;
    });
    private final ArbiterWatch watch = new ArbiterWatch(state, client, null);
    private byte[] answer;

    private void answers(final byte[] request)
    {
        arbiter.onRequest(new UnsafeBuffer(request), 0, request.length, 0, (buffer, offset, length) ->
        {
            answer = new byte[length];
            buffer.getBytes(offset, answer);
        });
    }

    @BeforeEach
    void isRecordedByThisStart()
    {
        state.start(1, INCARNATION);
        client.propose(NO_ENTRIES, 0);
        assertTrue(client.onFrame(new UnsafeBuffer(answer), 0, answer.length, 0));
        assertEquals(INCARNATION, client.known().members.incarnation(config.replicaId));
        assertFalse(state.isEligible(), "it may vouch anyway: nothing is shown");
    }

    @Test
    void shouldVouchOnceThisStartIsRecorded()
    {
        watch.onAnswer();
        assertTrue(state.isEligible());
        final EpochState saved = new EpochState(1);
        journal.load(saved);
        assertTrue(saved.isArbitrated);
        assertEquals(1, saved.bootId);
    }

    /** It was recorded for what it held then. */
    @Test
    void shouldNotVouchForWhatItHasLostSinceItWasRecorded()
    {
        state.doubt();
        watch.onAnswer();
        assertFalse(state.isEligible(), "vouches for what it has lost");
    }
}
