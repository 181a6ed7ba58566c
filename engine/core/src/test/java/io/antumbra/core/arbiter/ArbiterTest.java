package io.antumbra.core.arbiter;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.RequestKind;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the arbiter grants, what it refuses, and what it answers. */
class ArbiterTest
{
    private static final int SHARD = 7;

    private final Arbiter arbiter = new Arbiter(2);
    private final ArbiterRequest request = new ArbiterRequest();
    private final Answer answer = new Answer();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private long correlationId;
    private long nowNs = -5;

    @Test
    void shouldCreateAShardForItsFirstPrimary()
    {
        assertEquals(ArbiterOutcome.UNKNOWN_SHARD, ask(request(RequestKind.QUERY, 0)));
        assertEquals(0, answer.configuration.version);
        assertEquals(ArbiterOutcome.GRANTED, create());
        assertEquals(1, answer.configuration.epoch);
        assertEquals(1, answer.configuration.version);
        assertEquals(0, answer.configuration.primaryId);
        assertEquals(10, answer.configuration.primaryIncarnation);
        assertEquals(1, answer.configuration.members.set());
        assertEquals(101, answer.configuration.firstSequences[0]);
        assertEquals(1, answer.configuration.firstSequences[1]);
    }

    @Test
    void shouldBeginAboveEveryEpochThatTheFirstPrimaryHasPromised()
    {
        request(RequestKind.PROPOSE, 0).promisedEpoch = 41;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(42, answer.configuration.epoch);
    }

    @Test
    void shouldTellAgainThatTheLastChangeWasGranted()
    {
        create();
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(1, answer.configuration.version);
        assertEquals(ArbiterOutcome.GRANTED, grow(1));
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(2, answer.configuration.version);
    }

    @Test
    void shouldGrantOneOfTwoCandidates()
    {
        threeMembers();
        final ArbiterRequest late = new ArbiterRequest();
        copy(propose(1), late);
        assertEquals(ArbiterOutcome.GRANTED, ask(propose(2)));
        assertEquals(2, answer.configuration.epoch);
        assertEquals(0b110, answer.configuration.members.set());
        assertEquals(ArbiterOutcome.CONFLICT, ask(late));
        assertEquals(2, answer.configuration.primaryId);
        assertEquals(ArbiterOutcome.GRANTED, ask(propose(1)));
        assertEquals(0b010, answer.configuration.members.set());
        assertEquals(ArbiterOutcome.CONFLICT, ask(late), "a late copy of a refused proposal was granted");
    }

    @Test
    void shouldKeepTheSetWhenThePrimaryItselfComesBack()
    {
        threeMembers();
        request(RequestKind.PROPOSE, 0).requesterIncarnation = 11;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(0b111, answer.configuration.members.set());
        assertEquals(11, answer.configuration.primaryIncarnation);
        assertEquals(2, answer.configuration.epoch);
    }

    @Test
    void shouldRefuseACandidateThatIsNoMember()
    {
        create();
        assertEquals(ArbiterOutcome.NOT_MEMBER, ask(propose(1)));
        assertEquals(1, answer.configuration.version);
    }

    @Test
    void shouldRefuseACandidateWithAnotherNumberOfStreams()
    {
        threeMembers();
        propose(1).ends = new long[3];
        assertEquals(ArbiterOutcome.NOT_ALLOWED, ask(request));
        assertEquals(0b111, answer.configuration.members.set());
    }

    @Test
    void shouldRefuseAnEarlierStartOfAMember()
    {
        threeMembers();
        propose(1).requesterIncarnation = 10;
        assertEquals(ArbiterOutcome.STALE_INCARNATION, ask(request));
        propose(0).requesterIncarnation = 9;
        assertEquals(ArbiterOutcome.STALE_INCARNATION, ask(request));
    }

    @Test
    void shouldChangeTheSetForThePrimaryOnly()
    {
        threeMembers();
        request(RequestKind.CHANGE_SET, 1).members.put(1, 11);
        assertEquals(ArbiterOutcome.NOT_PRIMARY, ask(request));
        request(RequestKind.CHANGE_SET, 0).members.put(1, 11);
        assertEquals(ArbiterOutcome.NOT_ALLOWED, ask(request), "a set without its primary");
        request(RequestKind.CHANGE_SET, 0).members.put(0, 9);
        assertEquals(ArbiterOutcome.NOT_ALLOWED, ask(request), "a set with an earlier start of its primary");
        request(RequestKind.CHANGE_SET, 0).requesterIncarnation = 11;
        request.members.put(0, 11);
        assertEquals(ArbiterOutcome.NOT_PRIMARY, ask(request), "another start of the primary");
        request(RequestKind.CHANGE_SET, 0).members.put(0, 10);
        request.members.put(2, 22);
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(0b101, answer.configuration.members.set());
        assertEquals(22, answer.configuration.members.incarnation(2));
        assertEquals(1, answer.configuration.epoch);
    }

