package io.antumbra.core.replica;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.arbiter.Members;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.wire.RequestKind;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One replica's questions to the arbiter, each frame let through by hand: late, again, never. */
class ArbiterClientTest
{
    private static final long FIRST_INCARNATION = 10;
    private static final long[] NO_ENTRIES = { 0 };

    private final Arbiter arbiter = new Arbiter(1);
    private final CoreConfig config = new CoreConfig().conclude();
    private final MemoryShadow shadow = new MemoryShadow(1, 64, 16, false);
    private final MemoryJournal journal = new MemoryJournal(1);
    private final List<byte[]> requests = new ArrayList<>();
    private ArbiterClient client = start();
    private long nowNs;

    private ArbiterClient start()
    {
        requests.clear();
        final ReplicaState state = new ReplicaState(config, shadow, journal);
        state.start(1, FIRST_INCARNATION);
        return new ArbiterClient(state, (buffer, offset, length) ->
        {
            final byte[] request = new byte[length];
            buffer.getBytes(offset, request);
            requests.add(request);
            return 1;
        });
    }

    /** Lets the arbiter decide on the request of that index and returns its answer, which is on its way. */
    private byte[] decide(final int index)
    {
        final byte[] request = requests.get(index);
        final byte[][] answer = new byte[1][];
        arbiter.onRequest(new UnsafeBuffer(request), 0, request.length, nowNs, (buffer, offset, length) ->
        {
            answer[0] = new byte[length];
            buffer.getBytes(offset, answer[0]);
        });
        return answer[0];
    }

    private void arrive(final byte[] answer)
    {
        assertTrue(client.onFrame(new UnsafeBuffer(answer), 0, answer.length, nowNs));
    }

    private int last()
    {
        return requests.size() - 1;
    }

    private void create()
    {
        client.propose(NO_ENTRIES, nowNs);
        arrive(decide(last()));
        assertTrue(client.isGranted());
        assertEquals(1, client.known().version);
    }

    @Test
    void shouldRepeatAChangeUntilItIsAnswered()
    {
        client.propose(NO_ENTRIES, nowNs);
        client.doWork(nowNs + config.helloIntervalNs - 1);
        assertEquals(1, requests.size());
        client.doWork(nowNs + config.helloIntervalNs);
        client.doWork(nowNs + config.helloIntervalNs + 1);
        assertEquals(2, requests.size());
        decide(0);
        arrive(decide(1));
        assertEquals(RequestKind.PROPOSE, client.settled());
        assertTrue(client.isGranted(), "its own success, taken for somebody else's");
        client.doWork(nowNs + 10 * config.helloIntervalNs);
        assertEquals(2, requests.size());
    }

    /** Numbers of requests begin anew with each start, and so would an answer fit the wrong one. */
    @Test
    void shouldNotTakeTheAnswerToAnEarlierStart()
    {
        create();
        client.lease(config.arbiterLeaseNs, nowNs);
        final byte[] lease = decide(last());
        client.handover(5, 1, NO_ENTRIES, nowNs);
        final byte[] refusal = decide(last());
        client = start();
        client.query(0, nowNs);
        arrive(decide(last()));
        client.lease(config.arbiterLeaseNs, nowNs);
        client.propose(NO_ENTRIES, nowNs);
        arrive(lease);
        assertFalse(client.isLeaseGranted(), "a lease that was granted to another start");
        arrive(refusal);
        assertNull(client.settled(), "settled by an answer to an earlier start");
    }

    @Test
    void shouldCountTheLeaseFromTheQuestion()
    {
        create();
        nowNs = 1_000_000;
        client.lease(config.arbiterLeaseNs, nowNs);
        final byte[] answer = decide(last());
        nowNs += 300_000_000;
        arrive(answer);
        assertTrue(client.isLeaseGranted());
        assertEquals(1_000_000 + config.lessDrift(config.arbiterLeaseNs), client.leaseUntilNs());
    }

