package io.antumbra.forecasting;

/**
 * Tells after how long a sent but unacknowledged tail counts as overdue: once that is over, an acknowledgement that
 * is still to come would have come with the given probability. Fed with each measured round-trip time.
 *
 * <pre>{@code
 * estimator.onRttSample(nowNs - echoedSendNs);
 * // ... in the duty cycle
 * if (nowNs - lastSendNs > estimator.overdueAfterNs())
 * {
 *     // send the tail again, once
 * }
 * }</pre>
 *
 * <pre>
 *  rtt ──► log ──► forecaster ── expected log ──┐
 *           │                                   ├─ + ──► exp ──► floor .. ceiling ──► overdueAfterNs
 *           └─ less what was expected ─► StreamingQuantile ┘
 * </pre>
 *
 * The logarithm, because round-trip times are skewed and their changes are ratios. The quantile of what the forecast
 * missed, instead of the usual smoothed mean plus four mean deviations (Jacobson and Karels, Congestion Avoidance and
 * Control, SIGCOMM 1988, appendix A; RFC 6298), because it means the same on every link: with 0.99, one tail of a
 * hundred is sent again for nothing, whatever the jitter. It decides timing and nothing else: any answer is safe.
 * <p>
 * Give it no round trip of an entry that was sent twice, unless the acknowledgement says which copy it answers (Karn
 * and Partridge, SIGCOMM 1987). While nothing is acknowledged nothing is learned: backing off is the caller's part.
 * <p>
 * For one thread; no allocation after construction.
 */
public final class OverdueEstimator
{
    /**
     * Longest round trip that is taken, nanoseconds: one hour. What is longer is a clock gone wrong.
     */
    public static final long MAX_RTT_NS = 3_600_000_000_000L;

    /** What a forecaster misses before this many is its own ignorance, not the link's. */
    private static final int LEARNED = 8;

    private final Forecaster forecaster;
    private final StreamingQuantile missed;
    private final long floorNs;
    private final long ceilingNs;
    private final long initialNs;
    private final int warmUpSamples;
    private long rejectedCount;
    private long overdueAfterNs;

    /**
     * An estimator with the default settings and without any sample yet.
     */
    public OverdueEstimator()
    {
        this(new OverdueContext());
    }

    /**
     * An estimator without any sample yet.
     *
     * @param context with the settings; it is concluded here and serves this estimator alone.
     * @throws IllegalArgumentException when a setting is not allowed.
     * @throws IllegalStateException    when another estimator took the context.
     */
    public OverdueEstimator(final OverdueContext context)
    {
        context.conclude();
        forecaster = context.forecaster();
        missed = new StreamingQuantile(context.quantile());
        floorNs = context.floorNs();
        ceilingNs = context.ceilingNs();
        initialNs = context.initialNs();
        warmUpSamples = context.warmUpSamples();
        overdueAfterNs = initialNs;
    }

    /**
     * Take a measured round-trip time.
     *
     * @param rttNs in nanoseconds.
     * @return true when it was taken; false when it is not within 1 to {@link #MAX_RTT_NS}: then it is counted in
     *         {@link #rejectedCount()} and nothing else changed.
     */
    public boolean onRttSample(final long rttNs)
    {
        if (rttNs <= 0 || rttNs > MAX_RTT_NS)
        {
            rejectedCount++;
            return false;
        }

        final double logRtt = Math.log((double)rttNs);
        if (forecaster.observationCount() >= LEARNED)
        {
            missed.update(logRtt - forecaster.forecast());
        }
        forecaster.update(logRtt);
        if (forecaster.observationCount() >= warmUpSamples)
        {
            overdueAfterNs = bounded(Math.exp(forecaster.forecast() + missed.value()));
        }
        return true;
    }

    /**
     * Age in nanoseconds after which an unacknowledged tail counts as overdue. Reads one field.
     *
     * @return nanoseconds, from the floor to the ceiling; the initial value before there were enough samples.
     */
    public long overdueAfterNs()
    {
        return overdueAfterNs;
    }

    /**
     * The next round-trip time as expected, for display.
     *
     * @return nanoseconds, from 0 to {@link Long#MAX_VALUE}; 0 before the first sample.
     */
    public long expectedRttNs()
    {
        return 0 == forecaster.observationCount() ? 0 : (long)Math.exp(forecaster.forecast());
    }

    /**
     * How many round-trip times were taken.
     *
     * @return samples since construction or {@link #reset()}.
     */
    public long sampleCount()
    {
        return forecaster.observationCount();
    }

    /**
     * How many round-trip times were refused.
     *
     * @return samples refused since construction or {@link #reset()}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    /**
     * Forget everything, as when the link is another one: as just constructed.
     */
    public void reset()
    {
        forecaster.reset();
        missed.reset();
        rejectedCount = 0;
        overdueAfterNs = initialNs;
    }

    /**
     * Holds for any double: NaN from a forecaster that broke its promise becomes the ceiling, the careful side.
     */
    private long bounded(final double ageNs)
    {
        return ageNs < ceilingNs ? Math.max(floorNs, (long)Math.ceil(ageNs)) : ceilingNs;
    }
}
