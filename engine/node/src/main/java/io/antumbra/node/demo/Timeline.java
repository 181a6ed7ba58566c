package io.antumbra.node.demo;

import static io.antumbra.node.term.Numbers.count;

import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.runtime.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * What happens in the demo, and when: by progress, so that it holds for any number of entries at any pace.
 *
 * <pre>
 *   STARTING --all in sync--&gt; STEADY --1/4--&gt; STANDBY_DOWN --2 s--&gt; STANDBY_RETURNS
 *     --in sync again--&gt; UNTIL_BURST --1/2--&gt; BURST --hundreds in flight: kill -9--&gt; PRIMARY_RETURNS
 *     --acknowledges--&gt; UNTIL_LOSSY --6/10--&gt; LOSSY --17/20--&gt; TO_THE_END --&gt; DELIVERING --&gt; DONE
 * </pre>
 *
 * Used by one thread; every phase either moves on or ends with an error that says which one it was.
 */
final class Timeline
{
    private static final int LEADING = State.LEADING.code();
    private static final int FOLLOWING = State.FOLLOWING.code();
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long QUIET_INPUT_NS = TimeUnit.MINUTES.toNanos(5);
    private static final long DOWN_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long DELIVER_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int VICTIM = 2;

    /** Where the demo is. */
    enum Phase
    {
        STARTING, STEADY, STANDBY_DOWN, STANDBY_RETURNS, UNTIL_BURST, BURST, PRIMARY_RETURNS, UNTIL_LOSSY, LOSSY,
        TO_THE_END, DELIVERING, DONE
    }

    /** While the link was lossy: when, datagrams that it lost, entries that were sent again. */
    record Loss(long fromNs, long toNs, long lost, long resent)
    {
    }

    /** Something worth a line in the picture. */
    record Mark(long nowNs, String label)
    {
    }

    private final Cluster cluster;
    private final Replica primary;
    private final AckRecord record;
    private final long total;
    private final BiConsumer<Long, String> events;
    private final List<Mark> marks = new ArrayList<>();
    private final BurstKill burst;
    private Phase phase = Phase.STARTING;
    private long phaseNs;
    private long epoch;
    private boolean isDropSeen;
    private long victimHeld;
    private long standbyPauseNs = -1;
    private long killNs;
    private long primaryGapNs = -1;
    private long retransmittedBefore;
    private long retransmittedBeforeLoss;
    private Loss loss = new Loss(0, 0, 0, 0);

    Timeline(
        final Cluster cluster, final AckRecord record, final long total, final BiConsumer<Long, String> events,
        final long nowNs)
    {
        this.cluster = cluster;
        this.primary = cluster.primary();
        this.record = record;
        this.total = total;
        this.events = events;
        this.phaseNs = nowNs;
        this.burst = new BurstKill(primary, total);
    }

    /** Does what is due; returns whether there is more to come. */
    boolean step(final long nowNs)
    {
        cluster.check();
        final boolean moved = record.update(primary, nowNs);
        final Phase before = phase;
        phase = next(nowNs, moved);
        if (phase != before)
        {
            phaseNs = nowNs;
        }
        requireProgress(nowNs);
        return Phase.DONE != phase;
    }

    private Phase next(final long nowNs, final boolean moved)
    {
        switch (phase)
        {
            case STARTING:
                return isAllInSync() ? started(nowNs) : phase;
            case STEADY:
                return progress() >= 0.25 ? killStandby(nowNs) : phase;
            case STANDBY_DOWN:
                return standbyDown(nowNs);
            case STANDBY_RETURNS:
                return isAllInSync() && hasCaughtUp() ? standbyIsBack(nowNs) : phase;
            case UNTIL_BURST:
                return progress() >= 0.5 ? Phase.BURST : phase;
            case BURST:
                return burst.attempt(nowNs) ? primaryKilled(nowNs) : phase;
            case PRIMARY_RETURNS:
                return isPrimaryBack(moved, nowNs) ? primaryIsBack(nowNs) : phase;
            case UNTIL_LOSSY:
                return progress() >= 0.6 ? lossBegins(nowNs) : phase;
            case LOSSY:
                return progress() >= 0.85 ? lossEnds(nowNs) : phase;
            case TO_THE_END:
                return record.total() >= total ? allAcknowledged(nowNs) : phase;
            default:
                return delivering(nowNs);
        }
    }

    private Phase started(final long nowNs)
    {
        epoch = primary.epoch();
        event(nowNs, "primary 0 leads in epoch " + epoch + ", standbys 1 and 2 are in sync");
        return Phase.STEADY;
    }

    private Phase killStandby(final long nowNs)
    {
        final Replica victim = cluster.replica(VICTIM);
        victimHeld = victim.shadowedSum();
        mark(nowNs, "kill -9 standby 2");
        event(nowNs, "kill -9 standby 2 (process " + victim.process().processId() + ")");
        victim.kill();
        record.watchPauses(nowNs);
        return Phase.STANDBY_DOWN;
    }

    private Phase standbyDown(final long nowNs)
    {
        if (!isDropSeen && primary.inSync() < Cluster.REPLICAS)
        {
            isDropSeen = true;
            event(nowNs, "standby 2 is dropped from the in-sync set after " + Numbers.duration(nowNs - phaseNs) +
                " without a word; standby 1 goes on");
        }
        if (nowNs - phaseNs < DOWN_NS || !isDropSeen)
        {
            return phase;
        }
        standbyPauseNs = record.longestPauseNs();
        mark(nowNs, "standby 2 restarts");
        event(nowNs, "standby 2 starts again from its shadow");
        cluster.start(cluster.replica(VICTIM));
        return Phase.STANDBY_RETURNS;
    }

