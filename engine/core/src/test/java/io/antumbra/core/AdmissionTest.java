package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A dropped standby on its way back into the in-sync set while entries come at two of three steps: steady, but not the
 * flood in which one acknowledgement serves several subsets. Replica 1 is a shadow node, so that replica 2 is sent what
 * is committed already and never holds all of it.
 */
class AdmissionTest
{
    private static final int SUBSET = 6;
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TestCluster cluster = new TestCluster(2);
    private long steps;

    @Test
    void shouldAdmitUnderSteadyLoadWhoIsOneRoundTripBehind()
    {
        startLoaded();
        assertEquals(Outcome.OK, cluster.nodes[0].primary.dropStandby(2, cluster.nowNs));
        long mostBehind = 0;
        for (int i = 0; i < 1_000 && !cluster.nodes[0].primary.isInSync(2); i++)
        {
            loadedStep();
            mostBehind = Math.max(mostBehind, behind());
        }
        assertTrue(mostBehind > 0, "replica 2 held all that was committed: the test shows nothing");
        assertTrue(cluster.nodes[0].primary.isInSync(2), "not admitted in 20 ms of steady load");
        assertEquals(0, behind(), "a member that does not hold all that is committed");
    }

    @Test
    void shouldGoOnWithoutAStandbyThatStallsWhileItIsBeingAdmitted()
    {
        int stalls = 0;
        for (int offset = 0; offset < 200; offset += 10)
        {
            final AdmissionTest run = new AdmissionTest();
            run.startLoaded();
            assertEquals(Outcome.OK, run.cluster.nodes[0].primary.dropStandby(2, run.cluster.nowNs));
            stalls += run.stallAfter(offset) ? 1 : 0;
        }
        assertTrue(stalls > 0, "nobody ever waited for the standby on its way in");
    }

    /** True when the standby held the others up; that must end, and it must be admitted once it answers again. */
    private boolean stallAfter(final int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            loadedStep();
        }
        cluster.link = (from, to, frame, length) -> from != 2;
        runLoaded(PATIENCE_NS / 2);
        if (cluster.nodes[0].primary.isInSync(2))
        {
            return false;
        }
        final long committed = cluster.nodes[0].primary.committed(0);
        runLoaded(PATIENCE_NS / 4);
        final boolean isStalled = cluster.nodes[0].primary.committed(0) == committed;
        runLoaded(PATIENCE_NS);
        assertTrue(cluster.nodes[0].primary.committed(0) > committed, "held up for ever by no member, offset " + steps);
        assertFalse(cluster.nodes[0].primary.isInSync(2), "admitted although it does not answer, offset " + steps);
        cluster.link = (from, to, frame, length) -> true;
        runLoaded(6 * PATIENCE_NS);
        assertTrue(cluster.nodes[0].primary.isInSync(2), "not admitted after its stall, offset " + steps);
        return isStalled;
    }

    @Test
    void shouldStopAskingForAStandbyThatStandsStill()
    {
        startLoaded();
        cluster.link = (from, to, frame, length) -> to != 2 || frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != SUBSET;
        assertEquals(Outcome.OK, cluster.nodes[0].primary.dropStandby(2, cluster.nowNs));
        long longestNs = 0;
        long committed = cluster.nodes[0].primary.committed(0);
        long sinceNs = cluster.nowNs;
        final long untilNs = cluster.nowNs + 20 * PATIENCE_NS;
        while (cluster.nowNs < untilNs)
        {
            loadedStep();
            if (cluster.nodes[0].primary.committed(0) != committed)
            {
                committed = cluster.nodes[0].primary.committed(0);
                sinceNs = cluster.nowNs;
            }
            longestNs = Math.max(longestNs, cluster.nowNs - sinceNs);
        }
        assertTrue(longestNs < 2 * PATIENCE_NS, "held up for " + longestNs + " ns by a standby that stands still");
        assertFalse(cluster.nodes[0].primary.isInSync(2));
    }

    @Test
    void shouldLetTheOperatorDropAStandbyOnItsWayIn()
    {
        int dropped = 0;
        for (int offset = 0; offset < 200; offset += 10)
        {
            final AdmissionTest run = new AdmissionTest();
            run.startLoaded();
            run.cluster.nodes[0].primary.dropStandby(2, run.cluster.nowNs);
            for (int i = 0; i < offset; i++)
            {
                run.loadedStep();
            }
            run.cluster.link = (from, to, frame, length) -> from != 2;
            run.runLoaded(PATIENCE_NS / 2);
            final boolean wasMember = run.cluster.nodes[0].primary.isInSync(2);
            final long committed = run.cluster.nodes[0].primary.committed(0);
            if (run.cluster.nodes[0].primary.dropStandby(2, run.cluster.nowNs) == Outcome.OK && !wasMember)
            {
                dropped++;
                assertTrue(run.cluster.nodes[0].primary.committed(0) > committed, "nothing moved, offset " + offset);
            }
        }
        assertTrue(dropped > 0, "the operator never met a standby on its way in");
    }

    private void startLoaded()
    {
        cluster.shadowNode(1);
        cluster.nodes[0].config.peerTimeoutNs = PATIENCE_NS;
        cluster.startAll();
        runLoaded(PATIENCE_NS);
    }

    private void runLoaded(final long durationNs)
    {
        final long untilNs = cluster.nowNs + durationNs;
        while (cluster.nowNs < untilNs)
        {
            loadedStep();
        }
    }

    private void loadedStep()
    {
        if (++steps % 3 != 0 && cluster.nodes[0].primary.end(0) - cluster.nodes[0].primary.committed(0) < 256)
        {
            cluster.append("load");
        }
        cluster.step();
    }

    private long behind()
    {
        return Math.max(0, cluster.nodes[0].primary.committed(0) - cluster.nodes[0].primary.acknowledged(2, 0));
    }
}
