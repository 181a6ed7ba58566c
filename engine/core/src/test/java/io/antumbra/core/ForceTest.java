package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.List;

import io.antumbra.core.arbiter.Arbiter;
import io.antumbra.core.replica.Role;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An operator makes a replica lead that does not hold all that was acknowledged. */
class ForceTest
{
    private static final int SUBSET = 6;

    private final ReplicaCluster cluster = new ReplicaCluster(3);

    @Test
    void shouldNotTakeForCommittedWhatTheForcedOneHasOnlyHeardOf()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET;
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        final ReplicaNode forced = cluster.nodes[2];
        assertEquals(5, forced.replica.end(0));
        assertEquals(10, forced.replica.committed(0), "it has heard of more than it holds");
        cluster.kill(0);
        cluster.kill(1);
        assertEquals(Outcome.OK, forced.replica.force(2, forced.clockNs(cluster.nowNs)));
        cluster.await("take over", () -> forced.replica.role() == Role.TAKING_OVER);
        assertEquals(5, forced.replica.committed(0));
    }

    /** The others would otherwise share no epoch with it, and take back all that they have. */
    @Test
    void shouldTakeNothingBackFromWhoHoldsTheSameAsOneWithoutAJournal()
    {
        leadInTwoEpochs();
        loseTheJournalOf(2);
        cluster.start(2);
        force(2);
        cluster.start(0);
        cluster.start(1);
        goesOnWithAllOf(15);
    }

    /** Its records would otherwise be older than the epoch that follows them, and everybody else refuse it. */
    @Test
    void shouldBeginAnEpochBehindThoseOfTheRecordsWhenEvenTheArbiterHasForgotten()
    {
        leadInTwoEpochs();
        cluster.arbiter = new Arbiter(4);
        loseTheJournalOf(2);
        cluster.start(2);
        force(2);
        assertEquals(3, cluster.configuration.epoch);
        cluster.start(0);
        cluster.start(1);
        goesOnWithAllOf(15);
    }

    /** Another replica orders it that knows no epoch: the one of the records is not begun again. */
    @Test
    void shouldNotBeginAnEpochThatItsRecordsAreFrom()
    {
        leadInTwoEpochs();
        cluster.arbiter = new Arbiter(4);
        loseTheJournalOf(2);
        loseTheJournalOf(1);
        cluster.nodes[1].shadow.truncate(0, 1, 0);
        cluster.start(2);
        cluster.start(1);
        cluster.nodes[1].replica.force(2, cluster.nodes[1].clockNs(cluster.nowNs));
        cluster.await("force", () -> cluster.nodes[1].events.toString().contains("forced 1 "));
        cluster.run(1_000);
        assertEquals(Role.FOLLOWING, cluster.nodes[2].replica.role());
        force(2);
        assertTrue(cluster.configuration.epoch > 2, cluster::toString);
    }

    @Test
    void shouldTellThatTheHandlerOfTheForcedOneIsAheadOfWhatItHolds()
    {
        forceOneThatHoldsSeven();
        assertTrue(cluster.nodes[2].problems.contains(Problem.HANDLER), "nobody is told");
        cluster.start(0);
        goesOnBehindSeven();
        assertEquals(10, cluster.nodes[2].delivered.size(), "entries were skipped, or given in place of others");
    }

    /** Its records are gone and its handler has had them; the entries of the new epoch stand in their place. */
    @Test
    void shouldTellThatTheHandlerOfAFollowerIsAheadOfWhatTheShardGoesOnWith()
    {
        forceOneThatHoldsSeven();
        cluster.nodes[1].shadow.truncate(0, 6, 0);
        cluster.start(1);
        goesOnBehindSeven();
        assertTrue(cluster.nodes[1].problems.contains(Problem.HANDLER), "nobody is told");
        assertEquals(10, cluster.nodes[1].delivered.size(), "entries were skipped, or given in place of others");
    }

    @Test
    void shouldHoldBackAHandlerThatHasSeenWhatWasGivenUpAcrossARestart()
    {
        forceOneThatHoldsSeven();
        cluster.start(1);
        goesOnBehindSeven();
        for (int starts = 0; starts < 2; starts++)
        {
            cluster.kill(1);
            cluster.nodes[1].problems.clear();
            cluster.start(1);
            assertTrue(cluster.nodes[1].problems.contains(Problem.HANDLER), "a new start has forgotten it");
        }
        cluster.awaitInSync();
        cluster.appendMany(1);
        cluster.run(300);
        assertEquals(10, cluster.nodes[1].delivered.size(), "entries were skipped, or given in place of others");
    }

    @Test
    void shouldGoOnWithAHandlerThatWasSetBackToBeforeWhatWasGivenUp()
    {
        forceOneThatHoldsSeven();
        cluster.start(1);
        goesOnBehindSeven();
        cluster.kill(1);
        cluster.nodes[1].delivered.subList(7, 10).clear();
        deliversEverything(1);
        cluster.kill(1);
        cluster.nodes[1].delivered.subList(8, cluster.nodes[1].delivered.size()).clear();
        deliversEverything(1);
    }

    @Test
    void shouldTellAgainWhatIsGivenUpByASecondForce()
    {
        forceOneThatHoldsSeven();
        cluster.start(1);
        goesOnBehindSeven();
        cluster.kill(1);
        cluster.nodes[1].delivered.subList(7, 10).clear();
        deliversEverything(1);
        killAll();
        cluster.nodes[2].bootId = 3;
        cluster.nodes[2].shadow.truncate(0, 12, 0);
        cluster.acknowledged.tailMap(12L).clear();
        cluster.nodes[2].delivered.subList(7, 10).clear();
        cluster.start(2);
        force(2);
        cluster.start(1);
        cluster.awaitInSync();
        cluster.appendMany(6);
        cluster.run(300);
        assertTrue(cluster.nodes[1].problems.contains(Problem.HANDLER), "nobody is told");
        assertEquals(14, cluster.nodes[1].delivered.size());
    }

    @Test
    void shouldGoOnWithAHandlerThatIsACopyFromBeyondWhatWasGivenUp()
    {
        forceOneThatHoldsSeven();
        cluster.start(1);
        goesOnBehindSeven();
        cluster.kill(1);
        cluster.nodes[1].delivered.clear();
        cluster.nodes[1].delivered.addAll(cluster.acknowledged.headMap(12L).values());
        deliversEverything(1);
    }

    /** Who can vouch has lost nothing, however new the state of its handler is. */
    @Test
    void shouldGoOnWithAHandlerThatCameAsACopyFromALaterEpoch()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(300);
        cluster.kill(2);
        cluster.await("drop", () -> cluster.configuration.members.set() == 0b011);
        cluster.kill(0);
        cluster.await("take over", () -> cluster.configuration.epoch == 2);
        cluster.start(0);
        cluster.awaitLeader();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(15);
        cluster.nodes[2].delivered.addAll(cluster.acknowledged.tailMap(6L).values());
        deliversEverything(2);
        assertFalse(cluster.nodes[2].problems.contains(Problem.HANDLER));
    }

    /** No other epoch was begun: what it has lost comes back as it was. */
    @Test
    void shouldGoOnWithTheHandlerOfAMemberThatHasLostAllThatItRetained()
    {
        final ReplicaCluster full = new ReplicaCluster(3, 64);
        full.nodes[0].config.dropStandbyAfterNs = 0;
        full.startAll();
        while (full.leader().replica.end(0) < 200)
        {
            full.appendMany(1);
            full.run(1);
        }
        full.run(300);
        full.kill(2);
        full.nodes[2].shadow.flipBit(0, full.nodes[2].shadow.oldestRetained(0), 99);
        full.start(2);
        assertEquals(136, full.nodes[2].replica.end(0));
        assertFalse(full.nodes[2].replica.isEligible());
        full.await("repair", () -> full.nodes[2].replica.end(0) == 200);
        full.appendMany(3);
        full.awaitAcknowledged(203);
        full.run(300);
        assertEquals(203, full.nodes[2].delivered.size());
        assertFalse(full.nodes[2].problems.contains(Problem.HANDLER));
    }

    /** A process that ends in the middle of taking back must not leave a start that knows nothing of it. */
    @Test
    void shouldHoldBackTheHandlerWhereverTheReplicaDiesWhileItTakesBack()
    {
        for (int save = 0; save < 8; save++)
        {
            final ForceTest run = new ForceTest();
            run.forceOneThatHoldsSeven();
            run.cluster.start(0);
            run.goesOnBehindSeven();
            run.cluster.nodes[1].bootId = 1;
            run.diesAtSave(save);
        }
    }

    private void diesAtSave(final int save)
    {
        final ReplicaNode node = cluster.nodes[1];
        node.crashAtSave = save;
        cluster.start(1);
        cluster.run(1_000);
        node.crashAtSave = -1;
        if (node.isDown)
        {
            cluster.start(1);
        }
        cluster.awaitInSync();
        cluster.appendMany(1);
        cluster.run(300);
        assertEquals(10, node.delivered.size(), "died at save " + save);
        cluster.kill(1);
        cluster.start(1);
        cluster.awaitInSync();
        assertEquals(10, node.delivered.size(), "died at save " + save);
    }

    /** What it had promised and lost was given up with the force, or it could never lead again by itself. */
    @Test
    void shouldVouchForWhatItHoldsOnceItWasForced()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        killAll();
        cluster.nodes[2].shadow.flipBit(0, 8, 99);
        cluster.acknowledged.tailMap(8L).clear();
        cluster.start(2);
        force(2);
        assertEquals(7, cluster.nodes[2].replica.end(0));
        cluster.kill(2);
        cluster.nodes[2].delivered.subList(7, 10).clear();
        cluster.start(2);
        assertTrue(cluster.nodes[2].replica.isEligible());
    }

    @Test
    void shouldForgetACommitThatTheForcedOneDoesNotKnow()
    {
        cluster.startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.run(1_200);
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET;
        cluster.appendMany(5);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        final ReplicaNode follower = cluster.nodes[2];
        assertTrue(follower.replica.end(0) == 5 && follower.replica.committed(0) == 10, cluster::toString);
        assertTrue(follower.replica.isEligible());
        cluster.kill(0);
        cluster.kill(1);
        cluster.nodes[1].shadow.truncate(0, 8, 0);
        cluster.nodes[1].bootId = 2;
        cluster.acknowledged.tailMap(8L).clear();
        cluster.start(1);
        force(1);
        cluster.await("adoption", () -> follower.events.contains("adopted 2"));
        assertEquals(7, follower.replica.committed(0));
    }

    /** Entries of two epochs, on three replicas that are all down after that. */
    private void leadInTwoEpochs()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        cluster.kill(0);
        cluster.awaitLeader();
        cluster.start(0);
        cluster.awaitInSync();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(15);
        cluster.run(300);
        killAll();
    }

    private void killAll()
    {
        for (int id = 0; id < 3; id++)
        {
            cluster.kill(id);
        }
    }

    private void loseTheJournalOf(final int id)
    {
        cluster.nodes[id].journal.save(new EpochState(cluster.nodes[id].config.streamCount));
    }

    private void force(final int id)
    {
        final ReplicaNode node = cluster.nodes[id];
        cluster.run(1_000);
        assertEquals(null, cluster.leader(), "nobody has to be forced");
        assertEquals(Outcome.OK, node.replica.force(id, node.clockNs(cluster.nowNs)));
        cluster.await("take over", () -> node.replica.role() == Role.TAKING_OVER);
    }

    private void goesOnWithAllOf(final long end)
    {
        cluster.awaitInSync();
        assertEquals(2, cluster.leader().replicaId);
        cluster.appendMany(3);
        cluster.awaitAcknowledged(end + 3);
        cluster.run(300);
        for (final ReplicaNode node : cluster.nodes)
        {
            assertFalse(node.events.toString().contains("orphans"), node.events::toString);
            assertFalse(node.problems.contains(Problem.HANDLER), "replica " + node.replicaId);
            assertEquals(end + 3, node.delivered.size());
        }
        cluster.judgeDelivery();
    }

    /** All handlers have seen ten entries, nobody can vouch, and the one of the three that is up holds seven. */
    private void forceOneThatHoldsSeven()
    {
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(300);
        killAll();
        for (final ReplicaNode node : cluster.nodes)
        {
            assertEquals(10, node.delivered.size());
            node.bootId = 2;
        }
        cluster.nodes[2].shadow.truncate(0, 8, 0);
        cluster.acknowledged.tailMap(8L).clear();
        cluster.start(2);
        force(2);
    }

    private void goesOnBehindSeven()
    {
        cluster.awaitInSync();
        assertEquals(2, cluster.leader().replicaId);
        cluster.appendMany(6);
        cluster.awaitAcknowledged(13);
        cluster.run(300);
    }

    private void deliversEverything(final int id)
    {
        final ReplicaNode node = cluster.nodes[id];
        node.problems.clear();
        cluster.start(id);
        cluster.awaitInSync();
        cluster.appendMany(1);
        cluster.run(300);
        assertEquals(List.copyOf(cluster.acknowledged.values()), node.delivered);
        assertFalse(node.problems.contains(Problem.HANDLER));
    }
}
