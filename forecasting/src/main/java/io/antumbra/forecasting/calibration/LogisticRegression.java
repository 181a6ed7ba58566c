package io.antumbra.forecasting.calibration;

import java.util.Arrays;

/**
 * Probability of an event from features, learned one outcome at a time by a second-order step, so that neither a rate
 * nor the scale of a feature has to be tuned. For one thread; no allocation after construction.
 *
 * <pre>
 *  p = 1 / (1 + exp(-w' x))
 *
 *  h = p (1 - p)                 curvature of the log loss, at least 1/1000
 *  g = P x
 *  w := w + g (y - p) / (1 + h x' g)
 *  P := (P - g g' h / (1 + h x' g)) / forgetting          lower triangle only
 * </pre>
 *
 * That is one Newton step of the Bayesian logistic regression of Spiegelhalter and Lauritzen (Sequential updating of
 * conditional probabilities on directed graphical structures, Networks 20, 1990, section 5), with the exponential
 * forgetting of recursive least squares (Ljung, System Identification, 2nd ed. 1999, section 11.2). Gradient descent
 * with one rate for all was left: features of a link differ in scale and are nearly collinear.
 * <p>
 * As in recursive least squares the trace of P never exceeds that of the prior, else forgetting would let it grow
 * where nothing is excited, and only the lower triangle exists, which cannot become asymmetric.
 */
public final class LogisticRegression
{
    /**
     * Largest magnitude of a score; its probability differs from 0 or 1 by about 1e-13.
     */
    public static final double MAX_SCORE = 30.0;

    private static final double MIN_CURVATURE = 1e-3;
    private static final double MAX_WEIGHT = 0x1p20;

    private final int size;
    private final double priorVariance;
    private final double forgetting;
    private final double[] prior;
    private final double[] weights;
    private final double[] covariance;
    private final double[] direction;

    /**
     * A regression that has seen nothing.
     *
     * @param priorWeights  where the weights start, one for each feature.
     * @param priorVariance how far the weights are expected from there, squared: more than 0.
     * @param forgetting    factor by which the weight of the past shrinks with each outcome: 0.9 to 1.
     * @throws IllegalArgumentException when an argument is not allowed.
     */
    public LogisticRegression(final double[] priorWeights, final double priorVariance, final double forgetting)
    {
        if (0 == priorWeights.length)
        {
            throw new IllegalArgumentException("priorWeights: allowed are 1 and more of them");
        }

        if (!(priorVariance > 0.0 && priorVariance <= Double.MAX_VALUE))
        {
            throw new IllegalArgumentException(
                "priorVariance=" + priorVariance + ": allowed are values more than 0.0, such as 0.1");
        }

        if (!(forgetting >= 0.9 && forgetting <= 1.0))
        {
            throw new IllegalArgumentException(
                "forgetting=" + forgetting + ": allowed are 0.9 to 1.0; 1 - 1/N remembers about N outcomes");
        }

        this.priorVariance = priorVariance;
        this.forgetting = forgetting;
        size = priorWeights.length;
        prior = priorWeights.clone();
        weights = new double[size];
        covariance = new double[size * (size + 1) / 2];
        direction = new double[size];
        reset();
    }

    /**
     * Forget everything: as just constructed.
     */
    public void reset()
    {
        System.arraycopy(prior, 0, weights, 0, size);
        Arrays.fill(covariance, 0.0);
        for (int i = 0; i < size; i++)
        {
            covariance[i * (i + 3) / 2] = priorVariance;
        }
    }

    /**
     * The log odds of the event.
     *
     * @param features holds them, finite.
     * @param offset   of the first.
     * @return within {@link #MAX_SCORE} either way.
     */
    public double score(final double[] features, final int offset)
    {
        double sum = 0.0;
        for (int i = 0; i < size; i++)
        {
            sum += weights[i] * features[offset + i];
        }
        return bounded(sum, MAX_SCORE);
    }

    /**
     * Learn what came.
     *
     * @param features as they were when the score was asked.
     * @param offset   of the first.
     * @param isEvent  whether the event came.
     */
    public void update(final double[] features, final int offset, final boolean isEvent)
    {
        final double probability = probability(score(features, offset));
        final double curvature = Math.max(MIN_CURVATURE, probability * (1.0 - probability));
        final double spread = project(features, offset);
        if (!(spread >= 0.0 && spread <= Double.MAX_VALUE))
        {
            // Rounding took the covariance out of the positive ones: what it knew is gone, the weights are kept.
            Arrays.fill(covariance, 0.0);
            for (int i = 0; i < size; i++)
            {
                covariance[i * (i + 3) / 2] = priorVariance;
            }
            return;
        }

        final double inverse = 1.0 / (1.0 + curvature * spread);
        final double step = ((isEvent ? 1.0 : 0.0) - probability) * inverse;
        final double shrink = curvature * inverse;
        double trace = 0.0;
        for (int i = 0; i < size; i++)
        {
            weights[i] = bounded(weights[i] + direction[i] * step, MAX_WEIGHT);
            trace += covariance[i * (i + 3) / 2] - shrink * direction[i] * direction[i];
        }

        final double maxTrace = size * priorVariance;
        final double growth = trace > maxTrace * forgetting ? maxTrace / trace : 1.0 / forgetting;
        for (int i = 0, at = 0; i < size; i++)
        {
            final double scaled = shrink * direction[i];
            for (int j = 0; j <= i; j++, at++)
            {
                covariance[at] = (covariance[at] - scaled * direction[j]) * growth;
            }
        }
    }

    /**
     * The weight of a feature as learned so far.
     *
     * @param index of the feature.
     * @return its factor in the log odds.
     */
    public double weight(final int index)
    {
        return weights[index];
    }

    /**
     * The probability that goes with log odds.
     *
     * @param score log odds.
     * @return 0 to 1; NaN for NaN.
     */
    public static double probability(final double score)
    {
        return 1.0 / (1.0 + Math.exp(-score));
    }

    /**
     * Sum of the diagonal of P: a test holds that it stays bounded.
     */
    double covarianceTrace()
    {
        double trace = 0.0;
        for (int i = 0; i < size; i++)
        {
            trace += covariance[i * (i + 3) / 2];
        }
        return trace;
    }

    /**
     * direction = P x, each entry of the triangle being read once.
     *
     * @return x' P x.
     */
    private double project(final double[] features, final int offset)
    {
        for (int i = 0, at = 0; i < size; i++)
        {
            final double own = features[offset + i];
            double sum = 0.0;
            for (int j = 0; j < i; j++)
            {
                final double entry = covariance[at++];
                sum += entry * features[offset + j];
                direction[j] += entry * own;
            }
            direction[i] = sum + covariance[at++] * own;
        }

        double spread = 0.0;
        for (int i = 0; i < size; i++)
        {
            spread += direction[i] * features[offset + i];
        }
        return spread;
    }

    private static double bounded(final double value, final double bound)
    {
        return Math.max(-bound, Math.min(bound, value));
    }
}
