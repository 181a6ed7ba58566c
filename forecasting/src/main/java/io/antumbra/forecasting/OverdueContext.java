package io.antumbra.forecasting;

/**
 * The settings of one {@link OverdueEstimator}. For one thread.
 */
public final class OverdueContext
{
    /**
     * Default share of round trips that are to arrive before they count as overdue.
     */
    public static final double QUANTILE_DEFAULT = 0.99;

    /**
     * Default least age of an overdue tail: 200 microseconds.
     */
    public static final long FLOOR_NS_DEFAULT = 200_000;

    /**
     * Default greatest age of an overdue tail: 100 milliseconds. Later an idle publication's own heartbeat shows the
     * gap anyway.
     */
    public static final long CEILING_NS_DEFAULT = 100_000_000;

    /**
     * Default age of an overdue tail before there are enough round trips to tell: 10 milliseconds, for the first round
     * trips of a JVM are slow.
     */
    public static final long INITIAL_NS_DEFAULT = 10_000_000;

    /**
     * Default number of round trips that are enough.
     */
    public static final int WARM_UP_SAMPLES_DEFAULT = 64;

    private double quantile = QUANTILE_DEFAULT;
    private long floorNs = FLOOR_NS_DEFAULT;
    private long ceilingNs = CEILING_NS_DEFAULT;
    private long initialNs = INITIAL_NS_DEFAULT;
    private int warmUpSamples = WARM_UP_SAMPLES_DEFAULT;
    private Forecaster forecaster;
    private boolean isConcluded;

    /**
     * Check the settings and fix them. The estimator calls it; a context serves one estimator.
     *
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     * @throws IllegalStateException    when it was concluded before.
     */
    public void conclude()
    {
        checkOpen();
        if (!(quantile >= 0.5 && quantile < 1.0))
        {
            throw new IllegalArgumentException("quantile=" + quantile + ": allowed are 0.5 to less than 1.0");
        }

        checkRange("floorNs", floorNs, 1, OverdueEstimator.MAX_RTT_NS, "nanoseconds");
        checkRange("ceilingNs", ceilingNs, floorNs, OverdueEstimator.MAX_RTT_NS, "nanoseconds (from floorNs up)");
        checkRange("initialNs", initialNs, floorNs, ceilingNs, "nanoseconds (floorNs to ceilingNs)");
        checkRange("warmUpSamples", warmUpSamples, 1, Integer.MAX_VALUE, "round trips");
        if (null == forecaster)
        {
            forecaster = new IncrementalArima(new ArimaContext().p(3).q(1));
        }
        isConcluded = true;
    }

    /**
     * Share of round trips that are to arrive before they count as overdue.
     *
     * @param quantile 0.5 to less than 1.0; default {@link #QUANTILE_DEFAULT}.
     * @return this for a fluent API.
     */
    public OverdueContext quantile(final double quantile)
    {
        checkOpen();
        this.quantile = quantile;
        return this;
    }

    /**
     * Share of round trips that are to arrive before they count as overdue.
     *
     * @return the quantile.
     */
    public double quantile()
    {
        return quantile;
    }

    /**
     * Least age of an overdue tail.
     *
     * @param floorNs in nanoseconds, 1 to {@link OverdueEstimator#MAX_RTT_NS}; default {@link #FLOOR_NS_DEFAULT}.
     * @return this for a fluent API.
     */
    public OverdueContext floorNs(final long floorNs)
    {
        checkOpen();
        this.floorNs = floorNs;
        return this;
    }

    /**
     * Least age of an overdue tail.
     *
     * @return in nanoseconds.
     */
    public long floorNs()
    {
        return floorNs;
    }

    /**
     * Greatest age of an overdue tail.
     *
     * @param ceilingNs in nanoseconds, from the floor to {@link OverdueEstimator#MAX_RTT_NS}; default
     *                  {@link #CEILING_NS_DEFAULT}.
     * @return this for a fluent API.
     */
    public OverdueContext ceilingNs(final long ceilingNs)
    {
        checkOpen();
        this.ceilingNs = ceilingNs;
        return this;
    }

    /**
     * Greatest age of an overdue tail.
     *
     * @return in nanoseconds.
     */
    public long ceilingNs()
    {
        return ceilingNs;
    }

    /**
     * Age of an overdue tail before there are enough round trips to tell.
     *
     * @param initialNs in nanoseconds, from the floor to the ceiling; default {@link #INITIAL_NS_DEFAULT}.
     * @return this for a fluent API.
     */
    public OverdueContext initialNs(final long initialNs)
    {
        checkOpen();
        this.initialNs = initialNs;
        return this;
    }

    /**
     * Age of an overdue tail before there are enough round trips to tell.
     *
     * @return in nanoseconds.
     */
    public long initialNs()
    {
        return initialNs;
    }

    /**
     * How many round trips are enough to tell.
     *
     * @param warmUpSamples 1 and more; default {@link #WARM_UP_SAMPLES_DEFAULT}.
     * @return this for a fluent API.
     */
    public OverdueContext warmUpSamples(final int warmUpSamples)
    {
        checkOpen();
        this.warmUpSamples = warmUpSamples;
        return this;
    }

    /**
     * How many round trips are enough to tell.
     *
     * @return round trips.
     */
    public int warmUpSamples()
    {
        return warmUpSamples;
    }

    /**
     * The model of the logarithm of the round-trip time.
     *
     * @param forecaster for this estimator alone; default, also for null, an ARIMA(3,0,1).
     * @return this for a fluent API.
     */
    public OverdueContext forecaster(final Forecaster forecaster)
    {
        checkOpen();
        this.forecaster = forecaster;
        return this;
    }

    /**
     * The model of the logarithm of the round-trip time.
     *
     * @return the model; null when the default is to be used and the settings are not concluded yet.
     */
    public Forecaster forecaster()
    {
        return forecaster;
    }

    private void checkOpen()
    {
        if (isConcluded)
        {
            throw new IllegalStateException("this context was concluded by an estimator: make a new one for each");
        }
    }

    private static void checkRange(
        final String name, final long value, final long min, final long max, final String unit)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                name + "=" + value + ": allowed are " + min + " to " + max + " " + unit);
        }
    }
}
