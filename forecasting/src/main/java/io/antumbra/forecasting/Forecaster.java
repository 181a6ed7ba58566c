package io.antumbra.forecasting;

/**
 * A model of one series that learns while it forecasts: one observation at a time, in bounded memory, without
 * allocation after construction.
 *
 * <pre>{@code
 * final double expected = forecaster.forecast();
 * // ... the value arrives ...
 * if (!forecaster.update(value))
 * {
 *     // not a number that can be used; counted, and the model is as before
 * }
 * }</pre>
 *
 * For one thread. Calls with the same sequence of arguments give the same bits on every machine.
 */
public interface Forecaster
{
    /**
     * Largest magnitude of an observation, 2<sup>1000</sup> (about 1.07e301). It leaves room for the differences of
     * differences of two such values below {@link Double#MAX_VALUE}.
     */
    double MAX_MAGNITUDE = 0x1p1000;

    /**
     * Take the next observation of the series.
     *
     * @param value of the series, in its own unit.
     * @return true when it was taken; false when it is NaN, infinite or beyond {@link #MAX_MAGNITUDE}: then it is
     *         counted in {@link #rejectedCount()} and nothing else changed.
     */
    boolean update(double value);

    /**
     * The next value, as expected from all that were taken.
     *
     * @return the forecast in the unit of the series: always finite, and 0.0 before the first observation.
     */
    double forecast();

    /**
     * The value some steps ahead. Costs time in proportion to the horizon.
     *
     * @param horizon in steps; 1 is the next value and gives the same as {@link #forecast()}.
     * @return the forecast in the unit of the series: always finite, and 0.0 before the first observation.
     * @throws IllegalArgumentException when the horizon is below 1.
     */
    double forecast(int horizon);

    /**
     * How far off the forecast of a horizon is to be expected: the standard deviation of its error, as the model itself
     * sees it (sigma times the root of the summed squared psi weights; Box and Jenkins, Time Series Analysis, section
     * 5.2.4). It knows nothing of a model that does not fit. Costs time in proportion to the horizon.
     *
     * @param horizon in steps; 1 is the next value.
     * @return the standard deviation in the unit of the series: finite, at least 0, and 0.0 as long as it is not known.
     * @throws IllegalArgumentException when the horizon is below 1.
     */
    double deviation(int horizon);

    /**
     * How many observations were taken.
     *
     * @return observations taken since construction or {@link #reset()}.
     */
    long observationCount();

    /**
     * How many observations were refused.
     *
     * @return observations refused since construction or {@link #reset()}.
     */
    long rejectedCount();

    /**
     * Forget everything: as just constructed, counters included.
     */
    void reset();

    /**
     * Whether a value can be an observation.
     *
     * @param value to test.
     * @return true when it is finite and not beyond {@link #MAX_MAGNITUDE}.
     */
    static boolean isUsable(final double value)
    {
        return Math.abs(value) <= MAX_MAGNITUDE;
    }
}
