package io.antumbra.forecasting.risk;

import io.antumbra.forecasting.calibration.LogisticRegression;
import io.antumbra.forecasting.calibration.PlattCalibrator;

/**
 * The probability that what is sent next over a link misses its deadline, learned online from the first send on. A
 * loss counts as late. It advises when to act early and decides nothing. For one thread; no allocation after
 * construction; about a microsecond for each send.
 *
 * <pre>{@code
 * final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(2_000_000));
 * // about to send
 * final long number = risk.onSend(nowNs, queueDepth);
 * if (risk.probability() > threshold) { ... }
 * // an acknowledgement came
 * risk.onReply(number, nowNs);
 * // it is known that none will come
 * risk.onLost(number);
 * }</pre>
 *
 * <pre>
 *  send  ──► features of now ──► LogisticRegression ── score ──► PlattCalibrator ──► probability
 *                  │ kept with the send                  ▲ ▲
 *  reply ──► was it late? ── decided for the whole window ┘─┘   learn, in the order of sending
 *  time  ──► past its deadline? late, reply or not
 * </pre>
 *
 * <b>Only what was known.</b> The features and the score of a send are kept as they were, and teach once it is decided
 * whether any send of its window was late: a delay of a deadline at most. While nothing comes back, the age of the
 * oldest send that should have been answered is the evidence. Sends before the newest that was answered do not count
 * there: on a path that keeps order they are lost (the reasoning of RACK, RFC 8985, section 3.1).
 * <p>
 * <b>Why so.</b> Weights start at two round numbers (a log odds of -2 at an expected delay of one deadline, rising by
 * 1 with each e-fold), for a risk of even odds before the first failure helps nobody. The constants were chosen on
 * simulated links. Measured there and left: one Platt calibrator alone on the smoothed round-trip time, gradient
 * descent, samples weighted down because windows overlap, times since the last late reply, excess over a running
 * quantile, extremes of the last 16 delays (each within noise or worse in log loss).
 */
public final class LinkRisk
{
    private static final double PRIOR_SCORE = -2.0;
    private static final double PRIOR_SLOPE = 1.0;
    private static final double PRIOR_VARIANCE = 0.1;
    private static final double FORGETTING = 0.9999;

    private final long deadlineNs;
    private final int window;
    private final LinkFeatures features;
    private final PendingSends sends;
    private final LogisticRegression regression;
    private final PlattCalibrator calibrator = new PlattCalibrator();
    private final double[] scratch = new double[LinkFeatures.COUNT];
    private long undecided;
    private long newestAnswered = -1;
    private double probability;
    private long sendCount;
    private long lateCount;
    private long learnedCount;
    private long droppedCount;
    private long rejectedCount;

    /**
     * A risk that has seen nothing.
     *
     * @param context with the settings; it is concluded here and serves this one alone.
     * @throws IllegalArgumentException when a setting is not allowed.
     * @throws IllegalStateException    when another one took the context.
     */
    public LinkRisk(final LinkRiskContext context)
    {
        context.conclude();
        deadlineNs = context.deadlineNs();
        window = context.window();
        features = new LinkFeatures(deadlineNs);
        sends = new PendingSends(context.capacity(), LinkFeatures.COUNT);
        final double[] prior = new double[LinkFeatures.COUNT];
        prior[0] = PRIOR_SCORE;
        prior[1] = PRIOR_SLOPE;
        regression = new LogisticRegression(prior, PRIOR_VARIANCE, FORGETTING);
        assess(0, 0);
    }

    /**
     * Something is about to be sent. {@link #probability()} then tells for it and those that follow in its window.
     *
     * @param nowNs      of a clock that does not go back.
     * @param queueDepth how many wait to be sent after it, 0 and more.
     * @return number of the send, for {@link #onReply} and {@link #onLost}: one more than that of the send before.
     */
    public long onSend(final long nowNs, final int queueDepth)
    {
        decide(nowNs);
        learn();
        if (sends.isFull())
        {
            sends.pass();
            droppedCount++;
        }

        features.onSend();
        final int offset = sends.nextFeatures();
        describe(nowNs, queueDepth, sends.features(), offset);
        final double score = regression.score(sends.features(), offset);
        probability = calibrator.probability(score);
        final long number = sends.next();
        sends.add(nowNs, score);
        sendCount++;
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
        if (!isKept(number) || sends.state(number) >= PendingSends.IN_TIME || nowNs < sends.sendTimeNs(number))
        {
            rejectedCount++;
            return false;
        }

        final long rttNs = nowNs - sends.sendTimeNs(number);
        features.onReply(rttNs);
        newestAnswered = Math.max(newestAnswered, number);
        if (PendingSends.OPEN == sends.state(number))
        {
            decided(rttNs > deadlineNs);
        }
        sends.state(number, rttNs > deadlineNs ? PendingSends.LATE : PendingSends.IN_TIME);
        return true;
    }

