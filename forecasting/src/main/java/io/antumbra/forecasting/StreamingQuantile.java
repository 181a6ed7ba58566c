package io.antumbra.forecasting;

/**
 * Follows one quantile of a series: exactly so while there are few observations, and then without keeping any of them,
 * in a few nanoseconds. No allocation after construction; 1 KiB. For one thread.
 *
 * <pre>
 *  value = the ceil((n + 1) quantile)-th smallest                          of the 128 first ones
 *
 *  value := value + eta * quantile                                         then, when one was above
 *  value := value - eta * (1 - quantile)                                   when it was not
 *  eta   =  gain * max(scale, distance of the value from the centre / 2)
 *
 *  centre  running mean, scale  running mean distance from it
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
 * An observation counts in the scale with at most 64 scales, so one spike changes next to nothing, and a lasting change
 * of scale is followed exponentially. Of ordinary noise the value is about two scales from the centre. Where the series
 * became far quieter than it was it is further away, and its own distance sets the step: with the scale alone, which
 * falls faster than the value can follow, the value stayed where it was. On a link whose round trip is always the same
 * but for the first one, a steps-only tracker called a round trip overdue after ten times that, for minutes; that is
 * why the first ones are ranked.
 */
public final class StreamingQuantile
{
    private static final int RANKED = 128;
    private static final double GAIN = 1.0 / 16.0;
    private static final double USUAL_SCALES = 2.0;
    private static final double MIN_SCALE_GAIN = 1.0 / 128.0;
    private static final double MAX_SCALES = 64.0;

    private final double quantile;
    private final double[] ranked = new double[RANKED];
    private long observationCount;
    private long rejectedCount;
    private double value;
    private double centre;
    private double scale;
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

        trackScale(observation);
        if (observationCount++ < RANKED)
        {
            rank(observation, (int)observationCount);
        }
        else
        {
            final double eta = GAIN * Math.max(scale, Math.abs(value - centre) / USUAL_SCALES);
            value += eta * (observation > value ? quantile : quantile - 1.0);
        }
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

    /**
     * Puts it in its place among those before it.
     */
    private void rank(final double observation, final int count)
    {
        int place = count - 1;
        for (; place > 0 && ranked[place - 1] > observation; place--)
        {
            ranked[place] = ranked[place - 1];
        }
        ranked[place] = observation;
        value = ranked[Math.min(count, (int)Math.ceil((count + 1) * quantile)) - 1];
    }

    private void trackScale(final double observation)
    {
        if (0 == observationCount)
        {
            centre = observation;
            return;
        }

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
