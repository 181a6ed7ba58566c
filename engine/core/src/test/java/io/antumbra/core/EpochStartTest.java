package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which epoch a primary begins without an arbiter, and with which entries. */
class EpochStartTest
{
    private static final int NEW_EPOCH = 4;
    private static final int EPOCH_ADOPTED = 5;
    private static final int STEPS_PER_TICK = (int)(TimeUnit.MILLISECONDS.toNanos(1) / TestCluster.STEP_NS);

    /** What the records are from is all that is left to tell which epochs there have been. */
    @Test
    void shouldBeginAnEpochBehindThoseOfTheRecordsWhenNoJournalIsLeft()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.kill(0);
        cluster.start(0);
        cluster.awaitLeading();
        cluster.appendMany(3);
        cluster.awaitAcknowledged(3);
        final long before = cluster.nodes[0].primary.epoch();
        for (final TestNode node : cluster.nodes)
        {
            cluster.kill(node.replicaId);
            node.journal.save(new EpochState(node.config.streamCount));
        }
        cluster.start(0);
        cluster.start(1);
        cluster.awaitLeading();
        assertTrue(cluster.nodes[0].primary.epoch() > before, "another epoch of the same number");
        cluster.appendMany(3);
        cluster.awaitAcknowledged(6);
    }

    /** It may have been asked to by a primary that nobody has heard of since. */
    @Test
    void shouldBeginAnEpochBehindEveryOneThatAStandbyHasPromised()
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        cluster.kill(0);
        cluster.kill(1);
        final EpochState saved = new EpochState(cluster.nodes[1].config.streamCount);
        cluster.nodes[1].journal.load(saved);
        saved.promisedEpoch = 50;
        cluster.nodes[1].journal.save(saved);
        cluster.start(0);
        cluster.start(1);
        cluster.awaitLeading();
        assertEquals(51, cluster.nodes[0].primary.epoch());
    }

    /** Or a start after a crash would begin the same epoch with other entries. */
    @Test
    void shouldOfferNoEpochBeforeItIsSaved()
    {
        final TestCluster cluster = new TestCluster(1);
        final int[] offers = { 0 };
        cluster.link = (from, to, frame, length) ->
        {
            if (from == 0 && frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == NEW_EPOCH)
            {
                offers[0]++;
                final EpochState saved = new EpochState(cluster.nodes[0].config.streamCount);
                cluster.nodes[0].journal.load(saved);
                assertEquals(cluster.nodes[0].primary.epoch(), saved.history().lastEpoch());
                assertEquals(cluster.nodes[0].primary.epoch(), saved.promisedEpoch);
            }
            return true;
        };
        cluster.startAll();
        cluster.kill(0);
        cluster.start(0);
        cluster.awaitLeading();
        assertTrue(offers[0] > 1);
    }

    /**
     * It would hold up all the others until it is dropped again, and where too few are left nobody may drop it. Whether
     * it is counted before anything is sent to it depends on when its answer comes, so it comes at each step of a tick.
     */
    @Test
    void shouldNotCountOnAStandbyThatNeedsMoreThanIsRetained()
    {
        final TestCluster cluster = new TestCluster(2, 300);
        final TestNode leader = cluster.nodes[0];
        cluster.startAll();
        cluster.appendMany(10);
        cluster.awaitAcknowledged(10);
        assertEquals(Outcome.OK, leader.primary.dropStandby(2, cluster.nowNs));
        cluster.kill(2);
        cluster.appendMany(400);
        cluster.awaitAcknowledged(410);
        cluster.start(2);
        for (int steps = 0; steps < 2 * STEPS_PER_TICK; steps++)
        {
            cluster.kill(0);
            leader.events.clear();
            final byte[] answer = answerOfTwo(cluster);
            for (int i = 0; i < steps; i++)
            {
                cluster.step();
            }
            assertFalse(leader.primary.isLeading(), "it waits for nobody: nothing is shown");
            leader.primary.onFrame(cluster.nodes[2].sessionId, new UnsafeBuffer(answer), 0, answer.length,
                cluster.nowNs);
            cluster.awaitLeading();
            cluster.link = (from, to, frame, length) -> true;
            assertTrue(leader.events.contains("joined 2"), leader.events::toString);
            assertFalse(leader.events.contains("in sync 2"), "counted after " + steps + " steps");
        }
    }

    /** Starts the primary and keeps from it what replica 2 says to the new epoch. */
    private static byte[] answerOfTwo(final TestCluster cluster)
    {
        final byte[][] answer = new byte[1][];
        cluster.link = (from, to, frame, length) ->
        {
            final boolean isAnswer = from == 2 && frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == EPOCH_ADOPTED;
            if (isAnswer)
            {
                answer[0] = new byte[length];
                frame.getBytes(0, answer[0]);
            }
            return !isAnswer;
        };
        cluster.start(0);
        cluster.await("answer", () -> answer[0] != null);
        return answer[0];
    }

    /** One standby has not followed the last epoch; what it holds beyond where that began has another in its place. */
    @Test
    void shouldRepairItselfWithNothingThatALaterEpochHasReplaced()
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
        cluster.nodes[0].shadow.truncate(0, 11, 1);
        cluster.link = (from, to, frame, length) -> true;
        cluster.start(0);
        cluster.awaitLeading();
        cluster.append("another eleven");
        cluster.awaitAcknowledged(11);
        cluster.kill(0);
        cluster.nodes[0].shadow.flipBit(0, 11, 777);
        cluster.start(0);
        cluster.start(1);
        cluster.awaitLeading();
        cluster.run(300);
        final EntryView view = new EntryView();
        for (final TestNode node : cluster.nodes)
        {
            assertEquals(Outcome.OK, node.shadow.read(0, 11, view));
            assertEquals("another eleven", view.payload().getStringWithoutLengthAscii(0, view.meta().storedLength));
        }
    }
}
