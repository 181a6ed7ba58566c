package io.antumbra.perf.rig;

import io.antumbra.perf.measure.ParentWatch;
import io.antumbra.ring.AdaptiveIdleStrategy;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts as much on a target as it takes, and counts what is acknowledged in a window of time, in slices for the same
 * reason as {@link LoadLoop}. One thread.
 */
final class FloodLoop
{
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int BURST = 256;
    private static final double NS_PER_S = 1e9;

    private final LoadTarget target;
    private final LoadOptions options;
    private final ParentWatch watch;
    private final IdleStrategy idleStrategy = new AdaptiveIdleStrategy();
    private final UnsafeBuffer payload;
    private long acknowledged;
    private double acknowledgedPerSecond;

    FloodLoop(final LoadTarget target, final LoadOptions options, final ParentWatch watch)
    {
        this.target = target;
        this.watch = watch;
        this.options = options;
        payload = new UnsafeBuffer(new byte[options.length]);
    }

    /** Run warm-up and measurement. */
    void run()
    {
        target.acknowledgements((total) -> acknowledged = total);
        run(System.nanoTime() + (long)(options.warmupSeconds * NS_PER_S));
        System.out.println("measuring");
        final long startNs = System.nanoTime();
        final long before = acknowledged;
        run(startNs + (long)(options.seconds * NS_PER_S));
        acknowledgedPerSecond = (acknowledged - before) * NS_PER_S / (System.nanoTime() - startNs);
        System.out.println("measured");
    }

    double acknowledgedPerSecond()
    {
        return acknowledgedPerSecond;
    }

    private void run(final long untilNs)
    {
        long nowNs = System.nanoTime();
        while (nowNs - untilNs < 0)
        {
            work(nowNs + SLICE_NS - untilNs < 0 ? nowNs + SLICE_NS : untilNs);
            nowNs = System.nanoTime();
        }
    }

    private void work(final long untilNs)
    {
        long nowNs = System.nanoTime();
        while (nowNs - untilNs < 0)
        {
            int work = 0;
            while (work < BURST && target.offer(payload, options.length))
            {
                work++;
            }
            idleStrategy.idle(work + target.doWork(nowNs));
            watch.check();
            nowNs = System.nanoTime();
        }
    }
}