    private Phase standbyIsBack(final long nowNs)
    {
        final long caughtUp = Math.max(0, cluster.replica(VICTIM).shadowedSum() - victimHeld);
        mark(nowNs, "caught up");
        event(nowNs, "standby 2 has caught up " + count(caughtUp, "entry", "entries") + " and is in sync again, " +
            Numbers.duration(nowNs - phaseNs) + " after its start");
        return Phase.UNTIL_BURST;
    }

    private Phase primaryKilled(final long nowNs)
    {
        killNs = burst.killNs();
        record.update(primary, killNs);
        retransmittedBefore = primary.retransmitted();
        mark(killNs, "kill -9 primary 0");
        event(killNs, "kill -9 primary 0 (process " + primary.process().processId() + ") during a burst, " +
            count(burst.inFlight()) + " entries in flight");
        cluster.start(primary);
        event(nowNs, "primary 0 starts again from its shadow; the producer resumes after its saved sequence");
        return Phase.PRIMARY_RETURNS;
    }

    /** The gap ends with the first acknowledgement; the epoch may take a moment more to be seen from outside. */
    private boolean isPrimaryBack(final boolean moved, final long nowNs)
    {
        primaryGapNs = moved && primaryGapNs < 0 ? nowNs - killNs : primaryGapNs;
        return primaryGapNs > 0 && primary.epoch() > epoch;
    }

    private Phase primaryIsBack(final long nowNs)
    {
        mark(nowNs, "primary 0 leads again");
        event(nowNs, "primary 0 leads again in epoch " + primary.epoch() + "; first acknowledgement " +
            Numbers.duration(primaryGapNs) + " after the kill");
        return Phase.UNTIL_LOSSY;
    }

    private Phase lossBegins(final long nowNs)
    {
        cluster.link().lose();
        retransmittedBeforeLoss = retransmitted();
        loss = new Loss(nowNs, nowNs, 0, 0);
        mark(nowNs, "lossy link");
        event(nowNs, String.format(Locale.ROOT,
            "the link to standby %d loses %.1f %% of all datagrams from now on, each way", Cluster.FAR,
            100 * cluster.link().lossRatio()));
        return Phase.LOSSY;
    }

    private Phase lossEnds(final long nowNs)
    {
        cluster.link().heal();
        loss = new Loss(loss.fromNs(), nowNs, cluster.link().lostSince(), retransmitted() - retransmittedBeforeLoss);
        mark(nowNs, "link whole");
        event(nowNs, "the link is whole again: " + count(loss.lost(), "datagram", "datagrams") + " lost in " +
            Numbers.duration(nowNs - loss.fromNs()) + ", " + count(loss.resent(), "entry", "entries") + " sent again");
        return Phase.TO_THE_END;
    }

    private Phase allAcknowledged(final long nowNs)
    {
        event(nowNs, "all " + count(total) + " entries are acknowledged");
        return Phase.DELIVERING;
    }

    private Phase delivering(final long nowNs)
    {
        boolean isDelivered = true;
        for (final Replica standby : cluster.standbys())
        {
            isDelivered &= standby.deliveredSum() >= total;
        }
        return isDelivered || nowNs - phaseNs > DELIVER_NS ? Phase.DONE : phase;
    }

    private boolean isAllInSync()
    {
        boolean isReady = LEADING == primary.state() && primary.inSync() == Cluster.REPLICAS;
        for (final Replica standby : cluster.standbys())
        {
            isReady &= FOLLOWING == standby.state();
        }
        return isReady;
    }

    private boolean hasCaughtUp()
    {
        return cluster.replica(VICTIM).shadowedSum() + burst.threshold() >= record.total();
    }

    private void requireProgress(final long nowNs)
    {
        final boolean isProducing =
            EnumSet.of(Phase.STEADY, Phase.UNTIL_BURST, Phase.UNTIL_LOSSY, Phase.LOSSY, Phase.TO_THE_END)
                .contains(phase);
        final long sinceNs = nowNs - Math.max(phaseNs, record.movedNs());
        final boolean isWaiting = isProducing && 0 == record.inFlight(primary);
        if (sinceNs > (isWaiting ? QUIET_INPUT_NS : STALL_NS))
        {
            throw NodeException.environment("nothing moved for " + Numbers.duration(sinceNs) + " in the phase " +
                phase + ", with " + count(record.total()) + " of " + count(total) + " entries acknowledged." +
                cluster.tails());
        }
    }

    private void event(final long nowNs, final String text)
    {
        events.accept(nowNs, text);
    }

    private void mark(final long nowNs, final String label)
    {
        marks.add(new Mark(nowNs, label));
    }

    double progress()
    {
        return record.total() / (double)total;
    }

    Phase phase()
    {
        return phase;
    }

    /** What happened, in order. */
    List<Mark> marks()
    {
        return marks;
    }

    long inFlightAtKill()
    {
        return burst.inFlight();
    }

    long retransmitted()
    {
        return retransmittedBefore + (killNs == 0 || Phase.PRIMARY_RETURNS != phase ? primary.retransmitted() : 0);
    }

    Loss loss()
    {
        return loss;
    }

    long standbyPauseNs()
    {
        return standbyPauseNs;
    }

    long primaryGapNs()
    {
        return primaryGapNs;
    }
}
