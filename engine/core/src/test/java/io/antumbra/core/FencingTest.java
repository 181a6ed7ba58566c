package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.function.BiPredicate;

import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementEncoder;
import io.antumbra.wire.EpochAdoptedEncoder;
import io.antumbra.wire.HeartbeatEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.NewEpochEncoder;
import io.antumbra.wire.SubsetEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A frame counts only when everything in it matches: shard, epoch, replica, incarnation, session. Each test hands in
 * frames that are right but for one of these, and then the right one.
 */
class FencingTest
{
    private static final int NEW_EPOCH = 4;
    private static final int EPOCH_ADOPTED = 5;
    private static final int SUBSET = 6;
    private static final int HEARTBEAT = 7;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int SHARD = 7;

    private final TestCluster cluster = new TestCluster(2);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FrameSeal seal = new FrameSeal();
    private byte[] caught;

    private TestNode primary()
    {
        return cluster.nodes[0];
    }

    /** The one whose frames are forged; the other standby does all that is asked of it. */
    private TestNode standby()
    {
        return cluster.nodes[1];
    }

    /** Keeps the first frame of a kind on its way to the standby, and lets none of these through. */
    private void catchAndLose(final int templateId)
    {
        caught = null;
        cluster.link = (from, to, frame, length) ->
        {
            final boolean isCaught = to == 1 && frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == templateId;
            if (isCaught && caught == null)
            {
                caught = new byte[length];
                frame.getBytes(0, caught);
            }
            return !isCaught;
        };
    }

    private void lose(final BiPredicate<Integer, Integer> toAndTemplateId)
    {
        cluster.link = (from, to, frame, length) -> !toAndTemplateId.test(to, (int)frame.getShort(2,
            ByteOrder.LITTLE_ENDIAN));
    }

    private void acknowledge(final int sessionId, final int shard, final int replicaId, final long epoch,
        final long incarnation, final long held)
    {
        final AcknowledgementEncoder encoder = new AcknowledgementEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.shard(shard).replicaId(replicaId).epoch(epoch).incarnation(incarnation)
            .echoedTimestampNs(0).holdNs(0).rewind((short)0).leaseNs(0)
            .positionsCount(1).next().streamId(0).heldSequence(held).deliveredSequence(0);
        toPrimary(sessionId, encoder.encodedLength(), ACKNOWLEDGEMENT);
    }

    private void adopt(final int shard, final long epoch, final long incarnation, final long end)
    {
        final EpochAdoptedEncoder encoder = new EpochAdoptedEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.shard(shard).epoch(epoch).replicaId(1).incarnation(incarnation)
            .holdingsCount(1).next().streamId(0).endSequence(end);
        toPrimary(standby().sessionId, encoder.encodedLength(), EPOCH_ADOPTED);
    }

