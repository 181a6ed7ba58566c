package io.antumbra.forecasting.risk;

import java.util.Arrays;

/**
 * What a link looks like at a moment, as numbers near 1 that a linear model can weigh. For one thread, no allocation.
 * <p>
 * Delays are in logarithms of deadlines, x = log(delay / deadline), within -8 to 4, so that the same weights say the
 * same on any link. Four things matter, in the order of what each adds on simulated links: where delays are now and
 * were over several spans; the age of the oldest send that should have been answered, the only sign of an outage
 * while it lasts; how many were late over several spans; how much delays jump.
 */
final class LinkFeatures
{
    /**
     * How many features there are.
     */
    static final int COUNT = 20;

    private static final double MIN_DELAY = -8.0;
    private static final double MAX_DELAY = 4.0;
    private static final double[] DELAY_GAINS = { 0.5, 0.2, 0.05, 0.01 };
    private static final double[] LATE_GAINS = { 0.2, 0.05, 0.01 };
    private static final double FAST_JITTER_GAIN = 0.2;
    private static final double SLOW_JITTER_GAIN = 0.02;
    private static final double PEAK_DECAY = 0.1;
    private static final double DELIVERY_GAIN = 0.05;

    private final double inverseDeadlineNs;
    private final double[] delays = new double[DELAY_GAINS.length];
    private final double[] lates = new double[LATE_GAINS.length];
    private long replyCount;
    private double last;
    private double peak;
    private double fastJitter;
    private double slowJitter;
    private double delivery;
    private int repliesSinceSend;

    LinkFeatures(final long deadlineNs)
    {
        inverseDeadlineNs = 1.0 / deadlineNs;
        reset();
    }

    void reset()
    {
        Arrays.fill(delays, 0.0);
        Arrays.fill(lates, 0.0);
        replyCount = 0;
        last = MIN_DELAY;
        peak = 0.0;
        fastJitter = 0.0;
        slowJitter = 0.0;
        delivery = 1.0;
        repliesSinceSend = 0;
    }

    /**
     * A reply has come.
     */
    void onReply(final long rttNs)
    {
        final double delay = delay(rttNs);
        final double jump = 0 == replyCount ? 0.0 : Math.abs(delay - last);
        if (0 == replyCount++)
        {
            peak = delay;
        }

        final double least = 1.0 / replyCount;
        for (int i = 0; i < delays.length; i++)
        {
            delays[i] += Math.max(DELAY_GAINS[i], least) * (delay - delays[i]);
        }
        fastJitter += Math.max(FAST_JITTER_GAIN, least) * (jump - fastJitter);
        slowJitter += Math.max(SLOW_JITTER_GAIN, least) * (jump - slowJitter);
        peak = Math.max(delay, peak + PEAK_DECAY * (delays[1] - peak));
        last = delay;
        repliesSinceSend++;
    }

    /**
     * Whether a send was late is known now.
     */
    void onDecided(final boolean isLate)
    {
        for (int i = 0; i < lates.length; i++)
        {
            lates[i] += LATE_GAINS[i] * ((isLate ? 1.0 : 0.0) - lates[i]);
        }
    }

    /**
     * Something is sent.
     */
    void onSend()
    {
        delivery += DELIVERY_GAIN * (Math.min(4, repliesSinceSend) - delivery);
        repliesSinceSend = 0;
    }

    /**
     * Write the features of now.
     *
     * @param oldestAgeNs age of the oldest send that is to be answered next; 0 when there is none.
     * @param outstanding how many are to be answered.
     * @param queueDepth  how many wait to be sent.
     */
    void describe(
        final long oldestAgeNs, final int outstanding, final int queueDepth, final double[] target, final int offset)
    {
        final double age = delay(oldestAgeNs);
        final double now = Math.max(last, age);
        final double beyond = replyCount > 0 ? age - delays[1] : 0.0;
        int at = offset;
        target[at++] = 1.0;
        target[at++] = now;
        target[at++] = Math.max(0.0, now + 2.0);
        target[at++] = Math.max(0.0, now + 1.0);
        target[at++] = Math.max(0.0, now + 0.5);
        target[at++] = Math.max(0.0, beyond);
        target[at++] = Math.max(0.0, age + 1.0);
        target[at++] = age > 0.0 ? 1.0 : 0.0;
        target[at++] = Math.max(delays[1], age);
        target[at++] = delays[2];
        target[at++] = delays[3];
        target[at++] = peak;
        target[at++] = Math.log(fastJitter + 0.02) + 2.0;
        target[at++] = Math.log(slowJitter + 0.02) + 2.0;
        target[at++] = 2.0 * lates[0];
        target[at++] = 2.0 * Math.sqrt(lates[1]);
        target[at++] = 2.0 * Math.sqrt(lates[2]);
        target[at++] = Math.log(1.0 + outstanding);
        target[at++] = Math.log(1.0 + queueDepth);
        target[at] = 1.0 - delivery;
    }

    private double delay(final long delayNs)
    {
        return delayNs <= 0 ? MIN_DELAY :
            Math.max(MIN_DELAY, Math.min(MAX_DELAY, Math.log(delayNs * inverseDeadlineNs)));
    }
}
