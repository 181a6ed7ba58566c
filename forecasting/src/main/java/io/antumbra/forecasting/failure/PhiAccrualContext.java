package io.antumbra.forecasting.failure;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.IncrementalArima;

/**
 * The settings of one {@link PhiAccrualDetector}. For one thread.
 *
 * <pre>{@code
 * new PhiAccrualContext().expectedIntervalNs(10_000_000).threshold(5.0)
 * }</pre>
 */
public final class PhiAccrualContext
{
    /**
     * Default interval between heartbeats as long as none was seen: 100 milliseconds, that of an idle Aeron
     * publication.
     */
    public static final long EXPECTED_INTERVAL_NS_DEFAULT = 100_000_000;

    /**
     * Default threshold: of 100,000 heartbeats, at most one is suspected wrongly.
     */
    public static final double THRESHOLD_DEFAULT = 5.0;

    /**
     * Default number of heartbeats that are remembered.
     */
    public static final int MEMORY_DEFAULT = 100_000;

    /**
     * Default index of the tail beyond the longest silence in memory: ten times longer is 10,000 times rarer.
     */
    public static final double TAIL_INDEX_DEFAULT = 4.0;

    /**
     * Default longest interval that counts as one between two heartbeats of a living peer: one minute.
     */
    public static final long MAX_INTERVAL_NS_DEFAULT = 60_000_000_000L;

    /**
     * Longest interval that can be set: one hour.
     */
    public static final long MAX_NS = 3_600_000_000_000L;

    private static final double MEAN_FORGETTING = 0.95;

    private long expectedIntervalNs = EXPECTED_INTERVAL_NS_DEFAULT;
    private double threshold = THRESHOLD_DEFAULT;
    private int memory = MEMORY_DEFAULT;
    private double tailIndex = TAIL_INDEX_DEFAULT;
    private long minSilenceNs;
    private long maxIntervalNs = MAX_INTERVAL_NS_DEFAULT;
    private long maxDutyCycleNs;
    private Forecaster forecaster;
    private boolean isConcluded;

    /**
     * Check the settings and fix them. The detector calls it; a context serves one detector.
     *
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     * @throws IllegalStateException    when it was concluded before.
     */
    public void conclude()
    {
        checkOpen();
        checkRange("expectedIntervalNs", expectedIntervalNs, 1_000, MAX_NS, "nanoseconds");
        if (!(threshold >= 0.5 && threshold <= 16.0))
        {
            throw new IllegalArgumentException(
                "threshold=" + threshold + ": allowed are 0.5 to 16.0; with 5.0, one heartbeat of 10^5 is suspected " +
                    "wrongly at most");
        }
        checkRange("memory", memory, 100, 100_000_000, "heartbeats");
        if (!(tailIndex >= 1.0 && tailIndex <= 16.0))
        {
            throw new IllegalArgumentException(
                "tailIndex=" + tailIndex + ": allowed are 1.0 to 16.0; with 4.0, a silence ten times longer than any " +
                    "in memory is 10^4 times rarer");
        }
        minSilenceNs = 0 == minSilenceNs ? 2 * expectedIntervalNs : minSilenceNs;
        maxDutyCycleNs = 0 == maxDutyCycleNs ? expectedIntervalNs / 2 : maxDutyCycleNs;
        checkRange("minSilenceNs", minSilenceNs, 1, 2 * MAX_NS, "nanoseconds; 0 is twice expectedIntervalNs");
        checkRange("maxIntervalNs", maxIntervalNs, expectedIntervalNs, MAX_NS, "nanoseconds, from expectedIntervalNs");
        checkRange("maxDutyCycleNs", maxDutyCycleNs, 1, MAX_NS, "nanoseconds; 0 is half expectedIntervalNs");
        forecaster = null == forecaster ? runningMean() : forecaster;
        isConcluded = true;
    }

    /**
     * Interval between heartbeats as long as none was seen.
     *
     * @param expectedIntervalNs 1,000 to {@link #MAX_NS}; default {@link #EXPECTED_INTERVAL_NS_DEFAULT}.
     * @return this for a fluent API.
     */
    public PhiAccrualContext expectedIntervalNs(final long expectedIntervalNs)
    {
        checkOpen();
        this.expectedIntervalNs = expectedIntervalNs;
        return this;
    }

    /**
     * Interval between heartbeats as long as none was seen.
     *
     * @return in nanoseconds.
     */
    public long expectedIntervalNs()
    {
        return expectedIntervalNs;
    }

    /**
     * Phi from which on the peer is suspected.
     *
     * @param threshold 0.5 to 16.0; default {@link #THRESHOLD_DEFAULT}.
     * @return this for a fluent API.
     */
    public PhiAccrualContext threshold(final double threshold)
    {
        checkOpen();
        this.threshold = threshold;
        return this;
    }

