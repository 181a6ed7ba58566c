package io.antumbra.perf.loss;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * The least latency that repair by request can have on one dense stream with independent loss, computed and not
 * simulated: a gap shows when the next frame that arrives shows it, every gap is asked for at once and by itself, the
 * answer is there a round trip later or the question is asked again at that moment, and an entry is delivered when all
 * before it are. Nothing is sent twice on suspicion. Real protocols ask for one gap after the other, or wait before
 * they ask again. One thread.
 */
final class RepairFloor
{
    private static final int ENTRIES = 1_000_000;
    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final long SEED = 6;

    private RepairFloor()
    {
    }

    /**
     * Computes the distribution.
     *
     * @param lossRatio   of each frame in either direction.
     * @param intervalNs  from one entry to the next.
     * @param roundTripNs of the path.
     * @return latencies from send to delivery in order.
     */
    static Histogram latencies(final double lossRatio, final long intervalNs, final long roundTripNs)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final boolean[] isLost = new boolean[ENTRIES + 1];
        for (int i = 0; i < ENTRIES; i++)
        {
            isLost[i] = random.nextDouble() < lossRatio;
        }
        final double bothPassRatio = (1 - lossRatio) * (1 - lossRatio);
        final Histogram latencies = new Histogram(HIGHEST_NS, 3);
        long inOrderNs = 0;
        int next = 0;
        for (int i = 0; i < ENTRIES; i++)
        {
            next = Math.max(next, i);
            while (isLost[next])
            {
                next++;
            }
            long thereNs = next * intervalNs + roundTripNs / 2;
            if (isLost[i])
            {
                do
                {
                    thereNs += roundTripNs;
                }
                while (random.nextDouble() >= bothPassRatio);
            }
            inOrderNs = Math.max(inOrderNs, thereNs);
            latencies.recordValue(inOrderNs - i * intervalNs);
        }
        return latencies;
    }
}
