package io.antumbra.runtime;

import io.antumbra.core.resend.LinkMonitor;
import java.util.SplittableRandom;

/**
 * Lets a primary's forecasts run at launch, on a link that is not there. They are made fifty times a second, so the JVM
 * would compile them half a minute after the start, and again when they first meet a step or an outlier: up to a tenth
 * of a second of the compiler each time, while entries are under way. What entries themselves run comes to its notice
 * at once. Stateless.
 */
final class WarmUp
{
    private static final int INTERVALS = 4_000;
    private static final int INTERVALS_OF_A_LEVEL = 250;
    private static final int VALUES_OF_AN_INTERVAL = 3;
    private static final long SEED = 1;
    private static final double ROUND_TRIP_NS = 20_000;
    private static final int STEPS_OF_AN_INTERVAL = 6;

    private WarmUp()
    {
    }

    /**
     * Takes about a tenth of a second.
     *
     * @return what has learned, so that nothing of it is left out as useless.
     */
    static LinkMonitor forecasts()
    {
        final LinkMonitor monitor = new LinkMonitor();
        final SplittableRandom random = new SplittableRandom(SEED);
        long nowNs = 0;
        long frames = 0;
        long lost = 0;
        long bytes = 0;
        long repaired = 0;
        double level = 1;
        for (int i = 0; i < INTERVALS; i++)
        {
            level = i % INTERVALS_OF_A_LEVEL == 0 ? 0.5 + 4 * random.nextDouble() : level;
            nowNs += LinkMonitor.INTERVAL_NS;
            for (int k = 0; k < VALUES_OF_AN_INTERVAL; k++)
            {
                final double outlier = random.nextDouble() < 0.02 ? 50 : 1;
                monitor.onRoundTrip((long)(ROUND_TRIP_NS * level * outlier * (1 - Math.log(1 - random.nextDouble()))));
            }
            frames += 1 + random.nextInt(10);
            lost += random.nextInt(20) / 19;
            monitor.onLineB(frames, lost);
            bytes += 1 + random.nextInt(1 << 20);
            repaired += random.nextInt(10) == 0 ? random.nextInt(1 << 14) : 0;
            monitor.onLineA(repaired >> 10, repaired, bytes);
            monitor.onDelivered(1 + (long)(level * random.nextInt(1 << 20)));
            for (int k = 0; k < STEPS_OF_AN_INTERVAL; k++)
            {
                monitor.doWork(nowNs);
            }
        }
        return monitor;
    }
}
