package io.antumbra.core;

import java.util.concurrent.TimeUnit;

import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whom a replica follows: what the arbiter has told last, a hint, or nobody. */
class FollowingTest
{
    private static final int CONFIGURATION = 12;
    private static final int ANNOUNCEMENT = 13;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    private void handover(final int to)
    {
        final ReplicaNode leader = cluster.leader();
        assertEquals(Outcome.OK, leader.replica.handover(to, leader.clockNs(cluster.nowNs)));
        cluster.await("handover", () -> cluster.leader() != null && cluster.leader().replicaId == to);
    }

    /** The arbiter cannot be reached; an announcement is all there is. */
    @Test
    void shouldFollowByTheAnnouncementAloneWhileTheArbiterIsAway()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.kill(0);
        cluster.awaitLeader();
        final int second = cluster.leader().replicaId;
        cluster.start(0);
        cluster.awaitInSync();
        handover(0);
        cluster.awaitInSync();
        cluster.kill(second);
        handover(3 - second);
        cluster.isArbiterUp = false;
        cluster.start(second);
        assertEquals(Role.FOLLOWING, cluster.nodes[second].replica.role(), "its proposal was granted long ago");
        cluster.await("a hint that is enough", () -> cluster.nodes[second].replica.isFollowing());
        assertEquals(3 - second, cluster.nodes[second].replica.primaryId());
    }

    /** A late announcement of the primary before the last one; the arbiter has told of both by then. */
    @Test
    void shouldNotFollowAHintThatIsOlderThanWhatTheArbiterHasTold()
    {
        cluster.startAll();
        cluster.run(300);
        final byte[][] announced = new byte[1][];
        final byte[][] told = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            if (announced[0] == null && frame.getShort(2) == ANNOUNCEMENT && from == 2 && to == 1)
            {
                announced[0] = new byte[length];
                frame.getBytes(0, announced[0]);
            }
            if (frame.getShort(2) == CONFIGURATION && to == 0)
            {
                told[0] = new byte[length];
                frame.getBytes(0, told[0]);
            }
            return from != 1 && to != 1;
        };
        handover(2);
        cluster.await("announcement", () -> announced[0] != null);
        handover(0);
        cluster.await("answer", () -> cluster.nodes[0].replica.configuration().epoch == 3 && told[0] != null);
        cluster.link = (from, to, frame, length) -> true;
        cluster.repeat(2, 1, announced[0]);
        cluster.link = (from, to, frame, length) -> from != 1 && to != 1;
        cluster.step();
        cluster.link = (from, to, frame, length) -> true;
        cluster.answerAgain(1, told[0]);
        cluster.link = (from, to, frame, length) -> from != 1 && to != 1;
        cluster.run(1);
        assertEquals(3, cluster.nodes[1].replica.configuration().epoch);
        assertEquals(0, cluster.nodes[1].replica.primaryId(), "an older hint was followed");
    }

    /** The session is the same, and the primary knows nobody in its new epoch. */
    @Test
    void shouldJoinAgainAtOnceWhenItsPrimaryBeginsAnotherEpoch()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        final ReplicaNode leader = cluster.leader();
        assertEquals(Outcome.OK, leader.replica.force(0, leader.clockNs(cluster.nowNs)));
        cluster.await("epoch", () -> cluster.configuration.epoch == 2);
        final long sinceNs = cluster.nowNs;
        cluster.awaitInSync();
        assertEquals(0, cluster.leader().replicaId);
        assertTrue(cluster.nowNs - sinceNs < TimeUnit.MILLISECONDS.toNanos(500),
            "waited until its primary was silent for long");
    }
}