    private void toPrimary(final int sessionId, final int encodedLength, final int templateId)
    {
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, templateId);
        primary().primary.onFrame(sessionId, buffer, 0, length, cluster.nowNs);
    }

    /** Hands in the caught frame as it is in the buffer now. */
    private void toStandby(final int sessionId)
    {
        final int templateId = buffer.getShort(2, ByteOrder.LITTLE_ENDIAN);
        seal.seal(buffer, caught.length - FrameSeal.LENGTH, templateId);
        standby().standby.onFrame(Outbox.LINE_A, sessionId, buffer, 0, caught.length, cluster.nowNs);
    }

    private UnsafeBuffer caught()
    {
        assertNotNull(caught, "nothing was sent");
        buffer.putBytes(0, caught);
        return buffer;
    }

    @Test
    void shouldCountAnAcknowledgementOnlyWhenAllOfItMatches()
    {
        cluster.startAll();
        lose((to, templateId) -> to == 1 && templateId == SUBSET);
        cluster.append("one");
        cluster.run(1);
        final int session = standby().sessionId;
        final long epoch = primary().primary.epoch();
        final long incarnation = standby().standby.incarnation();
        acknowledge(session, SHARD + 1, 1, epoch, incarnation, 1);
        acknowledge(session, SHARD, 2, epoch, incarnation, 1);
        acknowledge(session, SHARD, 1, epoch - 1, incarnation, 1);
        acknowledge(session, SHARD, 1, epoch + 1, incarnation, 1);
        acknowledge(session, SHARD, 1, epoch, incarnation - 1, 1);
        acknowledge(session, SHARD, 1, epoch, incarnation + 1, 1);
        acknowledge(cluster.nodes[2].sessionId, SHARD, 1, epoch, incarnation, 1);
        acknowledge(session + 1000, SHARD, 1, epoch, incarnation, 1);
        acknowledge(session, SHARD, 1, epoch, incarnation, 2);
        assertEquals(0, primary().primary.acknowledged(1, 0));
        assertEquals(0, primary().primary.committed(0));
        acknowledge(session, SHARD, 1, epoch, incarnation, 1);
        assertEquals(1, primary().primary.committed(0), "the right one: nothing was shown");
    }

    /** What a standby held before it took back its orphans is nothing that it holds. */
    @Test
    void shouldCountNothingBeforeTheEpochIsAdopted()
    {
        lostAdoption();
        cluster.append("two");
        cluster.run(1);
        acknowledge(standby().sessionId, SHARD, 1, primary().primary.epoch(), standby().standby.incarnation(), 2);
        assertEquals(1, primary().primary.acknowledged(1, 0));
        assertEquals(1, primary().primary.committed(0));
    }

    @Test
    void shouldTakeAnAdoptionOnlyWhenAllOfItMatches()
    {
        lostAdoption();
        final long epoch = primary().primary.epoch();
        final long incarnation = standby().standby.incarnation();
        adopt(SHARD + 1, epoch, incarnation, 1);
        adopt(SHARD, epoch - 1, incarnation, 1);
        adopt(SHARD, epoch, incarnation - 1, 1);
        adopt(SHARD, epoch, incarnation, 2);
        assertFalse(primary().primary.tenure().isFollowedBy(1));
        adopt(SHARD, epoch, incarnation, 1);
        assertTrue(primary().primary.tenure().isFollowedBy(1), "the right one: nothing was shown");
        adopt(SHARD, epoch, incarnation, 0);
        assertEquals(1, primary().primary.acknowledged(1, 0), "a late copy has taken back what is held");
    }

    /** A primary that leads with the other standby and one entry, and nobody knows that this one has adopted. */
    private void lostAdoption()
    {
        cluster.startAll();
        cluster.append("one");
        cluster.awaitAcknowledged(1);
        cluster.link = (from, to, frame, length) -> from != 1 || frame.getShort(2,
            ByteOrder.LITTLE_ENDIAN) != EPOCH_ADOPTED;
        cluster.kill(1);
        cluster.start(1);
        cluster.await("adoption", () -> standby().standby.isFollowing());
        assertFalse(primary().primary.tenure().isFollowedBy(1));
    }

    @Test
    void shouldTakeEntriesOnlyOfTheSessionShardAndEpochThatItFollows()
    {
        cluster.startAll();
        catchAndLose(SUBSET);
        cluster.append("one");
        cluster.run(1);
        final SubsetEncoder encoder = new SubsetEncoder();
        final long epoch = primary().primary.epoch();
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).shard(SHARD + 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).epoch(epoch - 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).epoch(epoch + 1);
        toStandby(primary().sessionId);
        caught();
        toStandby(primary().sessionId + 1000);
        assertEquals(0, standby().standby.end(0));
        caught();
        toStandby(primary().sessionId);
        assertEquals(1, standby().standby.end(0), "the right one: nothing was shown");
    }

    @Test
    void shouldLearnOfCommitsOnlyFromWhomItFollowsAndNeverBackwards()
    {
        cluster.startAll();
        cluster.appendMany(3);
        cluster.awaitAcknowledged(3);
        cluster.run(300);
        catchAndLose(SUBSET);
        cluster.append("late");
        cluster.run(1);
        final byte[] late = caught;
        catchAndLose(HEARTBEAT);
        cluster.append("four");
        cluster.append("five");
        cluster.run(300);
        final HeartbeatEncoder encoder = new HeartbeatEncoder();
        final long known = standby().standby.committed(0);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).shard(SHARD + 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).epoch(primary().primary.epoch() - 1);
        toStandby(primary().sessionId);
        caught();
        toStandby(primary().sessionId + 1000);
        assertEquals(known, standby().standby.committed(0));
        caught();
        toStandby(primary().sessionId);
        final long newer = standby().standby.committed(0);
        assertTrue(newer > known, "the right one: nothing was shown");
        caught = late;
        caught();
        toStandby(primary().sessionId);
        assertEquals(newer, standby().standby.committed(0), "an older frame has taken back a commit");
    }

    @Test
    void shouldAdoptAnEpochOnlyOfThePrimaryThatItHasJoined()
    {
        cluster.startAll();
        cluster.append("one");
        cluster.awaitAcknowledged(1);
        cluster.kill(0);
        cluster.start(0);
        cluster.awaitLeading();
        cluster.kill(0);
        cluster.run(1);
        catchAndLose(NEW_EPOCH);
        cluster.start(0);
        cluster.await("offer", () -> caught != null);
        final NewEpochEncoder encoder = new NewEpochEncoder();
        final long epoch = primary().primary.epoch();
        final long incarnation = primary().primary.incarnation();
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).shard(SHARD + 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).primaryIncarnation(incarnation - 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).epoch(epoch + 1);
        toStandby(primary().sessionId);
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).claimedEpoch(epoch);
        toStandby(primary().sessionId);
        offerTheFirstEpochAgain(epoch - 1);
        caught();
        toStandby(primary().sessionId + 1000);
        assertFalse(standby().standby.isFollowing());
        caught();
        toStandby(primary().sessionId);
        assertTrue(standby().standby.isFollowing(), "the right one: nothing was shown");
        assertEquals(epoch, standby().standby.epoch());
    }

    /** Line B brings late what answered an earlier join. */
    @Test
    void shouldNotGoBackToOlderMembersOfTheEpochThatItIsIn()
    {
        cluster.startAll();
        cluster.append("one");
        cluster.awaitAcknowledged(1);
        final EpochState saved = new EpochState(2);
        standby().journal.load(saved);
        final long version = saved.configurationVersion;
        catchAndLose(NEW_EPOCH);
        standby().standby.onTransportReset(cluster.nowNs);
        cluster.await("offer", () -> caught != null);
        final NewEpochEncoder encoder = new NewEpochEncoder();
        encoder.wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).configurationVersion(version - 1).inSyncSet(1);
        toStandby(primary().sessionId);
        assertTrue(standby().standby.isFollowing());
        standby().journal.load(saved);
        assertEquals(version, saved.configurationVersion);
        assertTrue(saved.inSyncSet != 1, "it has older members");
    }

    /** Everything in it is right, but that a later one is promised. */
    private void offerTheFirstEpochAgain(final long claimed)
    {
        final NewEpochEncoder encoder = new NewEpochEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.shard(SHARD).epoch(1).primaryId(0).primaryIncarnation(primary().primary.incarnation())
            .configurationVersion(1).inSyncSet(7).claimedEpoch(claimed)
            .historyCount(1).next().epoch(1).streamId(0).firstSequence(1);
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), NEW_EPOCH);
        standby().standby.onFrame(Outbox.LINE_A, primary().sessionId, buffer, 0, length, cluster.nowNs);
    }

    /** How far the primary was when it spoke to an earlier start says nothing of what that one acknowledged. */
    @Test
    void shouldNotVouchByWhatWasToldToAnEarlierStart()
    {
        cluster.startAll();
        catchAndLose(HEARTBEAT);
        cluster.await("heartbeat", () -> caught != null);
        cluster.link = (from, to, frame, length) -> true;
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.kill(1);
        standby().shadow.truncate(0, 1, 0);
        standby().bootId = 2;
        lose((to, templateId) -> to == 1 && (templateId == HEARTBEAT || templateId == SUBSET));
        cluster.start(1);
        cluster.await("adoption", () -> standby().standby.isFollowing());
        caught();
        toStandby(primary().sessionId);
        caught();
        toStandby(primary().sessionId);
        assertFalse(standby().standby.isEligible(), "vouches for ten and holds none");
        new HeartbeatEncoder().wrap(caught(), MessageHeaderEncoder.ENCODED_LENGTH).replicaIncarnation(standby().standby
            .incarnation());
        toStandby(primary().sessionId);
        assertTrue(standby().standby.isEligible(), "told to this start: nothing was shown");
    }

    /** The adoption tells what is held, and that counts: a later start must know that it was there. */
    @Test
    void shouldPromiseWhatAnAdoptionTells()
    {
        cluster.startAll();
        catchAndLose(SUBSET);
        cluster.append("one");
        cluster.run(1);
        caught();
        toStandby(primary().sessionId);
        assertEquals(0, standby().shadow.promised(0), "acknowledged already: nothing can be shown");
        cluster.kill(1);
        lose((to, templateId) -> to == 1 && (templateId == HEARTBEAT || templateId == SUBSET));
        cluster.start(1);
        cluster.awaitAcknowledged(1);
        assertEquals(1, standby().shadow.promised(0));
    }
}
