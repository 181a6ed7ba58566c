package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Replicas that die and come back, with or without all they held. */
class RestartTest
{
    private static final int JOIN = 3;
    private static final int EPOCH_ADOPTED = 5;
    private static final int SUBSET = 6;

    @Test
    void shouldCatchUpARestartedStandbyBesideLiveTraffic()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.nodes[0].config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(300);
        cluster.startAll();
        cluster.appendMany(50);
        cluster.awaitAcknowledged(50);
        cluster.kill(2);
        cluster.append("while away");
        cluster.awaitAcknowledged(51);
        assertTrue(cluster.nodes[0].events.contains("dropped 2"), cluster.nodes[0].events::toString);
        cluster.appendMany(200);
        cluster.start(2);
        cluster.appendMany(100);
        cluster.await("return to the in-sync set", () -> cluster.nodes[0].primary.isInSync(2));
        cluster.awaitAcknowledged(351);
        cluster.run(1);
        assertEquals(351, cluster.nodes[2].delivered.size());
        assertEquals(cluster.nodes[1].delivered, cluster.nodes[2].delivered);
    }

    @Test
    void shouldWaitForASilentStandbyUntilTheOperatorDropsIt()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.kill(1);
        cluster.append("waits");
        cluster.run(3000);
        assertEquals(0, cluster.nodes[0].primary.committed(0));
        assertTrue(cluster.nodes[0].events.contains("lost 1"));
        assertEquals(Outcome.OK, cluster.nodes[0].primary.dropStandby(1, cluster.nowNs));
        assertEquals(1, cluster.nodes[0].primary.committed(0));
    }

    @Test
    void shouldNotDropBelowTheMinimumInSync()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.nodes[0].config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(300);
        cluster.startAll();
        cluster.kill(1);
        cluster.append("waits");
        cluster.run(1000);
        assertEquals(0, cluster.nodes[0].primary.committed(0));
        assertTrue(cluster.nodes[0].problems.contains(Problem.MIN_IN_SYNC));
        cluster.start(1);
        cluster.awaitAcknowledged(1);
    }

    @Test
    void shouldLeadAHigherEpochAfterEachStartAndFinishWhatWasInFlight()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        final long firstEpoch = cluster.nodes[0].primary.epoch();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.link = (from, to, frame, length) -> false;
        cluster.append("in flight");
        cluster.link = (from, to, frame, length) -> true;
        cluster.kill(0);
        cluster.run(50);
        cluster.start(0);
        cluster.awaitLeading();
        assertTrue(cluster.nodes[0].primary.epoch() > firstEpoch);
        cluster.awaitAcknowledged(11);
        assertEquals(12, cluster.append("new epoch"));
        cluster.awaitAcknowledged(12);
        cluster.run(1);
        assertEquals("0:11:in flight", cluster.nodes[1].delivered.get(10));
        assertEquals(12, cluster.nodes[2].delivered.size());
        final EntryView view = new EntryView();
        cluster.nodes[1].shadow.read(0, 11, view);
        assertEquals(firstEpoch, view.meta().originEpoch, "an entry keeps the epoch that created it");
    }

    @Test
    void shouldStartWithoutAMissingStandbyAfterTheTimeOut()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(5);
        cluster.awaitAcknowledged(5);
        cluster.kill(0);
        cluster.kill(2);
        cluster.start(0);
        cluster.run(1000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "led before the start time-out");
        cluster.awaitLeading();
        cluster.append("without 2");
        cluster.awaitAcknowledged(6);
        cluster.start(2);
        cluster.await("the missing standby", () -> cluster.nodes[0].primary.isInSync(2));
        assertEquals(6, cluster.nodes[2].shadow.end(0));
    }

    @Test
    void shouldRepairALostTailFromAStandbyBeforeLeading()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.nodes[0].shadow.flipBit(0, 15, 777);
        cluster.start(0);
        assertEquals(14, cluster.nodes[0].shadow.end(0));
        cluster.awaitLeading();
        assertTrue(cluster.nodes[0].problems.contains(Problem.NOT_ELIGIBLE));
        assertEquals(20, cluster.nodes[0].shadow.end(0));
        assertEquals(21, cluster.append("after repair"));
        cluster.awaitAcknowledged(21);
    }

    @Test
    void shouldAskAnotherStandbyWhenOneCannotGiveBackTheRange()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.nodes[0].shadow.flipBit(0, 15, 777);
        cluster.nodes[1].shadow.flipBit(0, 16, 777);
        cluster.start(0);
        cluster.awaitLeading();
        assertTrue(cluster.nodes[0].problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertTrue(cluster.nodes[1].problems.contains(Problem.CORRUPT_RECORD));
        assertEquals(20, cluster.nodes[0].shadow.end(0));
        assertEquals(21, cluster.append("after repair"));
        cluster.awaitAcknowledged(21);
    }

    @Test
    void shouldBeRepairedByStandbysThatAreDamagedInDifferentPlaces()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.nodes[0].shadow.flipBit(0, 15, 777);
        cluster.nodes[1].shadow.flipBit(0, 16, 777);
        cluster.nodes[2].shadow.flipBit(0, 18, 777);
        cluster.start(0);
        cluster.awaitLeading();
        final EntryView view = new EntryView();
        for (long sequence = 1; sequence <= 20; sequence++)
        {
            assertEquals(Outcome.OK, cluster.nodes[0].shadow.read(0, sequence, view), "sequence " + sequence);
        }
    }

    @Test
    void shouldNotLeadOnAShadowThatIsOnlyHalfRepaired()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.link = (from, to, frame, length) -> from != 2 && to != 2;
        assertEquals(Outcome.OK, cluster.nodes[0].primary.dropStandby(2, cluster.nowNs));
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.nodes[0].shadow.truncate(0, 1, 0);
        final int[] ranges = { 0 };
        cluster.link = (from, to, frame, length) -> frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET ||
            ranges[0]++ < 5;
        cluster.start(0);
        cluster.run(2_000);
        assertEquals(5, cluster.nodes[0].shadow.end(0), "repaired half");
        cluster.kill(0);
        cluster.kill(1);
        cluster.start(0);
        cluster.run(20_000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "led without what was acknowledged");
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(1);
        cluster.awaitLeading();
        assertEquals(20, cluster.nodes[0].shadow.end(0));
    }

    /** What it lost took the promise along, and it dies again before it could lead with what it was given back. */
    @Test
    void shouldRememberThatItHasToHoldWhatItWasRepairedWith()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.nodes[0].config.minInSync = 1;
        cluster.startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.nodes[0].shadow.truncate(0, 11, 0);
        cluster.nodes[0].bootId = 2;
        cluster.link = (from, to, frame, length) -> frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != EPOCH_ADOPTED;
        cluster.start(0);
        cluster.await("repair", () -> cluster.nodes[0].shadow.end(0) == 20 && cluster.nodes[0].primary.epoch() != 0);
        assertFalse(cluster.nodes[0].primary.isLeading());
        cluster.kill(0);
        cluster.kill(1);
        cluster.nodes[0].shadow.flipBit(0, 15, 777);
        cluster.start(0);
        cluster.run(20_000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "led without what was acknowledged");
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(1);
        cluster.awaitLeading();
        assertEquals(20, cluster.nodes[0].shadow.end(0));
    }

    @Test
    void shouldBeEligibleOnlyOnceAllThatItAcknowledgedIsBack()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(50);
        cluster.awaitAcknowledged(50);
        cluster.await("a first start to be eligible", () -> cluster.nodes[1].standby.isEligible());
        cluster.kill(1);
        cluster.nodes[1].shadow.truncate(0, 1, 0);
        final int[] subsets = { 0 };
        cluster.link = (from, to, frame, length) -> to != 1 || frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET ||
            subsets[0]++ < 10;
        for (int round = 0; round < 2; round++)
        {
            cluster.start(1);
            cluster.run(500);
            assertEquals(10, cluster.nodes[1].shadow.end(0));
            assertFalse(cluster.nodes[1].standby.isEligible(), "vouches for 50 and holds 10");
            cluster.kill(1);
        }
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(1);
        cluster.await("repair", () -> cluster.nodes[1].standby.isEligible());
        assertEquals(50, cluster.nodes[1].shadow.end(0));
    }

    /** The first promise ever is saved at once: a crash right after that must not leave half an epoch. */
    @Test
    void shouldSaveNoEpochThatIsHalfBegun()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.link = (from, to, frame, length) -> from != 1;
        cluster.append("held by the standby, never acknowledged");
        cluster.await("arrival", () -> cluster.nodes[1].shadow.end(0) == 1);
        cluster.kill(0);
        final TestNode node = cluster.nodes[0];
        node.shadow.truncate(0, 1, 0);
        node.bootId = 2;
        final int[] saves = { 0 };
        node.journalPort = new Journal()
        {
            @Override
            public void load(final EpochState state)
            {
                node.journal.load(state);
                assertFalse(state.hasPromised, "the first promise is over");
            }

            @Override
            public void save(final EpochState state)
            {
                saves[0] += state.hasPromised ? 1 : 0;
                assertEquals(state.promisedEpoch, state.history().lastEpoch(), "knows more than it has promised");
                node.journal.save(state);
            }
        };
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(0);
        cluster.awaitLeading();
        assertTrue(saves[0] > 1, "promised nothing before the epoch");
        assertEquals(1, node.shadow.end(0));
    }

    @Test
    void shouldNotTakeBackAnEpochForADamagedRecord()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.nodes[1].shadow.flipBit(0, 1, 777);
        cluster.nodes[1].standby.onSessionGone(cluster.nodes[0].sessionId, cluster.nowNs);
        cluster.await("another join", () -> cluster.nodes[1].standby.isFollowing());
        assertEquals(20, cluster.nodes[1].shadow.end(0));
        assertFalse(cluster.nodes[1].events.contains("orphans 0 1 20"), cluster.nodes[1].events::toString);
    }

    /** Nothing behind it can be read, so it goes; but the epoch is shared, and the same entry comes back. */
    @Test
    void shouldHaltNoHandlerForADamagedTailThatComesBack()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        final TestNode node = cluster.nodes[1];
        cluster.append("damaged later");
        cluster.await("delivery", () -> node.delivered.size() == 1);
        node.shadow.flipBit(0, 1, 777);
        node.standby.onSessionGone(cluster.nodes[0].sessionId, cluster.nowNs);
        cluster.await("another join", () -> node.standby.isFollowing());
        cluster.append("next");
        cluster.await("the next delivery", () -> node.delivered.size() == 2);
        assertEquals(List.of("0:1:damaged later", "0:2:next"), node.delivered);
        assertFalse(node.problems.contains(Problem.HANDLER), "halted for an entry that is the same");
    }

    @Test
    void shouldTellWhatNobodyRetainsAndStayClosed()
    {
        final TestCluster cluster = new TestCluster(1, 300).startAll();
        cluster.appendMany(1000);
        cluster.awaitAcknowledged(1000);
        cluster.run(1);
        cluster.kill(0);
        cluster.nodes[0].shadow.truncate(0, 1, 0);
        cluster.start(0);
        cluster.run(20_000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "led without what was acknowledged");
        assertTrue(cluster.nodes[0].problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertTrue(cluster.nodes[1].problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertEquals(1000, cluster.nodes[1].shadow.end(0));
    }

    @Test
    void shouldKeepWhoHasJoinedWhileItWaitsForTheOthers()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.start(0);
        cluster.start(1);
        cluster.run(10_000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "a first start led without all its standbys");
        assertFalse(cluster.nodes[1].events.contains("primary lost"), "lost a primary that was there all the time");
        cluster.start(2);
        cluster.awaitLeading();
        cluster.append("all here");
        cluster.awaitAcknowledged(1);
    }

    @Test
    void shouldJoinAgainWhenItsJoinIsLost()
    {
        final TestCluster cluster = new TestCluster(2);
        final int[] lost = { 0 };
        cluster.link = (from, to, frame, length) -> frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != JOIN ||
            lost[0]++ > 0;
        cluster.startAll();
        assertTrue(lost[0] > 2, "no join was lost");
    }

    @Test
    void shouldNotLeadWithoutEveryStandbyWhenItCannotVouch()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        cluster.appendMany(20);
        cluster.awaitAcknowledged(20);
        cluster.kill(0);
        cluster.kill(1);
        cluster.nodes[0].shadow.flipBit(0, 15, 777);
        cluster.start(0);
        cluster.run(20_000);
        assertFalse(cluster.nodes[0].primary.isLeading());
        assertTrue(cluster.nodes[0].problems.contains(Problem.WAITING_FOR_STANDBYS));
        cluster.start(1);
        cluster.awaitLeading();
        assertEquals(20, cluster.nodes[0].shadow.end(0));
    }

    @Test
    void shouldNotLeadOverStandbysOfALaterEpoch()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.appendMany(3);
        cluster.awaitAcknowledged(3);
        cluster.kill(0);
        cluster.nodes[0] = new TestNode(0, TestCluster.config(0), 1024);
        cluster.start(0);
        cluster.run(10_000);
        assertFalse(cluster.nodes[0].primary.isLeading(), "an empty folder led over entries that were acknowledged");
        assertTrue(cluster.nodes[0].problems.contains(Problem.SUPERSEDED));
        assertEquals(3, cluster.nodes[1].shadow.end(0));
    }

    @Test
    void shouldTakeBackOrphansBeforeFollowingANewEpoch()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.nodes[0].config.minInSync = 1;
        cluster.nodes[0].config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(300);
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.link = (from, to, frame, length) -> from != 1 && to != 2;
        cluster.append("only on 0 and 1");
        cluster.run(1);
        cluster.kill(0);
        cluster.kill(1);
        assertEquals(11, cluster.nodes[1].shadow.end(0));
        cluster.nodes[0].shadow.truncate(0, 11, 1);
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(0);
        cluster.awaitLeading();
        assertEquals(11, cluster.append("another eleven"));
        cluster.awaitAcknowledged(11);
        cluster.start(1);
        cluster.await("the orphaned standby", () -> cluster.nodes[0].primary.isInSync(1));
        assertTrue(cluster.nodes[1].events.contains("orphans 0 11 1"), cluster.nodes[1].events::toString);
        cluster.run(200);
        assertEquals("0:11:another eleven", cluster.nodes[1].delivered.get(10));
    }

    @Test
    void shouldRefuseARangeThatIsNoLongerRetained()
    {
        final TestCluster cluster = new TestCluster(2, 300);
        cluster.nodes[0].config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(300);
        cluster.startAll();
        cluster.appendMany(10);
        cluster.kill(2);
        cluster.appendMany(1000);
        cluster.awaitAcknowledged(1010);
        cluster.start(2);
        cluster.run(2000);
        assertFalse(cluster.nodes[0].primary.isInSync(2));
        assertTrue(cluster.nodes[0].problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertTrue(cluster.nodes[2].problems.contains(Problem.GAP_BEYOND_SHADOW));
        assertTrue(cluster.nodes[2].shadow.end(0) <= 10, "something was skipped");
    }

    /** It is told neither less than it needs, nor nothing. */
    @Test
    void shouldRefuseAStandbyThatSleptOverMoreEpochsThanAreKnown()
    {
        final TestCluster cluster = new TestCluster(2);
        cluster.nodes[0].config.minInSync = 1;
        cluster.nodes[0].config.dropStandbyAfterNs = TimeUnit.MILLISECONDS.toNanos(300);
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.kill(2);
        for (int i = 0; i < EpochHistory.CAPACITY; i++)
        {
            cluster.kill(0);
            cluster.start(0);
            cluster.awaitLeading();
        }
        cluster.start(2);
        cluster.run(2000);
        assertFalse(cluster.nodes[0].primary.isInSync(2));
        assertTrue(cluster.nodes[0].problems.contains(Problem.HISTORY_TOO_OLD));
        assertTrue(cluster.nodes[2].problems.contains(Problem.HISTORY_TOO_OLD));
        assertEquals(10, cluster.nodes[2].shadow.end(0));
    }

    @Test
    void shouldResumeDeliveryAtTheHandlersPosition()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        cluster.run(1);
        cluster.kill(1);
        cluster.nodes[1].handlerPositions.put(0, 7L);
        cluster.nodes[1].delivered.clear();
        cluster.start(1);
        cluster.run(500);
        assertEquals("0:8:entry 8", cluster.nodes[1].delivered.get(0));
        assertEquals(3, cluster.nodes[1].delivered.size());
    }
}