    /** In the same epoch, too: a set that comes late would bring back a member that was dropped since. */
    @Test
    void shouldRefuseASetThatWasDecidedOnAnEarlierOne()
    {
        threeMembers();
        final ArbiterRequest late = new ArbiterRequest();
        request(RequestKind.CHANGE_SET, 0).members.copyFrom(answer.configuration.members);
        copy(request, late);
        request(RequestKind.CHANGE_SET, 0).members.put(0, 10);
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(ArbiterOutcome.CONFLICT, ask(late));
        assertEquals(0b001, answer.configuration.members.set());
    }

    @Test
    void shouldHandOverToAMemberAndKeepTheSet()
    {
        threeMembers();
        request(RequestKind.HANDOVER, 0).targetId = 3;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.NOT_MEMBER, ask(request));
        request(RequestKind.HANDOVER, 0).targetId = 2;
        request.targetIncarnation = 11;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.STALE_INCARNATION, ask(request));
        request(RequestKind.HANDOVER, 0).targetId = 0;
        request.targetIncarnation = 10;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.NOT_ALLOWED, ask(request), "to itself");
        request(RequestKind.HANDOVER, 1).targetId = 2;
        request.targetIncarnation = 12;
        request.ends = new long[2];
        assertEquals(ArbiterOutcome.NOT_PRIMARY, ask(request));
        request(RequestKind.HANDOVER, 0).targetId = 2;
        request.targetIncarnation = 12;
        request.ends = new long[]{ 9, 9 };
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertTrue(answer.configuration.names(2, 12));
        assertEquals(2, answer.configuration.epoch);
        assertEquals(0b111, answer.configuration.members.set());
        assertEquals(10, answer.configuration.firstSequences[1]);
    }

    @Test
    void shouldForceAnybodyAndTellWhichLeaseWasNotWaitedOut()
    {
        create();
        request(RequestKind.LEASE, 0).leaseNs = 1000;
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(1000, answer.leaseNs);
        nowNs += 400;
        request(RequestKind.FORCE, 99).targetId = 5;
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        assertEquals(600, answer.leaseNs);
        assertEquals(0b100000, answer.configuration.members.set());
        assertTrue(answer.configuration.names(5, 1234), "whichever start of it comes first");
        assertFalse(answer.configuration.names(0, 10));
        assertEquals(1, answer.configuration.firstSequence(0), "whatever it holds");
        assertEquals(1, answer.configuration.firstSequence(1));
        nowNs += 1000;
        ask(request(RequestKind.QUERY, 0));
        assertEquals(0, answer.leaseNs, "a lease that is over has nothing left");
    }

    @Test
    void shouldGrantALeaseOnlyToAPrimaryThatIsAlone()
    {
        create();
        request(RequestKind.LEASE, 1).leaseNs = 5;
        assertEquals(ArbiterOutcome.NOT_PRIMARY, ask(request));
        request(RequestKind.LEASE, 0).version = 0;
        assertEquals(ArbiterOutcome.CONFLICT, ask(request));
        grow(1);
        assertEquals(ArbiterOutcome.NOT_ALLOWED, ask(request(RequestKind.LEASE, 0)));
        assertEquals(2, answer.configuration.version, "a lease is no change");
    }

    @Test
    void shouldRefuseMoreShardsThanItHasRoomFor()
    {
        create();
        request(RequestKind.PROPOSE, 0).shard = -8;
        request.ends = new long[1];
        assertEquals(ArbiterOutcome.UNKNOWN_SHARD, ask(request), "created on the version of another shard");
        request.epoch = 0;
        request.version = 0;
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        request.shard = 9;
        request.correlationId++;
        assertEquals(ArbiterOutcome.FULL, ask(request));
        assertEquals(2, arbiter.shardCount());
        assertThrows(IllegalArgumentException.class, () -> new Arbiter(0));
    }

    @Test
    void shouldBeTheSameAfterASnapshot()
    {
        threeMembers();
        request(RequestKind.PROPOSE, 0).shard = -8;
        request.epoch = 0;
        request.version = 0;
        request.ends = new long[3];
        ask(request);
        final ArbiterRequest granted = new ArbiterRequest();
        copy(request, granted);
        request(RequestKind.LEASE, 0).shard = -8;
        request.epoch = 1;
        request.version = 1;
        request.leaseNs = 500;
        assertEquals(ArbiterOutcome.GRANTED, ask(request));
        final List<byte[]> frames = frames(arbiter);
        assertEquals(2, frames.size());
        final Arbiter copy = new Arbiter(2);
        frames.forEach((frame) -> copy.restore(new UnsafeBuffer(frame), 0, frame.length));
        final List<byte[]> again = frames(copy);
        for (int i = 0; i < 2; i++)
        {
            assertEquals(new UnsafeBuffer(frames.get(i)), new UnsafeBuffer(again.get(i)));
        }
        final int length = granted.encode(buffer);
        copy.onRequest(buffer, 0, length, nowNs, (from, offset, size) -> answer.decode(from, offset, size));
        assertEquals(ArbiterOutcome.GRANTED, answer.outcome, "forgot what it granted last");
        assertEquals(500, answer.leaseNs, "forgot the lease");
        final byte[] frame = frames.get(0);
        assertThrows(IllegalArgumentException.class, () -> copy.restore(new UnsafeBuffer(frame), 0, frame.length));
        assertThrows(IllegalArgumentException.class, () -> new Arbiter(2).restore(new UnsafeBuffer(frame), 0, 20));
    }

    @Test
    void shouldDropWhatIsOutOfBounds()
    {
        create();
        request(RequestKind.PROPOSE, 0).promisedEpoch = Long.MAX_VALUE;
        assertDropped();
        request(RequestKind.LEASE, 0).leaseNs = ArbiterRequest.MAX_LEASE_NS + 1;
        assertDropped();
        request(RequestKind.CHANGE_SET, 0).members.put(3, -1);
        assertDropped();
        request(RequestKind.PROPOSE, 0).ends = new long[]{ -1 };
        assertDropped();
        request(RequestKind.PROPOSE, 0).ends = new long[ArbiterRequest.MAX_STREAMS + 1];
        assertDropped();
        assertEquals(5, arbiter.droppedFrames());
        assertEquals(ArbiterOutcome.CURRENT, ask(request(RequestKind.QUERY, 0)));
        assertEquals(1, answer.configuration.version);
    }

    private void assertDropped()
    {
        final int length = request.encode(buffer);
        assertFalse(arbiter.onRequest(buffer, 0, length, nowNs, (from, offset, size) ->
        {
            throw new AssertionError("answered");
        }));
    }

    private static List<byte[]> frames(final Arbiter arbiter)
    {
        final List<byte[]> frames = new ArrayList<>();
        arbiter.snapshot((from, offset, length) ->
        {
            final byte[] frame = new byte[length];
            from.getBytes(offset, frame);
            frames.add(frame);
        });
        return frames;
    }

    private void threeMembers()
    {
        create();
        grow(1);
        grow(2);
    }

    private ArbiterOutcome create()
    {
        request(RequestKind.PROPOSE, 0).ends = new long[]{ 100, 0 };
        return ask(request);
    }

    private ArbiterOutcome grow(final int replicaId)
    {
        request(RequestKind.CHANGE_SET, 0).members.copyFrom(answer.configuration.members);
        request.members.put(replicaId, 10L + replicaId);
        return ask(request);
    }

    private ArbiterRequest propose(final int replicaId)
    {
        request(RequestKind.PROPOSE, replicaId).ends = new long[2];
        return request;
    }

    /** Decided on what holds now, by start {@code 10 + id} of a replica. */
    private ArbiterRequest request(final RequestKind kind, final int requesterId)
    {
        request.clear();
        request.kind = kind;
        request.shard = SHARD;
        request.requesterId = requesterId;
        request.requesterIncarnation = 10L + requesterId;
        request.correlationId = ++correlationId;
        final Configuration now = new Configuration();
        arbiter.configuration(SHARD, now);
        request.epoch = now.epoch;
        request.version = now.version;
        return request;
    }

    private static void copy(final ArbiterRequest from, final ArbiterRequest to)
    {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        assertTrue(to.decode(bytes, 0, from.encode(bytes)));
    }

    private ArbiterOutcome ask(final ArbiterRequest asked)
    {
        final int length = asked.encode(buffer);
        assertTrue(arbiter.onRequest(buffer, 0, length, nowNs, (from, offset, size) -> assertTrue(answer.decode(from,
            offset, size))));
        assertEquals(asked.requesterId, answer.requesterId);
        assertEquals(asked.requesterIncarnation, answer.requesterIncarnation);
        assertEquals(asked.correlationId, answer.correlationId);
        return answer.outcome;
    }
}
