package io.antumbra.forecasting.failure;

import java.util.Random;

/**
 * Arrival times of the heartbeats of a living peer that sends on a schedule, as a network and a garbage collector
 * leave them. Deterministic for a seed.
 *
 * <pre>
 *  schedule  |    |    |    |    |    |    |    |    |    |
 *  pause                   [===========]                        nothing is sent in it; the next in turn comes after it
 *  loss           x                                   x
 *  arrival    |          |                  |   |       |       sent + delay; overtaken ones count when they come
 * </pre>
 */
final class HeartbeatStream
{
    static final long INTERVAL_NS = 10_000_000;

    private final Random random;
    private double jitterRatio = 0.05;
    private double lossRatio;
    private double pauseRatio;
    private double pauseShape;
    private long pauseNs;
    private long scheduledNs;
    private long newestArrivalNs;
    private long intervalNs = INTERVAL_NS;
    private long startNs;

    HeartbeatStream(final Random random)
    {
        this.random = random;
    }

    /** Delays are log-normal with this median share of the interval, and a sigma of 1. */
    HeartbeatStream jitter(final double jitterRatio)
    {
        this.jitterRatio = jitterRatio;
        return this;
    }

    HeartbeatStream loss(final double lossRatio)
    {
        this.lossRatio = lossRatio;
        return this;
    }

    /** This share of the heartbeats begins a pause, of pauseNs / 2 to 3 / 2 pauseNs. */
    HeartbeatStream pauses(final double pauseRatio, final long pauseNs)
    {
        this.pauseRatio = pauseRatio;
        this.pauseNs = pauseNs;
        return this;
    }

    /** As pauses, with a Pareto tail: at least pauseNs, and a factor f longer f^shape times rarer. */
    HeartbeatStream heavyPauses(final double pauseRatio, final long pauseNs, final double shape)
    {
        this.pauseShape = shape;
        return pauses(pauseRatio, pauseNs);
    }

    HeartbeatStream interval(final long intervalNs)
    {
        this.intervalNs = intervalNs;
        return this;
    }

    HeartbeatStream startingAt(final long startNs)
    {
        this.startNs = startNs;
        return this;
    }

    /** @return when the next heartbeat arrives, never before the one before. */
    long nextArrivalNs()
    {
        do
        {
            scheduledNs += intervalNs;
            if (random.nextDouble() < pauseRatio)
            {
                final long skipped = drawPauseNs() / intervalNs;
                scheduledNs += skipped * intervalNs;
            }
        }
        while (random.nextDouble() < lossRatio);
        final long delayNs = (long)(jitterRatio * intervalNs * Math.exp(random.nextGaussian()));
        newestArrivalNs = Math.max(newestArrivalNs, scheduledNs + delayNs);
        return startNs + newestArrivalNs;
    }

    private long drawPauseNs()
    {
        if (pauseShape > 0.0)
        {
            return (long)Math.min(1e10, pauseNs * Math.pow(1.0 - random.nextDouble(), -1.0 / pauseShape));
        }

        return (long)(pauseNs * (0.5 + random.nextDouble()));
    }
}
