package io.antumbra.forecasting.risk;

import java.util.Random;
import java.util.stream.Stream;

/**
 * A link of which everything is known, for choosing constants and for tests: packets wait for each other in a queue,
 * first in first out; a slowly changing quality sets how often the link is out, how far delays jump and how fast the
 * queue is served. Times are whole milliseconds, as in the recordings.
 */
final class SimulatedLink
{
    private final String name;
    private int runs = 10;
    private int length = 1_200;
    private double intervalMs = 50.0;
    private int deadlineMs = 100;
    private double baseMs = 18.0;
    private double jitter = 0.2;
    private double jitterByQuality;
    private double qualityMs = 10_000.0;
    private double outagesPerSecond;
    private double outagesByQuality;
    private double outageMs = 100.0;
    private double outageSpread = 0.7;
    private double serviceMs = 1.0;
    private double serviceByQuality;
    private double lossRatio;

    private SimulatedLink(final String name)
    {
        this.name = name;
    }

    static Stream<PingTrace> all(final long seed)
    {
        return Stream.of(
            shortOutages().simulate(seed + 1), longOutages().simulate(seed + 2), busy().simulate(seed + 3),
            lossy().simulate(seed + 4), memoryless().simulate(seed + 5), congested().simulate(seed + 6));
    }

    /**
     * A wireless link with outages of a fraction of a second, in bad spells.
     */
    static SimulatedLink shortOutages()
    {
        return new SimulatedLink("short outages").sends(14, 1_200, 55, 100).delays(18, 0.25, 0.3).quality(15_000)
            .outages(0.02, 1.2, 150, 0.8).service(3, 0.2);
    }

    /**
     * A wireless link at the edge of its cell.
     */
    static SimulatedLink longOutages()
    {
        return new SimulatedLink("long outages").sends(6, 1_500, 55, 100).delays(20, 0.3, 0.3).quality(60_000)
            .outages(0.015, 1.5, 2_500, 1).service(6, 0.5);
    }

    /**
     * Many sends, few late ones, by little.
     */
    static SimulatedLink busy()
    {
        return new SimulatedLink("busy").sends(4, 6_000, 16, 50).delays(26, 0.15, 0.4).quality(20_000)
            .outages(0.06, 0.5, 60, 0.6).service(1, 0.2);
    }

    /**
     * Packets get lost, most of them in bad spells.
     */
    static SimulatedLink lossy()
    {
        return new SimulatedLink("lossy").sends(10, 1_200, 20, 30).delays(10, 0.2, 0.1).quality(4_000)
            .outages(0.15, 1, 80, 0.5).service(1, 0.1).losses(0.002);
    }

    /**
     * Outages of which nothing tells beforehand: only their beginning can be seen.
     */
    static SimulatedLink memoryless()
    {
        return new SimulatedLink("memoryless").sends(10, 1_200, 50, 100).delays(18, 0.2, 0).quality(1_000)
            .outages(0.04, 0, 300, 0.8).service(1, 0);
    }

    /**
     * A queue near its capacity.
     */
    static SimulatedLink congested()
    {
        return new SimulatedLink("congested").sends(10, 1_500, 10, 60).delays(15, 0.2, 0.2).quality(5_000)
            .outages(0.001, 0, 100, 0.5).service(6.5, 0.25);
    }

    PingTrace simulate(final long seed)
    {
        final Random random = new Random(seed);
        final int[] run = new int[runs * length];
        final int[] sendTimes = new int[run.length];
        final int[] rtts = new int[run.length];
        for (int i = 0; i < runs; i++)
        {
            simulateRun(random, i, run, sendTimes, rtts);
        }
        return new PingTrace(name, deadlineMs, run, sendTimes, rtts);
    }

    private void simulateRun(
        final Random random, final int index, final int[] run, final int[] sendTimes, final int[] rtts)
    {
        final double usual = 0.7 * random.nextGaussian();
        double quality = random.nextGaussian();
        double wobble = 0.0;
        double now = 0.0;
        double departure = 0.0;
        double outageEnd = -1.0;
        for (int i = index * length; i < (index + 1) * length; i++)
        {
            run[i] = index + 1;
            sendTimes[i] = (int)Math.rint(now);
            final double step = intervalMs * (1.0 + 0.05 * Math.abs(random.nextGaussian()));
            final double kept = Math.exp(-step / qualityMs);
            quality = kept * quality + Math.sqrt(1.0 - kept * kept) * random.nextGaussian();
            final double badness = usual + quality;
            if (random.nextDouble() < outagesPerSecond * Math.exp(outagesByQuality * badness) * step / 1e3 &&
                now > outageEnd)
            {
                outageEnd = now + outageMs * Math.exp(outageSpread * random.nextGaussian());
            }
            wobble = 0.6 * wobble + 0.8 * random.nextGaussian();
            final double delay = baseMs * Math.exp(jitter * Math.exp(jitterByQuality * badness) * Math.abs(wobble));
            departure = Math.max(Math.max(now, departure), now < outageEnd ? outageEnd : 0.0) +
                serviceMs * Math.exp(serviceByQuality * badness) * (0.5 + random.nextDouble());
            final boolean isLost = random.nextDouble() < lossRatio * Math.exp(outagesByQuality * badness);
            rtts[i] = isLost ? PingTrace.LOST_MS : (int)Math.max(1.0, Math.rint(delay + departure - now));
            now += step;
        }
    }

    private SimulatedLink sends(final int runs, final int length, final double intervalMs, final int deadlineMs)
    {
        this.runs = runs;
        this.length = length;
        this.intervalMs = intervalMs;
        this.deadlineMs = deadlineMs;
        return this;
    }

    private SimulatedLink delays(final double baseMs, final double jitter, final double jitterByQuality)
    {
        this.baseMs = baseMs;
        this.jitter = jitter;
        this.jitterByQuality = jitterByQuality;
        return this;
    }

    private SimulatedLink quality(final double qualityMs)
    {
        this.qualityMs = qualityMs;
        return this;
    }

    private SimulatedLink outages(
        final double outagesPerSecond, final double outagesByQuality, final double outageMs,
        final double outageSpread)
    {
        this.outagesPerSecond = outagesPerSecond;
        this.outagesByQuality = outagesByQuality;
        this.outageMs = outageMs;
        this.outageSpread = outageSpread;
        return this;
    }

    private SimulatedLink service(final double serviceMs, final double serviceByQuality)
    {
        this.serviceMs = serviceMs;
        this.serviceByQuality = serviceByQuality;
        return this;
    }

    private SimulatedLink losses(final double lossRatio)
    {
        this.lossRatio = lossRatio;
        return this;
    }
}
