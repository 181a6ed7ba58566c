package io.antumbra.forecasting.interval;

import java.util.Arrays;

/**
 * One side of a {@link ConformalInterval}: how far from the forecast its bound lies, in units of the owner, learned
 * from which observations were beyond. For one thread, no allocation.
 *
 * <pre>
 *  reach(t)  = weights' features(t) + correction
 *  step      = 1 - share when the observation was beyond the bound, - share when not
 *  weights  := weights + rate * step' * features / max(1, |features|^2 / 2)   step' : beyond without the correction
 *  correction := correction + gain * step
 * </pre>
 *
 * The first update is stochastic gradient descent on the pinball loss of a linear quantile regression (Koenker and
 * Bassett, Regression Quantiles, Econometrica 46, 1978, section 3); the second the quantile tracker that adds up what
 * is missed (Angelopoulos, Candes, Tibshirani, Conformal PID Control for Time Series Prediction, NeurIPS 2023, section
 * 2.1, with the regression in the place of its scorecaster, section 2.3).
 */
final class TailBound
{
    private static final double RATE = 0.02;
    private static final double RATE_DECAY = 0.98;
    private static final double GAIN = 0.05;
    private static final double MAX_REACH = 0x1p20;

    private final double share;
    private final double initialReach;
    private final double[] weights;
    private double correction;
    private double rate;

    /**
     * @param share        of the observations that is to be beyond the bound.
     * @param features     how many; the first is to be 1.
     * @param initialReach before anything was observed.
     */
    TailBound(final double share, final int features, final double initialReach)
    {
        this.share = share;
        this.initialReach = initialReach;
        weights = new double[features];
        reset();
    }

    void reset()
    {
        Arrays.fill(weights, 0.0);
        weights[0] = initialReach;
        correction = 0.0;
        rate = 1.0;
    }

    double reach(final double[] features)
    {
        return regression(features) + correction;
    }

    /**
     * Learn from an observation.
     *
     * @param distance from the forecast towards this side: positive when the observation was on it.
     * @param features as the bound was made from.
     */
    void update(final double distance, final double[] features)
    {
        final double regression = regression(features);
        double squares = 0.0;
        for (final double feature : features)
        {
            squares += feature * feature;
        }

        final double step = (distance > regression ? 1.0 - share : -share) * rate / Math.max(1.0, 0.5 * squares);
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = bounded(weights[i] + step * features[i]);
        }
        correction = bounded(correction + GAIN * (distance > regression + correction ? 1.0 - share : -share));
        rate = Math.max(RATE, rate * RATE_DECAY);
    }

    private double regression(final double[] features)
    {
        double sum = 0.0;
        for (int i = 0; i < weights.length; i++)
        {
            sum += weights[i] * features[i];
        }
        return sum;
    }

    private static double bounded(final double value)
    {
        return Math.max(-MAX_REACH, Math.min(MAX_REACH, value));
    }
}
