package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.frame.SubsetFrame;

/**
 * What one seed draws before anything runs: the shape of the cluster, its time-outs, the load, and which faults there
 * are how often. Each kind of fault is left out of half the seeds, so that rare mixes come up (swarm testing, Groce et
 * al. 2012).
 */
final class Scenario
{
    static final int SHARD = 7;
    static final int PRIMARY_ID = 1;

    private static final double ARBITRATED_RATIO = 0.7;
    private static final double LEASE_TEST_RATIO = 0.3;
    private static final int LEAST_KINDS = 4;

    /** Where clocks jump leases prove nothing, and are not judged: they are to be judged in most runs. */
    private static final double CLOCK_JUMP_RATIO = 0.15;

    /** Between two bursts of the load, on average, ns. */
    private static final long LONGEST_SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    final boolean isArbitrated;
    final int arbiterMembers;
    final double driftRatio;
    final long candidateStepNs;
    final boolean hasLongLease;

    /**
     * Nothing but a lease keeps a second primary away: clocks that are as far apart as the written bound allows, leases
     * much longer than a failover takes, standbys that propose themselves as soon as their promises are over, and a
     * leader that is cut off from them and not from its clients.
     */
    final boolean isLeaseTested;
    final double arbiterTroubleRatio;
    final int standbyCount;
    final int streamCount;
    final int capacity;
    final int maxEntryLength;
    final int subsetMaxLength;
    final int maxInFlight;
    final int minInSync;
    final long heartbeatIntervalNs;
    final long helloIntervalNs;
    final long startTimeoutNs;
    final long peerTimeoutNs;
    final long dropStandbyAfterNs;
    final boolean isSynced;
    final boolean hasKey;
    final boolean leavesOut;
    final int shadowNodes;
    final int lateJoiners;
    final boolean isInOrder;
    final long delayNs;
    final long produceIntervalNs;
    final int maxSubset;

    /** Subsets that are offered as fast as they are taken, one for a load without bursts. */
    final int burstSubsets;
    final long tickNs;
    final long maxIdleNs;
    final long faultIntervalNs;
    final long sessionTimeoutNs;
    final Set<Fault> faults = EnumSet.noneOf(Fault.class);

    Scenario(final Draw draw, final Swarm swarm, final Leadership leadership)
    {
        final boolean isDrawn = draw.chance(ARBITRATED_RATIO);
        isArbitrated = leadership == Leadership.ANY ? isDrawn : leadership == Leadership.ARBITRATED;
        arbiterMembers = draw.chance(0.5) ? 1 : 3;
        isLeaseTested = draw.chance(LEASE_TEST_RATIO) && isArbitrated;
        final long leastDriftPpm = isLeaseTested ? 20_000 : 100;
        driftRatio = isArbitrated ? draw.logBetween(leastDriftPpm, 50_000) * 1e-6 : 5e-4;
        candidateStepNs = millis(draw.logBetween(1, isLeaseTested ? 2 : 100));
        hasLongLease = draw.chance(0.5) || isLeaseTested;
        arbiterTroubleRatio = draw.chance(0.3) ? 0 : draw.logBetween(10, 200) * 1e-3;
        standbyCount = (int)draw.between(1, isArbitrated ? 4 : 3);
        streamCount = (int)draw.between(1, 3);
        capacity = (int)draw.logBetween(32, 1024);
        maxEntryLength = (int)draw.logBetween(16, 1500);
        subsetMaxLength = (int)draw.logBetween(300, 1400);
        maxInFlight = (int)draw.logBetween(8, 2L * capacity);
        minInSync = draw.chance(0.15) ? (int)draw.between(1, standbyCount + 1) : 0;
        heartbeatIntervalNs = millis(draw.logBetween(10, 100));
        helloIntervalNs = millis(draw.logBetween(10, 100));
        startTimeoutNs = millis(draw.logBetween(50, 1000));
        dropStandbyAfterNs = draw.chance(0.5) ? millis(draw.logBetween(100, 2000)) : 0;
        isSynced = draw.chance(0.4);
        hasKey = draw.chance(0.2);
        leavesOut = draw.chance(0.3);
        shadowNodes = !isArbitrated && draw.chance(0.2) ? (int)draw.between(1, standbyCount) : 0;
        lateJoiners = standbyCount > 1 && draw.chance(0.25) ? 1 : 0;
        isInOrder = draw.chance(0.5);
        delayNs = draw.logBetween(10_000, millis(20));
        peerTimeoutNs = Math.max(heartbeatIntervalNs * draw.between(3, 10), 8 * delayNs);
        maxSubset = (int)draw.between(1, 8);
        final long entriesPerSecond = draw.logBetween(300, 700);
        final double entriesPerFrame = Math.max(1, (double)subsetMaxLength /
            (SubsetFrame.ENTRY_OVERHEAD + maxEntryLength / 2));
        final double entriesPerSubset = Math.min((1 + maxSubset) / 2.0, entriesPerFrame);
        produceIntervalNs = (long)(SECOND_NS * streamCount * entriesPerSubset / entriesPerSecond);
        tickNs = draw.logBetween(100_000, millis(1));
        maxIdleNs = draw.logBetween(millis(3), millis(10));
        faultIntervalNs = millis(draw.logBetween(100, 600));
        sessionTimeoutNs = millis(draw.logBetween(20, 1000));
        final long mostSubsets = Math.max(1, LONGEST_SILENCE_NS / produceIntervalNs);
        burstSubsets = draw.chance(0.3) ? (int)Math.min(mostSubsets, draw.logBetween(10, 300)) : 1;
        drawFaults(draw, swarm);
    }

