package io.antumbra.perf.rig;

import io.antumbra.perf.measure.ParentWatch;
import io.antumbra.ring.AdaptiveIdleStrategy;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts a steady load on a target and measures, in the one thread that also drives it. The same code for raw Aeron and
 * for Antumbra.
 * <pre>
 *   clock ──► due? offer (a few) ──► duty cycle of the target: driver, acknowledgements ──► idle
 *
 *   |── warm-up ──|────────── measured ───────────|─ drain ─|
 *                 "measuring"               "measured"
 * </pre>
 *
 * The loop runs in slices, each a call of its own, and warm-up does everything that the measurement does: a loop that
 * is left for the first time at the end of the warm-up is compiled anew in the window, with all that is inlined in it.
 * On two cores that took up to 0.4 % of them, from the contender with more code the most.
 */
final class LoadLoop
{
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int BURST = 16;
    private static final double NS_PER_S = 1e9;

    private final LoadTarget target;
    private final LoadOptions options;
    private final ParentWatch watch;
    private final IdleStrategy idleStrategy = new AdaptiveIdleStrategy();
    private final UnsafeBuffer payload;
    private RoundTrips roundTrips;
    private long allocatedBytes;

    LoadLoop(final LoadTarget target, final LoadOptions options, final ParentWatch watch)
    {
        this.target = target;
        this.watch = watch;
        this.options = options;
        payload = new UnsafeBuffer(new byte[options.length]);
        payload.setMemory(0, options.length, (byte)'x');
    }

    /** Wait for the other side. */
    void connect()
    {
        final long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT_NS;
        while (!target.isReady())
        {
            final long nowNs = System.nanoTime();
            if (nowNs - deadlineNs >= 0)
            {
                throw new IllegalStateException("the other process was not there within " +
                    TimeUnit.NANOSECONDS.toSeconds(CONNECT_TIMEOUT_NS) + " s; what it wrote stands above");
            }
            idleStrategy.idle(target.doWork(nowNs));
            watch.check();
        }
    }

    /** Run warm-up, measurement and drain. */
    void run()
    {
        final long startNs = System.nanoTime();
        final long measureFromNs = startNs + (long)(options.warmupSeconds * NS_PER_S);
        final long measureToNs = measureFromNs + (long)(options.seconds * NS_PER_S);
        final SendSchedule schedule = new SendSchedule(startNs, options.rate);
        roundTrips = new RoundTrips(measureFromNs, measureToNs, options.maxEntries());
        target.acknowledgements((total) -> roundTrips.onAcknowledged(total, System.nanoTime()));

        allocatedBytes = allocated();
        run(schedule, measureFromNs);
        System.out.println("measuring");
        final long allocatedBefore = allocated();
        run(schedule, measureToNs);
        allocatedBytes = allocated() - allocatedBefore;
        System.out.println("measured");
        drain();
    }

    /** Round trips of the entries that were due while measured, ns. */
    Histogram histogram()
    {
        return roundTrips.histogram();
    }

    /** Entries that were never acknowledged. */
    long unacknowledged()
    {
        return roundTrips.unacknowledged();
    }

    /** What this thread allocated while measured, bytes. */
    long allocatedBytes()
    {
        return allocatedBytes;
    }

    private void run(final SendSchedule schedule, final long untilNs)
    {
        while (schedule.dueNs() - untilNs < 0)
        {
            final long sliceNs = schedule.dueNs() + SLICE_NS;
            work(schedule, sliceNs - untilNs < 0 ? sliceNs : untilNs);
        }
    }

    /** Until everything that was due before then is sent, even when that takes longer: a stall at the end counts. */
    private void work(final SendSchedule schedule, final long untilNs)
    {
        long nowNs = System.nanoTime();
        while (schedule.dueNs() - untilNs < 0)
        {
            int work = send(schedule, nowNs);
            work += target.doWork(nowNs);
            idleStrategy.idle(work);
            watch.check();
            nowNs = System.nanoTime();
            if (nowNs - untilNs > STUCK_NS)
            {
                throw new IllegalStateException("entries wait to be sent " + TimeUnit.NANOSECONDS.toSeconds(STUCK_NS) +
                    " s after their time: the rate is too high for this machine, or the other process is gone");
            }
        }
    }

    private int send(final SendSchedule schedule, final long nowNs)
    {
        int sent = 0;
        while (sent < BURST && schedule.isDue(nowNs) && roundTrips.hasRoom() &&
            target.offer(payload, options.length))
        {
            roundTrips.onSent(schedule.dueNs());
            schedule.advance();
            sent++;
        }
        return sent;
    }

    private void drain()
    {
        final long deadlineNs = System.nanoTime() + DRAIN_TIMEOUT_NS;
        while (roundTrips.unacknowledged() > 0 && System.nanoTime() - deadlineNs < 0)
        {
            idleStrategy.idle(target.doWork(System.nanoTime()));
        }
    }

    private static long allocated()
    {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads ?
            threads.getCurrentThreadAllocatedBytes() : 0;
    }
}
