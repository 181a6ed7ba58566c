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
 * <p>
 * {@link #ofRunLength} makes the textbook test instead, whose false alarms come as rarely as one says.
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

    /** Siegmund's correction for the sum's overshoot of both its ends. */
    private static final double OVERSHOOT = 1.166;

    private static final double MUCH = 2.5;
    private static final double RISE = 4.0;
    private static final double MAX_RISE = 64.0;
    private static final double RETURN = 1.0 / 1024.0;

    private final double expected;
    private final double slack;
    private final double restingThreshold;
    private final double maxDistance;
    private final double rise;
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
        this(expected, slack, threshold, MAX_DISTANCE, RISE);
    }

    private CumulativeSum(
        final double expected, final double slack, final double threshold, final double maxDistance,
        final double rise)
    {
        check("expected", expected, -Double.MAX_VALUE, "finite ones");
        check("slack", slack, 0.0, "0.0 and more");
        check("threshold", threshold, Double.MIN_VALUE, "more than 0.0");
        this.expected = expected;
        this.slack = slack;
        this.maxDistance = maxDistance;
        this.rise = rise;
        restingThreshold = threshold;
        reset();
    }

    /**
     * A test of a standardised stream (mean 0, deviation 1) whose threshold follows from how rare false alarms are to
     * be, and stays where it is. An input counts as three quarters of the threshold and the slack at most, as half of
     * it where that is much, so that a single one is no change and two of them seldom are.
     * <p>
     * With k the slack, h the threshold and b = h + 1.166, one direction gives a false alarm once in
     * (e^(2kb) - 2kb - 1) / (2k^2) independent normal observations, both of them twice as often (Siegmund, Sequential
     * Analysis, 1985, section 2.6; Hawkins and Olwell, Cumulative Sum Charts, 1998, sections 3.2 and 3.3). A shift of
     * D is told after (e^(-2cb) + 2cb - 1) / (2c^2) on average, c = D - k. Found by simulation: 0.97 to 1.05 of the
     * stated run length for shifts up to 2, more than it for larger ones, where the bound on an input counts.
     *
     * @param shift            that is to be told soonest, in deviations: 0.1 to 3.0. The slack is half of it.
     * @param averageRunLength observations from one false alarm to the next, 100 to 10^12.
     * @return a new test.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public static CumulativeSum ofRunLength(final double shift, final double averageRunLength)
    {
        if (!(shift >= 0.1 && shift <= 3.0))
        {
            throw new IllegalArgumentException("shift=" + shift + ": allowed are 0.1 to 3.0 deviations");
        }
        if (!(averageRunLength >= 100.0 && averageRunLength <= 1e12))
        {
            throw new IllegalArgumentException(
                "averageRunLength=" + averageRunLength + ": allowed are 100 to 10^12 observations");
        }

        final double slack = 0.5 * shift;
        final double threshold = Math.max(0.5, threshold(slack, 2.0 * averageRunLength));
        final double taken = Math.max(0.5 * threshold, Math.min(0.75 * threshold, MUCH));
        return new CumulativeSum(0.0, slack, threshold, slack + taken, 1.0);
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

        // A comparison, not Math.min and max: those of doubles take several times as long.
        final double taken = Math.abs(distance) > maxDistance ? Math.copySign(maxDistance, distance) : distance;
        threshold += RETURN * (restingThreshold - threshold);
        up = positivePart(up + taken - slack);
        down = positivePart(down - taken - slack);
        if (up <= threshold && down <= threshold)
        {
            return UNCHANGED;
        }

        final int direction = up > threshold ? RISEN : FALLEN;
        up = 0.0;
        down = 0.0;
        threshold = Math.min(MAX_RISE * restingThreshold, rise * threshold);
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

    /**
     * Whether nothing adds up to a rise at present: a rise that is told later began after this.
     */
    boolean isUpAtRest()
    {
        return 0.0 == up;
    }

    /**
     * Whether nothing adds up to a fall at present.
     */
    boolean isDownAtRest()
    {
        return 0.0 == down;
    }

    /**
     * Exactly x or 0, without a branch: on noise, which of them would be foreseen badly by the processor.
     */
    private static double positivePart(final double x)
    {
        return 0.5 * (x + Math.abs(x));
    }

    /**
     * Solves (e^x - x - 1) / (2k^2) = the run length of one direction, x = 2kb, by halving.
     */
    private static double threshold(final double slack, final double runLength)
    {
        double low = 0.0;
        double high = 64.0;
        while (high - low > 1e-9)
        {
            final double middle = 0.5 * (low + high);
            final boolean isRarer = Math.expm1(middle) - middle > 2.0 * slack * slack * runLength;
            low = isRarer ? low : middle;
            high = isRarer ? middle : high;
        }
        return low / (2.0 * slack) - OVERSHOOT;
    }

    private static void check(final String name, final double value, final double min, final String allowed)
    {
        if (!(value >= min && value <= Double.MAX_VALUE))
        {
            throw new IllegalArgumentException(name + "=" + value + ": allowed are " + allowed);
        }
    }
}
