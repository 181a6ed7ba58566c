package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the journal and the device have at the very moment at which somebody else may come to count on it. */
class SavedInTimeTest
{
    private static final int REQUEST = 11;
    private static final int KIND_OFFSET = 12;
    private static final int PROPOSE = 3;
    private static final int NEW_EPOCH = 4;

    private static EpochState saved(final Journal journal)
    {
        final EpochState saved = new EpochState(2);
        journal.load(saved);
        return saved;
    }

    private static int template(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isProposal(final DirectBuffer frame)
    {
        return template(frame) == REQUEST && frame.getByte(KIND_OFFSET) == PROPOSE;
    }

    /** Nobody but replica 0 proposes itself, entries count when the device has them, and nobody is dropped. */
    private static ReplicaCluster synced()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3);
        for (int id = 0; id < 3; id++)
        {
            final CoreConfig config = ReplicaCluster.config(id);
            config.syncedToDevice = true;
            config.dropStandbyAfterNs = 0;
            cluster.nodes[id] = new ReplicaNode(id, config, 1024, cluster);
            if (id > 0)
            {
                cluster.nodes[id].suspicion = new FixedSuspicion(false);
                config.suspectAfterNs = TimeUnit.MINUTES.toNanos(1);
            }
        }
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        return cluster;
    }

    /** A reboot would otherwise leave it with less than it has told the arbiter that it ends with. */
    @Test
    void shouldHoldOnTheDeviceWhatItNamesInAProposal()
    {
        final ReplicaCluster cluster = synced();
        final ReplicaNode node = cluster.nodes[0];
        cluster.append(node, "in the page cache only");
        cluster.kill(0);
        assertEquals(10, node.shadow.held(0));
        final int[] proposals = { 0 };
        cluster.link = (from, to, frame, length) ->
        {
            if (from == 0 && to == ReplicaCluster.ARBITER && isProposal(frame))
            {
                proposals[0]++;
                assertEquals(11, node.shadow.end(0));
                assertEquals(11, node.shadow.held(0), "names an end that the device does not have");
            }
            return true;
        };
        cluster.start(0);
        cluster.awaitLeader();
        assertTrue(proposals[0] > 0, "it leads without a proposal: nothing is shown");
    }

    /** A replica is forced while an entry of the old primary has only just arrived, and its host goes right after. */
    @Test
    void shouldBeginNoEpochBehindWhatTheDeviceDoesNotHave()
    {
        final ReplicaCluster cluster = synced();
        final ReplicaNode forced = cluster.nodes[1];
        final byte[][] grant = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            final boolean isGrant = from == ReplicaCluster.ARBITER && cluster.configuration.epoch == 2;
            if (isGrant && to == 1 && grant[0] == null)
            {
                grant[0] = new byte[length];
                frame.getBytes(0, grant[0]);
            }
            return !isGrant;
        };
        assertEquals(Outcome.OK, forced.replica.force(1, forced.clockNs(cluster.nowNs)));
        cluster.await("grant", () -> grant[0] != null);
        assertEquals(Role.FOLLOWING, forced.replica.role());
        assertEquals(11, cluster.append(cluster.nodes[0], "in the page cache only"));
        cluster.link = (from, to, frame, length) -> true;
        cluster.answerAgain(1, grant[0]);
        forced.crashAtSave = 1;
        cluster.step();
        assertTrue(forced.isDown, "nothing was saved: nothing is shown");
        assertEquals(2, saved(forced.journal).history().lastEpoch());
        assertEquals(11, forced.shadow.end(0));
        forced.shadow.loseUnsynced();
        assertEquals(saved(forced.journal).history().firstSequenceAt(saved(forced.journal).history().size() - 1, 0),
            forced.shadow.end(0) + 1, "an epoch begins behind entries that nobody has");
    }

    /** It tells the set to everybody who joins, and who is in it may vouch for what it has caught up. */
    @Test
    void shouldTakeOverWithTheSetThatWasGranted()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.link = (from, to, frame, length) -> template(frame) != NEW_EPOCH;
        cluster.kill(0);
        cluster.await("take over", () -> cluster.configuration.epoch == 2 &&
            cluster.nodes[cluster.configuration.primaryId].replica.role() == Role.TAKING_OVER);
        final EpochState saved = saved(cluster.nodes[cluster.configuration.primaryId].journal);
        assertEquals(0b110, cluster.configuration.members.set());
        assertEquals(0b110, saved.inSyncSet);
        assertEquals(cluster.configuration.version, saved.configurationVersion);
        assertEquals(2, saved.promisedEpoch);
        assertEquals(0, saved.sealedEpoch);
    }

    /** A start that finds the seal of a proposal that was refused long ago would make it once more. */
    @Test
    void shouldForgetTheSealOnceTheProposalIsSettled()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        cluster.run(300);
        final ReplicaNode node = cluster.nodes[1];
        cluster.nodes[0].config.dropStandbyAfterNs = 0;
        cluster.nodes[2].suspicion = new FixedSuspicion(false);
        cluster.nodes[2].config.suspectAfterNs = TimeUnit.MINUTES.toNanos(1);
        cluster.link = (from, to, frame, length) -> from != 0 && to != 0 &&
            (to != ReplicaCluster.ARBITER || !isProposal(frame));
        cluster.await("candidate", () -> node.replica.role() == Role.SEALED);
        assertNotEquals(0, saved(node.journal).sealedEpoch);
        cluster.link = (from, to, frame, length) -> from != 1 || to != ReplicaCluster.ARBITER;
        final ReplicaNode other = cluster.nodes[2];
        assertEquals(Outcome.OK, other.replica.force(2, other.clockNs(cluster.nowNs)));
        cluster.await("force", () -> cluster.configuration.epoch == 2);
        cluster.link = (from, to, frame, length) -> true;
        cluster.await("answer", () -> node.replica.role() != Role.SEALED);
        assertEquals(Role.FOLLOWING, node.replica.role());
        assertEquals(0, saved(node.journal).sealedEpoch);
    }

    @Test
    void shouldSaveTheSetThatTheArbiterHasGiven()
    {
        final ReplicaCluster cluster = new ReplicaCluster(3).startAll();
        final ReplicaNode leader = cluster.leader();
        leader.events.clear();
        cluster.kill(2);
        cluster.await("drop", () -> leader.events.contains("dropped 2"));
        assertEquals(0b011, saved(leader.journal).inSyncSet);
        assertEquals(cluster.configuration.version, saved(leader.journal).configurationVersion);
        cluster.start(2);
        leader.events.clear();
        cluster.await("admission", () -> leader.events.contains("in sync 2"));
        assertEquals(0b111, saved(leader.journal).inSyncSet);
        assertEquals(cluster.configuration.version, saved(leader.journal).configurationVersion);
    }

    /** Without an arbiter the journal is all that knows whose acknowledgement was not waited for. */
    @Test
    void shouldSaveTheSetOfAPrimaryWithoutArbiterBeforeItCounts()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        final TestNode leader = cluster.nodes[0];
        assertEquals(0b111, saved(leader.journal).inSyncSet);
        final long version = saved(leader.journal).configurationVersion;
        assertEquals(Outcome.OK, leader.primary.dropStandby(2, cluster.nowNs));
        assertEquals(0b011, saved(leader.journal).inSyncSet);
        assertEquals(version + 1, saved(leader.journal).configurationVersion);
        cluster.await("admission", () -> leader.primary.isInSync(2));
        assertEquals(0b111, saved(leader.journal).inSyncSet);
        assertEquals(version + 2, saved(leader.journal).configurationVersion);
    }
}
