package io.antumbra.forecasting.change;

/**
 * Tells whether a stream is rising or falling, how steeply, and how sure that is. For one thread, no allocation, about
 * five nanoseconds.
 *
 * <pre>
 *  error  = x - (level + slope)
 *  level := level + slope + a (2 - a) error          a = 1 / memory
 *  slope := slope + a a error
 *
 *  error of the slope^2 = variance of error (1 + r) / (1 - r) * 2 a^3 / (2 - a)^3
 *  significance         = slope / its error
 * </pre>
 *
 * <b>The line</b> is fitted by least squares with weights that fade over the memory: double smoothing (Brown,
 * Smoothing, Forecasting and Prediction of Discrete Time Series, 1963, chapter 9).
 * <p>
 * <b>Its standard errors</b> are Brown's for independent noise (chapter 12), widened by (1 + r) / (1 - r) in variance
 * with r the correlation of one error with the one before. That is what tells a trend from everything else: after a
 * step, in a slow wave or in strongly correlated noise errors have the same sign for long, r comes near 1, and the
 * slope counts as unknown.
 * <p>
 * It begins when the slope exceeds {@code threshold} of its errors and ends when it is below half of that, so that it
 * does not flicker; before a memory of observations it tells nothing. With a memory of 16 and a threshold of 4, slopes
 * of 0.3 deviations an observation were told after 12 on average, of 1.0 after 40: a steep one looks like a step first.
 * <p>
 * Left for this: the distance of two exponential averages, which lag behind a line differently. It is as quick and as
 * sure on independent noise, but takes each slow wave and each step for a slope.
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

    /** Largest magnitude of a value that is taken. */
    public static final double MAX_MAGNITUDE = 1e100;

    private static final double MIN_MEMORY = 4.0;
    private static final double MAX_MEMORY = 1 << 20;
    private static final double MAX_SIGNIFICANCE = 1e6;
    private static final double MAX_CORRELATION = 0.999;

    private final double threshold;
    private final double levelGain;
    private final double slopeGain;
    private final double errorGain;
    private final double slopeVariance;
    private final double levelVariance;
    private final int settledCount;
    private int observationCount;
    private double level;
    private double slope;
    private double variance;
    private double covariance;
    private double lastError;
    private double gain;
    private double slopeError;
    private double levelError;
    private int direction;

    /**
     * A detector that saw nothing yet.
     *
     * @param memory    in observations, 4 to 2^20: the weight of one falls to 1/e after so many more. A slope is known
     *                  about as far ahead as the memory reaches back.
     * @param threshold of the slope in units of its error, more than 0.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public SlopeDetector(final double memory, final double threshold)
    {
        if (!(memory >= MIN_MEMORY && memory <= MAX_MEMORY))
        {
            throw new IllegalArgumentException(
                "memory=" + memory + ": allowed are " + MIN_MEMORY + " to " + MAX_MEMORY + " observations");
        }
        if (!(threshold > 0.0 && threshold <= Double.MAX_VALUE))
        {
            throw new IllegalArgumentException("threshold=" + threshold + ": allowed are more than 0.0");
        }

        this.threshold = threshold;
        final double alpha = 1.0 / memory;
        final double beta = 1.0 - alpha;
        final double cube = (1.0 + beta) * (1.0 + beta) * (1.0 + beta);
        levelGain = alpha * (2.0 - alpha);
        slopeGain = alpha / (2.0 - alpha);
        errorGain = 0.5 * alpha;
        slopeVariance = 2.0 * alpha * alpha * alpha / cube;
        levelVariance = alpha * (1.0 + 4.0 * beta + 5.0 * beta * beta) / cube;
        settledCount = (int)Math.ceil(memory);
        reset();
    }

    /**
     * Take the next of the stream.
     *
     * @param value up to {@link #MAX_MAGNITUDE}; NaN, infinity and what is beyond change nothing.
     * @return {@link #RISING}, {@link #FALLING} or {@link #LEVEL}: what it is now.
     */
    public int update(final double value)
    {
        if (!(Math.abs(value) <= MAX_MAGNITUDE))
        {
            return direction;
        }

        if (0 == observationCount)
        {
            level = value;
        }
        else
        {
            final double error = value - (level + slope);
            trackError(error);
            follow(error);
        }
        observationCount = Math.min(settledCount, observationCount + 1);
        direction = judge();
        return direction;
    }

    /**
     * One observation is missing: go on along the line. Nothing before the first one.
     */
    public void skip()
    {
        if (!isEmpty())
        {
            level += slope;
            observationCount = Math.min(settledCount, observationCount + 1);
        }
    }

    /**
     * Where the line is at the last observation.
     *
     * @return in the unit of the stream.
     */
    public double level()
    {
        return level;
    }

    /**
     * Standard error of {@link #level()}.
     *
     * @return in the unit of the stream, at least 0.0.
     */
    public double levelError()
    {
        return levelError;
    }

    /**
     * How steep it is.
     *
     * @return change of the stream per observation, in its own unit.
     */
    public double slope()
    {
        return slope;
    }

    /**
     * Standard error of {@link #slope()}.
     *
     * @return change of the stream per observation, at least 0.0.
     */
    public double slopeError()
    {
        return slopeError;
    }

    /**
     * How steep it is, in units of the error of the slope.
     *
     * @return 0.0 before there was a memory of observations; within 1e6 either way, as on a line without any noise.
     */
    public double significance()
    {
        return isSettled() && 0.0 != slope ?
            Math.max(-MAX_SIGNIFICANCE, Math.min(MAX_SIGNIFICANCE, slope / slopeError)) :
            0.0;
    }

    /**
     * Whether there was a memory of observations.
     *
     * @return false as long as it is too early to tell anything.
     */
    public boolean isSettled()
    {
        return observationCount == settledCount;
    }

    /**
     * Whether there was no observation yet.
     *
     * @return true as just constructed.
     */
    public boolean isEmpty()
    {
        return 0 == observationCount;
    }

    /**
     * Forget everything: as just constructed.
     */
    public void reset()
    {
        observationCount = 0;
        level = 0.0;
        slope = 0.0;
        variance = 0.0;
        covariance = 0.0;
        lastError = 0.0;
        gain = 1.0;
        slopeError = 0.0;
        levelError = 0.0;
        direction = LEVEL;
    }

    private void follow(final double error)
    {
        final double step = slope + levelGain * error;
        level += step;
        slope += slopeGain * (step - slope);
    }

    private void trackError(final double error)
    {
        variance += gain * (error * error - variance);
        covariance += gain * (error * lastError - covariance);
        gain = Math.max(errorGain, gain / (1.0 + gain));
        lastError = error;
        final double correlation =
            variance > 0.0 ? Math.max(0.0, Math.min(MAX_CORRELATION, covariance / variance)) : 0.0;
        final double widened = variance * (1.0 + correlation) / (1.0 - correlation);
        slopeError = Math.sqrt(widened * slopeVariance);
        levelError = Math.sqrt(widened * levelVariance);
    }

    private int judge()
    {
        final double significance = significance();
        if (LEVEL != direction && significance * direction > 0.5 * threshold)
        {
            return direction;
        }

        return Math.abs(significance) > threshold ? (significance > 0.0 ? RISING : FALLING) : LEVEL;
    }
}