    /** The question after it may be answered by a configuration in which nobody may be alone any more. */
    @Test
    void shouldTakeALeaseForTheLastQuestionOnly()
    {
        create();
        client.lease(config.arbiterLeaseNs, nowNs);
        final byte[] first = decide(last());
        nowNs += config.arbiterLeaseNs / 3 - 1;
        client.lease(config.arbiterLeaseNs, nowNs);
        assertEquals(2, requests.size(), "asked again too soon");
        nowNs++;
        client.lease(config.arbiterLeaseNs, nowNs);
        assertEquals(3, requests.size());
        arrive(first);
        assertFalse(client.isLeaseGranted(), "counted from a later question than the one that was granted");
        arrive(decide(last()));
        assertTrue(client.isLeaseGranted());
        arrive(decide(last()));
        assertFalse(client.isLeaseGranted(), "the same lease twice");
    }

    @Test
    void shouldHaveNoLeaseAfterItsEpochIsOver()
    {
        create();
        client.lease(config.arbiterLeaseNs, nowNs);
        final byte[] answer = decide(last());
        client.cancel();
        arrive(answer);
        assertFalse(client.isLeaseGranted());
        client.lease(config.arbiterLeaseNs, nowNs);
        assertEquals(3, requests.size(), "the next epoch has to wait for the patience of the last one");
    }

    /** Nobody but the operator can decide whether it is wanted still. */
    @Test
    void shouldWaitForTheAnswerToAForceAfterItsEpochIsOver()
    {
        create();
        client.force(0, nowNs);
        client.cancel();
        assertTrue(client.isBusy());
        client.doWork(nowNs + config.helloIntervalNs);
        arrive(decide(last()));
        assertEquals(RequestKind.FORCE, client.settled());
        assertTrue(client.isGranted());
        assertFalse(client.isBusy());
    }

    @Test
    void shouldWaitForNoOtherChangeAfterItsEpochIsOver()
    {
        create();
        final Members wanted = new Members();
        wanted.copyFrom(client.known().members);
        assertTrue(client.ask(wanted, nowNs));
        assertFalse(client.ask(wanted, nowNs), "two changes at once");
        final byte[] answer = decide(last());
        client.cancel();
        arrive(answer);
        assertNull(client.settled());
        assertEquals(2, client.known().version, "what holds is news whatever it answers");
    }

    /** A version beyond the one that it names is the end of a change, whoever is told; but not of a force. */
    @Test
    void shouldSettleAChangeByAnyNewerConfiguration()
    {
        create();
        client.query(0, nowNs);
        final byte[] old = decide(last());
        client.ask(client.known().members, nowNs);
        arrive(old);
        assertTrue(client.isBusy(), "settled by the configuration that it was asked on");
        final byte[] answer = decide(last());
        client.query(0, nowNs);
        arrive(decide(last()));
        assertEquals(RequestKind.CHANGE_SET, client.settled());
        assertTrue(client.isNews());
        assertFalse(client.isGranted(), "that much it does not say");
        arrive(answer);
        assertNull(client.settled());
        assertFalse(client.isNews());

        client.force(0, nowNs);
        final byte[] forced = decide(last());
        client.query(0, nowNs);
        arrive(decide(last()));
        assertNull(client.settled(), "the operator is to learn whether it was granted");
        arrive(forced);
        assertEquals(RequestKind.FORCE, client.settled());
    }

    @Test
    void shouldTellWhichQuestionWasAnswered()
    {
        client.query(0, nowNs);
        final byte[] toEarlierStart = decide(last());
        client = start();
        client.query(0, nowNs);
        arrive(toEarlierStart);
        assertFalse(client.isAnswerToQuestionSince(nowNs), "the question of an earlier start");
        arrive(decide(last()));
        assertTrue(client.isAnswerToQuestionSince(nowNs));
        create();
        nowNs = 100;
        client.query(0, nowNs);
        final byte[] first = decide(last());
        final int asked = requests.size();
        nowNs = 200;
        client.query(101, nowNs);
        assertEquals(asked, requests.size(), "asked again too soon");
        client.query(100, nowNs);
        arrive(first);
        assertFalse(client.isAnswerToQuestionSince(200));
        arrive(decide(last()));
        assertTrue(client.isAnswerToQuestionSince(200));
        assertFalse(client.isAnswerToQuestionSince(201));
        assertTrue(client.isAnsweredSince(200));
        assertFalse(client.isAnsweredSince(201));
        assertEquals(50, client.sinceAnsweredNs(250));
    }
}
