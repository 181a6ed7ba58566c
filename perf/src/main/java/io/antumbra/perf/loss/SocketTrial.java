package io.antumbra.perf.loss;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * One rival in one cell for one round on real sockets. One thread does it all, so that both ends read one clock:
 *
 * <pre>
 *   clock ──► entries due? to the rival ──► duty cycle of both its ends, which tells the judge ──► yield
 *
 *   |─ meet ─|─ warm-up ─|──────── counted ────────|─ until all is delivered ─|
 * </pre>
 */
final class SocketTrial
{
    private static final long MEET_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    /** What is not delivered so long after the last entry is lost. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final SocketBench bench;
    private final SocketRival rival;
    private final SocketSchedule schedule;
    private final IdleStrategy idleStrategy = new YieldingIdleStrategy();
    private final int[] intended;
    private final int[] accepted;
    private long waitingTotal;
    private long acceptedTotal;

    private SocketTrial(final SocketBench bench, final SocketRival rival, final SocketSchedule schedule)
    {
        this.bench = bench;
        this.rival = rival;
        this.schedule = schedule;
        intended = new int[bench.cell.workload.streams];
        accepted = new int[intended.length];
    }

    /**
     * Run it.
     *
     * @param cell     to run.
     * @param kind     that exists on sockets.
     * @param seed     of network and load.
     * @param warmUpNs not counted.
     * @param lengthNs counted.
     */
    static TrialResult run(final Cell cell, final RivalKind kind, final long seed, final long warmUpNs,
        final long lengthNs)
    {
        try (SocketBench bench = new SocketBench(cell, seed, warmUpNs);
            SocketRival rival = SocketRivals.create(kind, bench))
        {
            final SocketSchedule schedule = new SocketSchedule(cell.workload, new SplittableRandom(seed));
            return new SocketTrial(bench, rival, schedule).run(kind, seed, warmUpNs, warmUpNs + lengthNs);
        }
    }

    private TrialResult run(final RivalKind kind, final long seed, final long countedFromNs, final long untilNs)
    {
        meet(kind);
        bench.start();
        load(countedFromNs);
        final ByteCounts before = rival.bytes(acceptedTotal);
        final long usefulBefore = rival.useful();
        final long uselessBefore = rival.useless();
        load(untilNs);
        drain(untilNs + PATIENCE_NS);
        final ByteCounts bytes = SocketBytes.between(before, rival.bytes(acceptedTotal));
        bench.check();
        bench.deliveries.giveUp(bench.nowNs());
        return new TrialResult(bench.cell, kind, seed, bench.deliveries, bytes, rival.useful() - usefulBefore, rival
            .useless() - uselessBefore);
    }

    private void meet(final RivalKind kind)
    {
        final long deadlineNs = System.nanoTime() + MEET_TIMEOUT_NS;
        while (!rival.isReady())
        {
            idleStrategy.idle(rival.doWork());
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException(kind.label + " in " + bench.cell.name + ": both ends did not meet" +
                    " within " + TimeUnit.NANOSECONDS.toSeconds(MEET_TIMEOUT_NS) + " s");
            }
        }
    }

    private void load(final long untilNs)
    {
        for (long nowNs = bench.nowNs(); nowNs < untilNs; nowNs = bench.nowNs())
        {
            work(Math.min(nowNs, untilNs - 1));
        }
        work(untilNs - 1);
    }

    /** The handler of a rival may still owe what was delivered: that has to come, too, or the trial is void. */
    private void drain(final long deadlineNs)
    {
        while ((bench.deliveries.outstanding() > 0 || !rival.isIdle()) && bench.nowNs() < deadlineNs)
        {
            offer();
            idleStrategy.idle(rival.doWork());
        }
        if (bench.deliveries.outstanding() == 0 && !rival.isIdle())
        {
            throw new IllegalStateException("entries that were delivered have not reached their handler");
        }
    }

    private void work(final long nowNs)
    {
        while (schedule.dueNs() <= nowNs)
        {
            final int streamId = schedule.streamId();
            intended[streamId] = bench.deliveries.onIntended(streamId, schedule.dueNs());
            waitingTotal++;
            schedule.advance();
        }
        offer();
        idleStrategy.idle(rival.doWork());
    }

    /** What is refused is offered again: each stream for itself, its latency goes on counting. */
    private void offer()
    {
        if (waitingTotal == 0)
        {
            return;
        }
        for (int streamId = 0; streamId < accepted.length; streamId++)
        {
            while (accepted[streamId] < intended[streamId] && rival.offer(streamId, accepted[streamId] + 1))
            {
                accepted[streamId]++;
                acceptedTotal++;
                waitingTotal--;
            }
        }
    }
}
