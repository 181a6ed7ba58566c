package io.antumbra.forecasting.failure;

import io.antumbra.forecasting.Forecaster;

/**
 * Accrual failure detection over forecast heartbeats: the longer a peer is silent, the higher phi, in a unit that means
 * the same on every link.
 *
 * <pre>{@code
 * // each duty cycle, in this order
 * while (poll()) { detector.onHeartbeat(nowNs); }    // any word from the peer is one
 * detector.onDutyCycle(nowNs);
 * if (detector.isSuspect(nowNs)) { ... }
 * }</pre>
 *
 * phi = -log10 of the probability that a living peer is silent as long as this or longer (Hayashibara, Defago, Yared,
 * Katayama, The phi accrual failure detector, SRDS 2004, section IV). Suspecting from a threshold of 5 on, at most one
 * of 10^5 heartbeats is suspected wrongly. What differs from the paper, and from Akka's and Cassandra's forms:
 * <ul>
 * <li>The interval is <b>forecast</b>, by any {@link Forecaster} on its logarithm, so a peer that slows down moves what
 * is expected and not the tail. A pause or loss moves it little: what is learned is drawn in to four mean errors.</li>
 * <li>The distribution is <b>that of the errors themselves</b>, not a normal or exponential one, see
 * {@link LatenessTail}: pauses of a garbage collector are in it as often as they come, and the stated rate holds
 * without assuming a distribution up to the longest silence in memory. After n heartbeats phi is about log10(n) there;
 * beyond it grows by tailIndex for each factor of ten, so a fresh detector is careful by itself.</li>
 * <li><b>A pause of the observer is no silence of the peer</b>: of a gap between two duty cycles only
 * {@code maxDutyCycleNs} count. Something of it always counts, so that an observer that stumbles for ever still finds
 * a stop. Intervals that a gap touched are not learned.</li>
 * <li>A suspicion that was wrong is learned from (Akka leaves it out and repeats it); what is longer than
 * {@code maxIntervalNs} is not: that peer was gone.</li>
 * </ul>
 * <b>The stated rate.</b> On simulated streams of a million heartbeats with jitter, loss and pauses (bounded, or with a
 * Pareto tail) the share of wrong suspicions was .1 to 1.0 times 10^-threshold, for thresholds from 2 to
 * log10(memory), which is 5 by default. For a higher threshold it rests on the tailIndex: on pauses with a heavier tail
 * than that, wrong suspicions at 8 came as rarely as one in a million, and not in a hundred million.
 * <p>
 * <b>Detection times</b> with heartbeats every 10 ms and threshold 5: 60 ms with jitter of 5 %; .3 s with pauses of .1
 * to .3 s in one of a thousand, about the longest silence that is normal there. At threshold 4 with such pauses a
 * normal distribution was wrong 33 times as often as stated, an exponential one 9 times.
 * PhiAccrualRateTest shows all of it.
 * <p>
 * <b>Input.</b> Times are of one monotonic clock and may wrap around. A time before the newest one is a clock that
 * stepped back: counted, its interval not learned, and the silence of a peer that has not spoken since goes on.
 * Heartbeats with equal times count as one. No input leads to a phi that is not finite.
 * <p>
 * For one thread; no allocation after construction. A heartbeat costs some hundred nanoseconds, phi about 100.
 */
public final class PhiAccrualDetector
{
    private static final double MAX_MEAN_ERRORS = 4.0;
    private static final double MIN_MEAN_ERROR = 1e-3;
    private static final double INITIAL_MEAN_ERROR = 0.5;
    private static final double ERROR_GAIN = 1.0 / 32.0;
    private static final double MAX_STEP = Math.log(8.0);

    private final Forecaster forecaster;
    private final LatenessTail tail;
    private final double threshold;
    private final double initialLogNs;
    private final long minSilenceNs;
    private final long maxIntervalNs;
    private final long maxDutyCycleNs;
    private double meanError;
    private double expectedLogNs;
    private long lastHeartbeatNs;
    private long lastCycleNs;
    private long observerPauseNs;
    private boolean hasCycles;
    private boolean isTouched;
    private boolean isWatched;
    private long heartbeatCount;
    private long rejectedCount;
    private long outageCount;
    private long observerPauseCount;