    /**
     * It is known that a send will not be answered, as when a receiver reported the gap.
     *
     * @param number of the send.
     * @return true when it was taken; false when there is no such send, or it was late or answered already: then it is
     *         counted in {@link #rejectedCount()} and nothing else changed.
     */
    public boolean onLost(final long number)
    {
        if (!isKept(number) || PendingSends.OPEN != sends.state(number))
        {
            rejectedCount++;
            return false;
        }

        sends.state(number, PendingSends.LATE_AND_OPEN);
        decided(true);
        return true;
    }

    /**
     * Look again without sending, as in a duty cycle while nothing comes back.
     *
     * @param nowNs      of a clock that does not go back.
     * @param queueDepth how many wait to be sent, 0 and more.
     * @return {@link #probability()}, as of now.
     */
    public double assess(final long nowNs, final int queueDepth)
    {
        decide(nowNs);
        learn();
        describe(nowNs, queueDepth, scratch, 0);
        probability = calibrator.probability(regression.score(scratch, 0));
        return probability;
    }

    /**
     * The probability that any send of the window is late, as of the last {@link #onSend} or {@link #assess}.
     *
     * @return 0 to 1.
     */
    public double probability()
    {
        return probability;
    }

    /**
     * The link is another one from now on, or was away: what it looked like and what was not decided is forgotten,
     * what was learned stays. Sends before that can no longer be answered.
     */
    public void onReconnect()
    {
        features.reset();
        sends.clear();
        undecided = sends.next();
        newestAnswered = undecided - 1;
    }

    /**
     * How many sends there were.
     *
     * @return sends since construction.
     */
    public long sendCount()
    {
        return sendCount;
    }

    /**
     * How many of them were late or lost, as far as decided.
     *
     * @return at most {@link #sendCount()}.
     */
    public long lateCount()
    {
        return lateCount;
    }

    /**
     * How many sends have taught, each after its window was decided.
     *
     * @return at most {@link #sendCount()}.
     */
    public long learnedCount()
    {
        return learnedCount;
    }

    /**
     * How many sends had to make room before their window was decided: the capacity is too small for the deadline.
     *
     * @return at most {@link #sendCount()}.
     */
    public long droppedCount()
    {
        return droppedCount;
    }

    /**
     * How many replies and losses were refused.
     *
     * @return refusals since construction.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    private boolean isKept(final long number)
    {
        return number >= sends.oldest() && number < sends.next();
    }

    private void describe(final long nowNs, final int queueDepth, final double[] target, final int offset)
    {
        final long expected = Math.max(newestAnswered + 1, sends.oldest());
        final boolean isExpected = expected < sends.next();
        features.describe(
            isExpected ? nowNs - sends.sendTimeNs(expected) : 0, (int)(sends.next() - expected),
            Math.max(0, queueDepth), target, offset);
    }

    /**
     * What is past its deadline is late, reply or not.
     */
    private void decide(final long nowNs)
    {
        undecided = Math.max(undecided, sends.oldest());
        while (undecided < sends.next() && nowNs - sends.sendTimeNs(undecided) > deadlineNs)
        {
            if (PendingSends.OPEN == sends.state(undecided))
            {
                sends.state(undecided, PendingSends.LATE_AND_OPEN);
                decided(true);
            }
            undecided++;
        }
    }

    private void decided(final boolean isLate)
    {
        features.onDecided(isLate);
        lateCount += isLate ? 1 : 0;
    }

    private void learn()
    {
        while (sends.next() - sends.head() >= window)
        {
            final long head = sends.head();
            boolean isOpen = false;
            boolean isLate = false;
            for (int i = 0; i < window && !isLate; i++)
            {
                final byte state = sends.state(head + i);
                isOpen |= PendingSends.OPEN == state;
                isLate = PendingSends.LATE == state || PendingSends.LATE_AND_OPEN == state;
            }
            if (isOpen && !isLate)
            {
                return;
            }

            calibrator.update(sends.score(head), isLate);
            regression.update(sends.features(), sends.featuresOf(head), isLate);
            sends.pass();
            learnedCount++;
        }
    }
}
