package io.antumbra.forecasting;

/**
 * A forecaster of a series of ratios: it hands the logarithm of each value to another forecaster and takes its forecast
 * back. For one thread, no allocation after construction.
 *
 * <pre>
 *  value ──► log ──► forecaster ──► exp ──► forecast
 * </pre>
 *
 * Series whose seasons or steps grow with their level are additive in the logarithm (Box and Cox, An analysis of
 * transformations, J. R. Stat. Soc. B 26, 1964). What comes back is the median: the mean would be exp(variance / 2)
 * times that, a factor that is near 1 where logarithms help and wild where they do not.
 * <p>
 * A value that is not positive shows that the series is none of ratios: from then on, until {@link #reset()}, the
 * forecast is the last value. A forecast is within e<sup>5</sup> times the last value, either way.
 */
public final class LogarithmicForecaster implements Forecaster
{
    private static final double MAX_LOG_STEP = 5.0;

    private final Forecaster forecaster;
    private final ErrorScale errors = new ErrorScale();
    private long observationCount;
    private long rejectedCount;
    private boolean isPositive;
    private double last;
    private double lastLogarithm;
    private double forecast;

    /**
     * A forecaster by logarithms.
     *
     * @param forecaster of the logarithms, that this one alone feeds from now on; it resets it.
     */
    public LogarithmicForecaster(final Forecaster forecaster)
    {
        this.forecaster = forecaster;
        reset();
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        if (observationCount++ > 0)
        {
            errors.update(value - forecast);
        }
        last = value;
        isPositive &= value > 0.0;
        if (isPositive)
        {
            // The strict ones give the same bits on every machine.
            lastLogarithm = StrictMath.log(value);
            forecaster.update(lastLogarithm);
        }
        forecast = isPositive ? back(forecaster.forecast()) : value;
        return true;
    }

    @Override
    public double forecast()
    {
        return forecast;
    }

    @Override
    public double forecast(final int horizon)
    {
        final double logarithm = forecaster.forecast(horizon);
        return isPositive && observationCount > 0 ? back(logarithm) : last;
    }

    /**
     * {@inheritDoc}
     * <p>
     * At one step the measured one. It grows with the horizon as that of the logarithm does, and with the forecast; as
     * that of a random walk when the series is none of ratios.
     */
    @Override
    public double deviation(final int horizon)
    {
        final double logarithmAhead = forecaster.deviation(horizon);
        final double own = errors.deviation();
        if (!isPositive)
        {
            return Bounds.finite(own * Math.sqrt(horizon));
        }

        final double logarithmNext = forecaster.deviation(1);
        if (0.0 == own || !(logarithmNext > 0.0))
        {
            return own;
        }

        return Bounds.finite(own * (forecast(horizon) / forecast) * (logarithmAhead / logarithmNext));
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
        forecaster.reset();
        errors.reset();
        observationCount = 0;
        rejectedCount = 0;
        isPositive = true;
        last = 0.0;
        lastLogarithm = 0.0;
        forecast = 0.0;
    }

    @Override
    public String toString()
    {
        return "log " + forecaster;
    }

    private double back(final double logarithm)
    {
        final double step = Bounds.within(logarithm - lastLogarithm, MAX_LOG_STEP);
        return Bounds.finite(last * StrictMath.exp(step));
    }
}