    /**
     * Phi from which on the peer is suspected.
     *
     * @return negative decimal logarithm of the share of heartbeats that may be suspected wrongly.
     */
    public double threshold()
    {
        return threshold;
    }

    /**
     * How many heartbeats are remembered: the weight of one falls to 1/e after that many more.
     *
     * @param memory 100 to 100,000,000; default {@link #MEMORY_DEFAULT}.
     * @return this for a fluent API.
     */
    public PhiAccrualContext memory(final int memory)
    {
        checkOpen();
        this.memory = memory;
        return this;
    }

    /**
     * How many heartbeats are remembered.
     *
     * @return heartbeats.
     */
    public int memory()
    {
        return memory;
    }

    /**
     * How fast silences beyond the longest in memory become rarer: a factor f longer, f^tailIndex rarer. Less is more
     * careful and slower to suspect.
     *
     * @param tailIndex 1.0 to 16.0; default {@link #TAIL_INDEX_DEFAULT}.
     * @return this for a fluent API.
     */
    public PhiAccrualContext tailIndex(final double tailIndex)
    {
        checkOpen();
        this.tailIndex = tailIndex;
        return this;
    }

    /**
     * How fast silences beyond the longest in memory become rarer.
     *
     * @return exponent of the Pareto tail.
     */
    public double tailIndex()
    {
        return tailIndex;
    }

    /**
     * Silence below which the peer is never suspected.
     *
     * @param minSilenceNs in nanoseconds; default, also for 0, twice the expected interval: a single lost heartbeat is
     *                     no reason.
     * @return this for a fluent API.
     */
    public PhiAccrualContext minSilenceNs(final long minSilenceNs)
    {
        checkOpen();
        this.minSilenceNs = minSilenceNs;
        return this;
    }

    /**
     * Silence below which the peer is never suspected.
     *
     * @return in nanoseconds; 0 when the default is to be used and the settings are not concluded yet.
     */
    public long minSilenceNs()
    {
        return minSilenceNs;
    }

    /**
     * Longest interval that counts as one between two heartbeats of a living peer. After a longer one the peer was
     * gone and is back, which says nothing about how long a living one can be silent: it is counted, not learned.
     *
     * @param maxIntervalNs from the expected interval to {@link #MAX_NS}; default {@link #MAX_INTERVAL_NS_DEFAULT}.
     * @return this for a fluent API.
     */
    public PhiAccrualContext maxIntervalNs(final long maxIntervalNs)
    {
        checkOpen();
        this.maxIntervalNs = maxIntervalNs;
        return this;
    }

    /**
     * Longest interval that counts as one between two heartbeats of a living peer.
     *
     * @return in nanoseconds.
     */
    public long maxIntervalNs()
    {
        return maxIntervalNs;
    }

    /**
     * Longest time between two duty cycles of the observer in which it counts as running. What a gap has beyond that
     * is no silence of the peer.
     *
     * @param maxDutyCycleNs in nanoseconds; default, also for 0, half the expected interval.
     * @return this for a fluent API.
     */
    public PhiAccrualContext maxDutyCycleNs(final long maxDutyCycleNs)
    {
        checkOpen();
        this.maxDutyCycleNs = maxDutyCycleNs;
        return this;
    }

    /**
     * Longest time between two duty cycles of the observer in which it counts as running.
     *
     * @return in nanoseconds; 0 when the default is to be used and the settings are not concluded yet.
     */
    public long maxDutyCycleNs()
    {
        return maxDutyCycleNs;
    }

    /**
     * The model of the logarithm of the interval in nanoseconds.
     *
     * @param forecaster for this detector alone; default, also for null, a running mean: of the models
     *                   tried it found a stop soonest at the same rate of wrong suspicions, for intervals between
     *                   heartbeats on a schedule have nothing else to forecast.
     * @return this for a fluent API.
     */
    public PhiAccrualContext forecaster(final Forecaster forecaster)
    {
        checkOpen();
        this.forecaster = forecaster;
        return this;
    }

    /**
     * The model of the logarithm of the interval in nanoseconds.
     *
     * @return the model; null when the default is to be used and the settings are not concluded yet.
     */
    public Forecaster forecaster()
    {
        return forecaster;
    }

    private static IncrementalArima runningMean()
    {
        return new IncrementalArima(new ArimaContext().p(0).q(0).forgetting(MEAN_FORGETTING));
    }

    private void checkOpen()
    {
        if (isConcluded)
        {
            throw new IllegalStateException("this context was concluded by a detector: make a new one for each");
        }
    }

    private static void checkRange(
        final String name, final long value, final long min, final long max, final String unit)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                name + "=" + value + ": allowed are " + min + " to " + max + " " + unit);
        }
    }
}
