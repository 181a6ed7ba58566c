package io.antumbra.forecasting.risk;

import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;

/**
 * How long the round trip of what is sent now will take, from nothing but what is known at that moment. A forecaster
 * that is fed with round trips as they come back knows nothing of an outage before its end; this one also looks at what
 * did not come back. For one thread; no allocation after construction.
 *
 * <pre>{@code
 * final RoundTripForecast forecast = new RoundTripForecast();
 * // about to send
 * final long number = forecast.onSend(nowNs);
 * final long expectedNs = forecast.expectedNs();
 * // an acknowledgement came
 * forecast.onReply(number, nowNs);
 * }</pre>
 *
 * <pre>
 *  reply ──► log ──► forecaster ── next ──┐
 *               └──► running mean ── m ───┼──► m + a (next - m) + b max(0, log age - next) ──► expected
 *  time  ──► age of the oldest send that ─┘        ▲            ▲
 *            should have been answered             └── weights ─┘ learn, once the send is answered
 * </pre>
 *
 * <b>Silence.</b> While nothing comes back, the age of the oldest send that should have been answered is what is known
 * of the present: its round trip takes at least as long, and on a path that keeps order so does what is sent after it,
 * less the time between them. Sends before the newest that was answered do not count (the reasoning of RACK, RFC 8985,
 * section 3.1). <b>Distance.</b> What is sent now comes back many replies from now when many are under way, and so far
 * ahead a forecast is worth less than the next value is: the first weight learns by how much.
 * <p>
 * <b>Only what was known.</b> Both terms are kept with each send, and teach when its reply comes. Both weights start at
 * 1, which takes the forecast as it is, and the age where it is more. Constants were chosen on simulated links and the
 * weak and urban traces; measured there and left: more terms (number under way, time since the last reply, means over
 * other spans), which gained a hundredth and once lost a third, and expert advice over the terms, which learns
 * late, for a loss is known only after an outage. Of what is never answered it learns nothing.
 */
public final class RoundTripForecast
{
    /**
     * Default number of sends that are kept to be answered.
     */
    public static final int CAPACITY_DEFAULT = LinkRiskContext.CAPACITY_DEFAULT;

    private static final double MEAN_GAIN = 0.01;
    private static final int TERMS = 2;

    private final Forecaster forecaster;
    private final PendingSends sends;
    private final RoundTripWeights weights = new RoundTripWeights();
    private final double[] scratch = new double[TERMS];
    private long newestAnswered = -1;
    private double mean = Double.NaN;
    private double expectedLog = Double.NaN;
    private long rejectedCount;

    /**
     * One with the pool of ten and {@link #CAPACITY_DEFAULT}.
     */
    public RoundTripForecast()
    {
        this(ForecastPool.ofTen(), CAPACITY_DEFAULT);
    }

    /**
     * One that has seen nothing.
     *
     * @param forecaster of the logarithms of round trips in nanoseconds, in the order in which they come back; it is
     *                   reset, and fed from here alone.
     * @param capacity   sends that are kept to be answered: a power of two, 2 to {@link LinkRiskContext#MAX_CAPACITY}.
     *                   A reply to an older one is refused.
     * @throws IllegalArgumentException when the capacity is not allowed.
     */
    public RoundTripForecast(final Forecaster forecaster, final int capacity)
    {
        LinkRiskContext.checkCapacity(capacity);
        this.forecaster = forecaster;
        sends = new PendingSends(capacity, TERMS);
        forecaster.reset();
    }

    /**
     * Something is about to be sent. {@link #expectedNs()} then tells how long it will take.
     *
     * @param nowNs of a clock that does not go back.
     * @return number of the send, for {@link #onReply}: one more than that of the send before.
     */
    public long onSend(final long nowNs)
    {
        final long number = sends.next();
        final int offset = sends.nextFeatures();
        expect(nowNs, sends.features(), offset);
        sends.add(nowNs, mean);
        return number;
    }

    /**
     * A send was answered.
     *
     * @param number of the send.
     * @param nowNs  of the same clock as that of the send.
     * @return true when it was taken; false when there is no such send, it was answered before, was sent too long ago
     *         to be kept, or was sent after now: then it is counted in {@link #rejectedCount()} and nothing else
     *         changed.
     */
    public boolean onReply(final long number, final long nowNs)
    {
        if (number < sends.oldest() || number >= sends.next() || PendingSends.OPEN != sends.state(number) ||
            nowNs < sends.sendTimeNs(number))
        {
            rejectedCount++;
            return false;
        }

        final double log = Math.log(Math.max(1.0, (double)(nowNs - sends.sendTimeNs(number))));
        final double meanThen = sends.score(number);
        if (!Double.isNaN(meanThen))
        {
            weights.learn(sends.features(), sends.featuresOf(number), log - meanThen);
        }
        forecaster.update(log);
        mean =
            Double.isNaN(mean) ? log : mean + Math.max(MEAN_GAIN, 1.0 / forecaster.observationCount()) * (log - mean);
        newestAnswered = Math.max(newestAnswered, number);
        sends.state(number, PendingSends.IN_TIME);
        return true;
    }

    /**
     * Look again without sending, as in a duty cycle while nothing comes back.
     *
     * @param nowNs of a clock that does not go back.
     * @return {@link #expectedNs()} of a send at that time.
     */
    public long assess(final long nowNs)
    {
        expect(nowNs, scratch, 0);
        return expectedNs();
    }

    /**
     * The round trip of the last {@link #onSend} or {@link #assess}, as expected at its time: the median, for the mean
     * of the logarithm is what is learned.
     *
     * @return nanoseconds, at least 1; 0 before the first reply.
     */
    public long expectedNs()
    {
        return Double.isNaN(expectedLog) ? 0 : Math.max(1, (long)Math.exp(expectedLog));
    }

    /**
     * The link is another one from now on, or was away: what is under way is forgotten and can no longer be answered,
     * what was learned stays.
     */
    public void onReconnect()
    {
        sends.clear();
    }

    /**
     * How many replies were taken.
     *
     * @return replies since construction.
     */
    public long replyCount()
    {
        return forecaster.observationCount();
    }

    /**
     * How many replies were refused.
     *
     * @return refusals since construction.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    private void expect(final long nowNs, final double[] target, final int offset)
    {
        final long awaited = Math.max(newestAnswered + 1, sends.oldest());
        final long ageNs = awaited < sends.next() ? nowNs - sends.sendTimeNs(awaited) : 0;
        final double next = forecaster.forecast();
        target[offset] = next - mean;
        target[offset + 1] = ageNs > 0 ? Math.max(0.0, Math.log((double)ageNs) - next) : 0.0;
        expectedLog = mean + weights.sum(target, offset);
    }
}