    /**
     * A detector that has seen nothing.
     *
     * @param context with the settings; it is concluded here and serves this detector alone.
     * @param nowNs   from when on silence counts.
     * @throws IllegalArgumentException when a setting is not allowed.
     * @throws IllegalStateException    when another detector took the context.
     */
    public PhiAccrualDetector(final PhiAccrualContext context, final long nowNs)
    {
        context.conclude();
        forecaster = context.forecaster();
        tail = new LatenessTail(context.memory(), context.tailIndex());
        threshold = context.threshold();
        initialLogNs = Math.log((double)context.expectedIntervalNs());
        minSilenceNs = context.minSilenceNs();
        maxIntervalNs = context.maxIntervalNs();
        maxDutyCycleNs = context.maxDutyCycleNs();
        reset(nowNs);
    }

    /**
     * Forget everything, as when the peer is another one: as just constructed.
     *
     * @param nowNs from when on silence counts.
     */
    public void reset(final long nowNs)
    {
        forecaster.reset();
        tail.reset();
        meanError = INITIAL_MEAN_ERROR;
        expectedLogNs = initialLogNs;
        hasCycles = false;
        isWatched = false;
        heartbeatCount = 0;
        rejectedCount = 0;
        outageCount = 0;
        observerPauseCount = 0;
        startInterval(nowNs);
    }

    /**
     * A word from the peer.
     *
     * @param nowNs when it was taken in.
     * @return true when its interval was learned; false for the first one, for one at the same time as the one before,
     *         and for intervals that say nothing: after a step back of the clock, after an outage, and when the
     *         observer stood still within it.
     */
    public boolean onHeartbeat(final long nowNs)
    {
        seeGap(nowNs);
        final long intervalNs = nowNs - lastHeartbeatNs;
        heartbeatCount++;
        if (intervalNs < 0)
        {
            rejectedCount++;
            startInterval(nowNs);
            return false;
        }
        if (0 == intervalNs && isWatched)
        {
            return false;
        }

        final boolean isTold = isWatched && !isTouched && intervalNs <= maxIntervalNs;
        outageCount += isWatched && !isTouched && intervalNs > maxIntervalNs ? 1 : 0;
        final boolean isExact = 0 == observerPauseNs;
        startInterval(nowNs);
        isTouched = !isExact;
        isWatched = true;
        if (isTold)
        {
            learn(Math.log((double)intervalNs));
        }
        return isTold;
    }

    /**
     * The observer runs: call it in each duty cycle, after what came in was taken. Without any call the observer counts
     * as always running.
     *
     * @param nowNs of this cycle.
     */
    public void onDutyCycle(final long nowNs)
    {
        seeGap(nowNs);
        hasCycles = true;
        lastCycleNs = nowNs;
    }

    /**
     * The observer stood still, as someone else has measured: silence so long is none of the peer.
     *
     * @param durationNs of the pause that is over now; nothing happens when it is not above 0.
     * @param nowNs      when it was over.
     */
    public void onObserverPause(final long durationNs, final long nowNs)
    {
        final long silenceNs = nowNs - lastHeartbeatNs - observerPauseNs;
        if (durationNs > 0 && silenceNs >= 0)
        {
            observerPauseCount++;
            observerPauseNs += Math.min(durationNs, silenceNs);
            isTouched = true;
        }
    }

    /**
     * How suspect the peer is.
     *
     * @param nowNs of the caller's clock.
     * @return negative decimal logarithm of the probability that a living peer is silent so long: 0.0 and more, always
     *         finite, and not falling without a heartbeat but for rounding.
     */
    public double phi(final long nowNs)
    {
        return phiOfSilence(silenceNs(nowNs));
    }

