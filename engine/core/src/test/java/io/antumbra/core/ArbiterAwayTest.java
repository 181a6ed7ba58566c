package io.antumbra.core;

import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A candidate has sealed itself, and the arbiter is gone before it can answer. Nobody can know whether it was granted,
 * so it acknowledges nothing, and its primary, which cannot have it dropped, waits. What must not be is that this goes
 * on once the arbiter is back, whatever became of the proposal.
 */
class ArbiterAwayTest
{
    private static final int REQUEST = 11;
    private static final int KIND_OFFSET = 12;
    private static final int PROPOSE = 3;

    private final ReplicaCluster cluster = new ReplicaCluster(3);
    private byte[] proposal;

    private static boolean isProposal(final int to, final DirectBuffer frame)
    {
        return to == ReplicaCluster.ARBITER && frame.getShort(2) == REQUEST && frame.getByte(KIND_OFFSET) == PROPOSE;
    }

    /** Replica 1 hears nothing for a while and proposes itself; the proposal is lost and the arbiter is gone. */
    private void sealOneAndLoseTheArbiter()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        cluster.link = (from, to, frame, length) ->
        {
            if (isProposal(to, frame))
            {
                proposal = new byte[length];
                frame.getBytes(0, proposal);
                return false;
            }
            return from != 0 || to != 1;
        };
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.await("candidate", () -> cluster.nodes[1].replica.role() == Role.SEALED);
        cluster.isArbiterUp = false;
        cluster.link = (from, to, frame, length) -> !isProposal(to, frame);
        cluster.append(cluster.nodes[0], "waits for the arbiter");
        cluster.run(10_000);
        assertEquals(Role.SEALED, cluster.nodes[1].replica.role());
        assertEquals(10, cluster.nodes[0].replica.committed(0), "acknowledged without a member that is sealed");
        assertTrue(cluster.nodes[0].replica.isLeading(), "nobody else was given the lead");
    }

    private void servesAgain(final int leader, final int epoch)
    {
        cluster.awaitInSync();
        assertEquals(leader, cluster.leader().replicaId);
        assertEquals(epoch, cluster.configuration.epoch);
        cluster.append(cluster.leader(), "after all");
        cluster.await("acknowledgement", () -> cluster.acknowledged.containsValue("after all"));
        cluster.run(300);
        cluster.judgeDelivery();
    }

    @Test
    void shouldTakeOverOnceTheArbiterIsBack()
    {
        sealOneAndLoseTheArbiter();
        cluster.isArbiterUp = true;
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("candidate's turn", () -> cluster.configuration.epoch == 2);
        servesAgain(1, 2);
    }

    /** The primary is the first whom the arbiter hears: it drops the candidate, whose proposal is outdated by that. */
    @Test
    void shouldGoOnUnderTheOldPrimaryWhenNothingWasGranted()
    {
        sealOneAndLoseTheArbiter();
        final ReplicaNode primary = cluster.nodes[0];
        assertEquals(Outcome.OK, primary.replica.dropStandby(1, primary.clockNs(cluster.nowNs)));
        cluster.isArbiterUp = true;
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b101);
        cluster.awaitAcknowledged(11);
        cluster.link = (from, to, frame, length) -> true;
        cluster.again(1, proposal);
        servesAgain(0, 1);
        cluster.again(1, proposal);
        cluster.run(100);
        assertEquals(1, cluster.configuration.epoch, "an outdated proposal was granted");
    }

    @Test
    void shouldStaySealedWhenItStartsAgainAndRecoverOnceTheArbiterIsBack()
    {
        sealOneAndLoseTheArbiter();
        cluster.kill(1);
        cluster.start(1);
        cluster.run(3_000);
        assertEquals(Role.SEALED, cluster.nodes[1].replica.role());
        assertEquals(10, cluster.nodes[0].replica.committed(0), "its new start acknowledged what the old one must not");
        cluster.isArbiterUp = true;
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("candidate's turn", () -> cluster.configuration.epoch == 2);
        servesAgain(1, 2);
    }

    /** It starts again and cannot vouch any more: it asks for nothing, and follows whoever leads. */
    @Test
    void shouldFollowWhenItStartsAgainAndCannotVouch()
    {
        sealOneAndLoseTheArbiter();
        cluster.kill(1);
        cluster.nodes[1].bootId = 2;
        cluster.start(1);
        cluster.run(3_000);
        assertEquals(10, cluster.nodes[0].replica.committed(0), "it cannot know whether it was granted");
        cluster.isArbiterUp = true;
        servesAgain(0, 1);
    }
}
