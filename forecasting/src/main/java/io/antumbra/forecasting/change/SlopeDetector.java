package io.antumbra.forecasting.change;

/**
 * Tells whether a stream is rising or falling, and how steeply. For one thread, no allocation, about three nanoseconds.
 *
 * <pre>
 *  fast := fast + g (x - fast)             g = 2 / (memory + 1)
 *  slow := slow + g/4 (x - slow)
 *  slope = (fast - slow) / (lag of slow - lag of fast),   lag of an average of gain g = (1 - g) / g
 * </pre>
 *
 * On a line, an exponential average lags behind by a fixed number of observations, so the distance of two averages
 * tells the slope. For independent input of deviation s the deviation of that distance is s times
 * sqrt(g/(2-g) + h/(2-h) - 2gh/(g+h-gh)), h = g/4: so the slope is told in units of its own error. The alternative, a
 * regression over a window, is as exact but has to keep the window. Source of the averages' moments: Brown, Smoothing,
 * Forecasting and Prediction, 1963, chapters 7 and 9.
 * <p>
 * It begins when the slope exceeds {@code threshold} of its errors and ends when it is below half of that, so that it
 * does not flicker. The spread s is tracked from the distances of neighbours, which a slope hardly touches; for
 * independent normal input a threshold of 4 is exceeded less than once in 10,000 observations.
 */
public final class SlopeDetector
{
    /**
     * Rising.
     */
    public static final int RISING = 1;

    /**
     * Falling.
     */
    public static final int FALLING = -1;

    /**
     * Neither.
     */
    public static final int LEVEL = 0;

    private static final int MIN_MEMORY = 4;
    private static final int MAX_MEMORY = 1 << 20;
    private static final double SLOWER = 4.0;
    private static final double MAX_STEP = 8.0;
    private static final int LEARNED = 16;

    /** From the mean distance of two independent normal values to their deviation: sqrt(pi) / 2. */
    private static final double DEVIATION_OF_MEAN_STEP = 0.886226925452758;

    private final int memory;
    private final double threshold;
    private final double fastGain;
    private final double slowGain;
    private final double lag;
    private final double distanceError;
    private long observationCount;
    private double last;
    private double meanStep;
    private double fast;
    private double slow;
    private int direction;

    /**
     * A detector that saw nothing yet.
     *
     * @param memory    of the faster average, in observations, 4 to 2^20. It tells nothing before four of these.
     * @param threshold of the slope in units of its error, more than 0.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public SlopeDetector(final int memory, final double threshold)
    {
        if (memory < MIN_MEMORY || memory > MAX_MEMORY)
        {
            throw new IllegalArgumentException(
                "memory=" + memory + ": allowed are " + MIN_MEMORY + " to " + MAX_MEMORY + " observations");
        }
        if (!(threshold > 0.0 && threshold <= Double.MAX_VALUE))
        {
            throw new IllegalArgumentException("threshold=" + threshold + ": allowed are more than 0.0");
        }

        this.memory = memory;
        this.threshold = threshold;
        fastGain = 2.0 / (memory + 1.0);
        slowGain = fastGain / SLOWER;
        lag = (1.0 - slowGain) / slowGain - (1.0 - fastGain) / fastGain;
        distanceError = Math.sqrt(
            fastGain / (2.0 - fastGain) + slowGain / (2.0 - slowGain) -
                2.0 * fastGain * slowGain / (fastGain + slowGain - fastGain * slowGain));
        reset();
    }

    /**
     * Take the next of the stream.
     *
     * @param value up to 1e300; NaN, infinity and what is beyond change nothing.
     * @return {@link #RISING}, {@link #FALLING} or {@link #LEVEL}: what it is now.
     */
    public int update(final double value)
    {
        if (!(Math.abs(value) <= 1e300))
        {
            return direction;
        }

        if (0 == observationCount++)
        {
            fast = value;
            slow = value;
        }
        else
        {
            trackStep(Math.abs(value - last));
            // Until it has its memory, an average is the plain mean: the first value counts no more than others.
            final double mean = 1.0 / observationCount;
            fast += Math.max(fastGain, mean) * (value - fast);
            slow += Math.max(slowGain, mean) * (value - slow);
        }
        last = value;
        direction = judge();
        return direction;
    }

    /**
     * How steep it is.
     *
     * @return change of the stream per observation, in its own unit.
     */
    public double slope()
    {
        return (fast - slow) / lag;
    }

    /**
     * How steep it is, in units of the error that this slope has when there is none.
     *
     * @return 0.0 before there were four memories of observations; infinite on a line without any noise is cut at
     *         1e6.
     */
    public double significance()
    {
        if (observationCount < SLOWER * memory)
        {
            return 0.0;
        }

        final double distance = fast - slow;
        final double error = distanceError * DEVIATION_OF_MEAN_STEP * meanStep;
        return 0.0 == distance ? 0.0 : Math.max(-1e6, Math.min(1e6, distance / error));
    }

    /**
     * Forget everything: as just constructed.
     */
    public void reset()
    {
        observationCount = 0;
        last = 0.0;
        meanStep = 0.0;
        fast = 0.0;
        slow = 0.0;
        direction = LEVEL;
    }

    private int judge()
    {
        final double significance = significance();
        final double needed = LEVEL == direction ? threshold : threshold / 2.0;
        if (LEVEL != direction && significance * direction > needed)
        {
            return direction;
        }

        return Math.abs(significance) > threshold ? (significance > 0.0 ? RISING : FALLING) : LEVEL;
    }

    /**
     * A step counts as 8 mean steps at most, once there were some: a jump is no new spread.
     */
    private void trackStep(final double step)
    {
        final double taken =
            observationCount > LEARNED && meanStep > 0.0 ? Math.min(step, MAX_STEP * meanStep) : step;
        meanStep += Math.max(slowGain, 1.0 / (observationCount - 1.0)) * (taken - meanStep);
    }
}