    private void drawFaults(final Draw draw, final Swarm swarm)
    {
        final List<Fault> left = new ArrayList<>();
        for (final Fault fault : Fault.values())
        {
            if (fault.isScheduled() && fault.isKnownTo(isArbitrated))
            {
                final boolean isIn = fault == Fault.CLOCK_JUMP ? draw.chance(CLOCK_JUMP_RATIO) :
                    swarm == Swarm.ALL_KINDS || draw.chance(0.5);
                (isIn ? faults : left).add(fault);
            }
        }
        if (isLeaseTested && left.remove(Fault.ISOLATE))
        {
            faults.add(Fault.ISOLATE);
        }
        while (faults.size() < LEAST_KINDS)
        {
            faults.add(left.remove(draw.below(left.size())));
        }
    }

    CoreConfig config(final int replicaId)
    {
        final CoreConfig config = new CoreConfig();
        config.shard = SHARD;
        config.replicaId = replicaId;
        config.streamCount = streamCount;
        config.maxEntryLength = maxEntryLength;
        config.maxFrameLength = Math.max(maxEntryLength + 256, subsetMaxLength);
        config.subsetMaxLength = subsetMaxLength;
        config.heartbeatIntervalNs = heartbeatIntervalNs;
        config.helloIntervalNs = helloIntervalNs;
        config.startTimeoutNs = startTimeoutNs;
        config.peerTimeoutNs = peerTimeoutNs;
        config.dropStandbyAfterNs = dropStandbyAfterNs;
        config.minInSync = minInSync;
        config.maxInFlight = maxInFlight;
        config.firstPrimaryId = PRIMARY_ID;
        config.suspectAfterNs = isLeaseTested ? Math.max(2 * peerTimeoutNs, SECOND_NS) : 2 * peerTimeoutNs;
        config.readLeaseNs = hasLongLease ? config.suspectAfterNs / 3 : 0;
        config.candidateStepNs = candidateStepNs;
        config.clockDriftRatio = driftRatio;
        config.syncedToDevice = isSynced;
        config.key = hasKey ? new byte[]{ 1, 2, 3, 4, 5, 6, 7, 8 } : null;
        return config.conclude();
    }

    /** Clocks keep to the drift that leases are written for. */
    boolean hasHonestClocks()
    {
        return !faults.contains(Fault.CLOCK_JUMP);
    }

    int effectiveMinInSync()
    {
        return minInSync > 0 ? minInSync : 2;
    }

    boolean isShadowNode(final int index)
    {
        return index < shadowNodes;
    }

    @Override
    public String toString()
    {
        return "arbiterMembers=" + (isArbitrated ? arbiterMembers : 0) + " drift=" + driftRatio + (isLeaseTested ?
            " leaseTested" : "") + " standbys=" +
            standbyCount + " streams=" + streamCount + " capacity=" + capacity + " inFlight=" +
            maxInFlight + " minInSync=" + minInSync + " synced=" + isSynced + " inOrder=" + isInOrder + " delayUs=" +
            delayNs / 1000 + " heartbeatMs=" + heartbeatIntervalNs / 1_000_000 + " helloMs=" +
            helloIntervalNs / 1_000_000 + " peerTimeoutMs=" + peerTimeoutNs / 1_000_000 + " startTimeoutMs=" +
            startTimeoutNs / 1_000_000 + " dropAfterMs=" + dropStandbyAfterNs / 1_000_000 + " shadowNodes=" +
            shadowNodes + " late=" + lateJoiners + " leavesOut=" + leavesOut + " burst=" + burstSubsets + " faults=" +
            faults;
    }

    private static long millis(final long millis)
    {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