    /**
     * Whether phi reached the threshold, and the silence its least length.
     *
     * @param nowNs of the caller's clock.
     * @return true when the peer is to be suspected.
     */
    public boolean isSuspect(final long nowNs)
    {
        final long silenceNs = silenceNs(nowNs);
        return silenceNs >= minSilenceNs && phiOfSilence(silenceNs) >= threshold;
    }

    /**
     * How long the peer has been silent while the observer ran.
     *
     * @param nowNs of the caller's clock.
     * @return nanoseconds since the last heartbeat, less pauses of the observer; 0 and more.
     */
    public long silenceNs(final long nowNs)
    {
        final long sinceCycleNs = nowNs - lastCycleNs;
        final long gapNs = hasCycles && sinceCycleNs > maxDutyCycleNs ? sinceCycleNs - maxDutyCycleNs : 0;
        final long silenceNs = nowNs - lastHeartbeatNs;
        return Math.max(0, silenceNs - observerPauseNs - Math.min(gapNs, Math.max(0, silenceNs)));
    }

    /**
     * The silence from which on the peer would be suspected now: the detection time after a stop. Some microseconds;
     * for display and for timers.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} when no silence would do.
     */
    public long suspectAfterNs()
    {
        long low = 0;
        long high = Long.MAX_VALUE;
        while (high - low > 1)
        {
            final long middle = low + (high - low) / 2;
            if (phiOfSilence(middle) >= threshold)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        return Math.max(minSilenceNs, high);
    }

    /**
     * The next interval as expected.
     *
     * @return nanoseconds from the last heartbeat to the next one.
     */
    public long expectedIntervalNs()
    {
        return (long)Math.exp(expectedLogNs);
    }

    /**
     * How many heartbeats were taken.
     *
     * @return since construction or {@link #reset}.
     */
    public long heartbeatCount()
    {
        return heartbeatCount;
    }

    /**
     * How many heartbeats had a time before the one before.
     *
     * @return since construction or {@link #reset}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    /**
     * How often the peer came back after more than {@code maxIntervalNs}.
     *
     * @return since construction or {@link #reset}.
     */
    public long outageCount()
    {
        return outageCount;
    }

    /**
     * How often the observer stood still.
     *
     * @return since construction or {@link #reset}.
     */
    public long observerPauseCount()
    {
        return observerPauseCount;
    }

    private double phiOfSilence(final long silenceNs)
    {
        if (silenceNs <= 0)
        {
            return 0.0;
        }

        return Math.abs(Math.log10(tail.share(Math.log((double)silenceNs) - expectedLogNs)));
    }

    private void learn(final double logNs)
    {
        if (0 == forecaster.observationCount())
        {
            forecaster.update(logNs);
            expectedLogNs = logNs;
            return;
        }

        final double error = logNs - expectedLogNs;
        tail.record(error);
        final double believed = Math.min(MAX_STEP, MAX_MEAN_ERRORS * meanError);
        final double taken = Math.max(-believed, Math.min(believed, error));
        final double gain = Math.max(ERROR_GAIN, 1.0 / (forecaster.observationCount() + 2.0));
        meanError = Math.max(MIN_MEAN_ERROR, meanError + gain * (Math.abs(taken) - meanError));
        forecaster.update(expectedLogNs + taken);
        final double forecast = forecaster.forecast();
        expectedLogNs = forecast > 0.0 && forecast < 64.0 ? forecast : initialLogNs;
    }

    private void seeGap(final long nowNs)
    {
        if (!hasCycles)
        {
            return;
        }

        final long gapNs = nowNs - lastCycleNs;
        if (gapNs < 0)
        {
            // The silence up to the last cycle was true: it goes on from here.
            rejectedCount++;
            lastHeartbeatNs += gapNs;
            isTouched = true;
        }
        else if (gapNs > maxDutyCycleNs)
        {
            onObserverPause(gapNs - maxDutyCycleNs, nowNs);
        }
        lastCycleNs = nowNs;
    }

    private void startInterval(final long nowNs)
    {
        lastHeartbeatNs = nowNs;
        observerPauseNs = 0;
        isTouched = false;
    }
}
