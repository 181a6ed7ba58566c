package io.antumbra.forecasting;

/**
 * The baselines that every model has to beat, as one: a smoothed level and, if wanted, a smoothed slope. For one
 * thread, no allocation.
 *
 * <pre>
 *  level(t) = levelGain x(t) + (1 - levelGain) (level(t-1) + slope(t-1))
 *  slope(t) = slopeGain (level(t) - level(t-1)) + (1 - slopeGain) slope(t-1)
 *  forecast h steps ahead = level(t) + h slope(t)
 * </pre>
 *
 * With a slope that is Holt's method, without one the exponentially weighted moving average, and with a level gain of
 * 1 the last value (Holt, 1957, reprinted in Int. J. Forecasting 20, 2004; Hyndman and Athanasopoulos, Forecasting:
 * Principles and Practice, 3rd ed., sections 5.2, 8.1 and 8.2). The level starts at the first observation, the slope
 * at 0.
 */
public final class ExponentialSmoothing implements Forecaster
{
    private final double levelGain;
    private final double slopeGain;
    private final ErrorScale errors = new ErrorScale();
    private long observationCount;
    private long rejectedCount;
    private double level;
    private double slope;

    private ExponentialSmoothing(final double levelGain, final double slopeGain)
    {
        this.levelGain = levelGain;
        this.slopeGain = slopeGain;
    }

    /**
     * The last value, at any horizon.
     *
     * @return a new forecaster.
     */
    public static ExponentialSmoothing lastValue()
    {
        return new ExponentialSmoothing(1.0, 0.0);
    }

    /**
     * An exponentially weighted moving average.
     *
     * @param gain weight of the newest value, more than 0 and at most 1.
     * @return a new forecaster.
     * @throws IllegalArgumentException when the gain is not allowed.
     */
    public static ExponentialSmoothing average(final double gain)
    {
        checkGain("gain", gain);
        return new ExponentialSmoothing(gain, 0.0);
    }

    /**
     * Holt's method: a level that moves along a slope.
     *
     * @param levelGain weight of the newest value in the level, more than 0 and at most 1.
     * @param slopeGain weight of the newest step of the level in the slope, more than 0 and at most 1.
     * @return a new forecaster.
     * @throws IllegalArgumentException when a gain is not allowed.
     */
    public static ExponentialSmoothing holt(final double levelGain, final double slopeGain)
    {
        checkGain("levelGain", levelGain);
        checkGain("slopeGain", slopeGain);
        return new ExponentialSmoothing(levelGain, slopeGain);
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        if (0 == observationCount++)
        {
            level = value;
            return true;
        }

        final double error = value - (level + slope);
        errors.update(error);
        final double step = slope + levelGain * error;
        level = 1.0 == levelGain ? value : level + step;
        slope += slopeGain * (step - slope);
        return true;
    }

    @Override
    public double forecast()
    {
        return level + slope;
    }

    @Override
    public double forecast(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        return Bounds.finite(level + horizon * slope);
    }

    @Override
    public double deviation(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        // The innovation j steps back has weight levelGain (1 + j slopeGain): sums of 1, j and j^2 in closed form.
        final double past = horizon - 1.0;
        final double ofSlope = slopeGain * past * horizon;
        final double ofBoth = slopeGain * ofSlope * (2.0 * horizon - 1.0) / 6.0;
        final double sum = 1.0 + levelGain * levelGain * (past + ofSlope + ofBoth);
        return Bounds.finite(errors.deviation() * Math.sqrt(sum));
    }

    @Override
    public long observationCount()
    {
        return observationCount;
    }

    @Override
    public long rejectedCount()
    {
        return rejectedCount;
    }

    @Override
    public void reset()
    {
        errors.reset();
        observationCount = 0;
        rejectedCount = 0;
        level = 0.0;
        slope = 0.0;
    }

    @Override
    public String toString()
    {
        if (slopeGain > 0.0)
        {
            return "Holt(" + levelGain + "," + slopeGain + ")";
        }

        return 1.0 == levelGain ? "last value" : "average(" + levelGain + ")";
    }

    static void checkGain(final String name, final double gain)
    {
        if (!(gain > 0.0 && gain <= 1.0))
        {
            throw new IllegalArgumentException(name + "=" + gain + ": allowed are more than 0.0 and at most 1.0");
        }
    }
}
