package io.antumbra.forecasting;

/**
 * Follows one quantile of a series without keeping any of it: four numbers of state, a few nanoseconds, no
 * allocation. For one thread.
 *
 * <pre>
 *  value := value + eta * quantile          when the observation was above
 *  value := value - eta * (1 - quantile)    when it was not
 *  eta   =  gain * scale                    scale: running mean distance from the running mean
 * </pre>
 *
 * That is stochastic gradient descent on the asymmetric (pinball) loss of Koenker and Bassett (Regression Quantiles,
 * Econometrica 46, 1978, equation 2.2) after Robbins and Monro (1951). With a gain that does not fade, as here, it
 * is the quantile tracking of Angelopoulos, Candes and Tibshirani (Conformal PID Control, NeurIPS 2023, section
 * 2.1): the steps up and down can only cancel when the share of observations above the value is 1 - quantile, so the
 * share comes out right over time however the series shifts, without assuming a distribution. The P-square algorithm
 * (Jain and Chlamtac, 1985) is closer on a stationary series but weighs the oldest observation like the newest, and
 * so never forgets; it was left for that.
 * <p>
 * The gain starts at 1 and falls to 1/16 over the first 140 observations. An observation counts in the scale with at
 * most 64 scales, so one spike changes next to nothing, and a lasting change of scale is followed exponentially.
 */
public final class StreamingQuantile
{
    private static final double MIN_GAIN = 1.0 / 16.0;
    private static final double GAIN_DECAY = 0.98;
    private static final double MIN_SCALE_GAIN = 1.0 / 128.0;
    private static final double MAX_SCALES = 64.0;

    private final double quantile;
    private long observationCount;
    private long rejectedCount;
    private double value;
    private double centre;
    private double scale;
    private double gain;
    private double scaleGain;

    /**
     * Without any observation yet.
     *
     * @param quantile share of observations that is not above the value: more than 0 and less than 1.
     * @throws IllegalArgumentException when it is not.
     */
    public StreamingQuantile(final double quantile)
    {
        if (!(quantile > 0.0 && quantile < 1.0))
        {
            throw new IllegalArgumentException(
                "quantile=" + quantile + ": allowed are values between 0 and 1, such as 0.99");
        }

        this.quantile = quantile;
        reset();
    }

    /**
     * Forget everything: as just constructed, counters included.
     */
    public void reset()
    {
        observationCount = 0;
        rejectedCount = 0;
        value = 0.0;
        centre = 0.0;
        scale = 0.0;
        gain = 1.0;
        scaleGain = 1.0;
    }

    /**
     * Take an observation.
     *
     * @param observation in any unit.
     * @return true when it was taken; false when it is NaN, infinite or beyond {@link Forecaster#MAX_MAGNITUDE}: then
     *         it is counted in {@link #rejectedCount()} and nothing else changed.
     */
    public boolean update(final double observation)
    {
        if (!Forecaster.isUsable(observation))
        {
            rejectedCount++;
            return false;
        }

        if (0 == observationCount++)
        {
            value = observation;
            centre = observation;
            return true;
        }

        trackScale(observation);
        value += gain * scale * (observation > value ? quantile : quantile - 1.0);
        gain = Math.max(MIN_GAIN, gain * GAIN_DECAY);
        return true;
    }

    /**
     * The quantile as followed so far.
     *
     * @return in the unit of the observations: always finite, and 0.0 before the first one.
     */
    public double value()
    {
        return value;
    }

    /**
     * Which quantile is followed.
     *
     * @return more than 0, less than 1.
     */
    public double quantile()
    {
        return quantile;
    }

    /**
     * How many observations were taken.
     *
     * @return observations taken since construction or {@link #reset()}.
     */
    public long observationCount()
    {
        return observationCount;
    }

    /**
     * How many observations were refused.
     *
     * @return observations refused since construction or {@link #reset()}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    private void trackScale(final double observation)
    {
        final double deviation = observation - centre;
        final double distance = Math.abs(deviation);
        if (0.0 == scale)
        {
            scale = distance;
        }

        final double taken = Math.min(distance, MAX_SCALES * scale);
        scale += scaleGain * (taken - scale);
        centre += scaleGain * Math.copySign(taken, deviation);
        if (scaleGain > MIN_SCALE_GAIN)
        {
            scaleGain = Math.max(MIN_SCALE_GAIN, scaleGain / (1.0 + scaleGain));
        }
    }
}
