package io.antumbra.forecasting.risk;

/**
 * What two terms of a {@link RoundTripForecast} count for: recursive least squares with forgetting (Ljung, System
 * Identification, 2nd ed. 1999, section 11.2), written out for two. For one thread, no allocation.
 * <p>
 * Both start at 1. As in the ARIMA models of this module the variance of what is missed is in the gain, an error
 * teaches by 8 deviations at most, and the trace of the covariance never exceeds the first one, so that a weight whose
 * term is 0 for long does not become uncertain without bound.
 */
final class RoundTripWeights
{
    private static final double FORGETTING = 0.9998;
    private static final double PRIOR_VARIANCE = 0.01;
    private static final double MIN_VARIANCE_GAIN = 1.0 / 2048.0;
    private static final double MAX_TAUGHT = 8.0;

    private double first = 1.0;
    private double second = 1.0;
    private double ofFirst = PRIOR_VARIANCE;
    private double ofSecond = PRIOR_VARIANCE;
    private double ofBoth;
    private double variance;
    private double varianceGain = 1.0;

    /**
     * The terms, weighted and added up.
     */
    double sum(final double[] terms, final int offset)
    {
        return first * terms[offset] + second * terms[offset + 1];
    }

    /**
     * Learns what the sum should have been.
     */
    void learn(final double[] terms, final int offset, final double value)
    {
        final double error = value - sum(terms, offset);
        variance += varianceGain * (error * error - variance);
        varianceGain = Math.max(MIN_VARIANCE_GAIN, varianceGain / (1.0 + varianceGain));
        if (!(variance > 0.0))
        {
            return;
        }

        final double most = MAX_TAUGHT * Math.sqrt(variance);
        final double taught = Math.max(-most, Math.min(most, error));
        final double gainOfFirst = ofFirst * terms[offset] + ofBoth * terms[offset + 1];
        final double gainOfSecond = ofBoth * terms[offset] + ofSecond * terms[offset + 1];
        final double spread = gainOfFirst * terms[offset] + gainOfSecond * terms[offset + 1];
        final double inverse = 1.0 / (FORGETTING * variance + Math.max(0.0, spread));
        first += gainOfFirst * inverse * taught;
        second += gainOfSecond * inverse * taught;
        ofFirst = Math.max(0.0, (ofFirst - gainOfFirst * gainOfFirst * inverse) / FORGETTING);
        ofSecond = Math.max(0.0, (ofSecond - gainOfSecond * gainOfSecond * inverse) / FORGETTING);
        ofBoth = (ofBoth - gainOfFirst * gainOfSecond * inverse) / FORGETTING;
        bound();
    }

    private void bound()
    {
        final double trace = ofFirst + ofSecond;
        if (trace > 2.0 * PRIOR_VARIANCE)
        {
            final double factor = 2.0 * PRIOR_VARIANCE / trace;
            ofFirst *= factor;
            ofSecond *= factor;
            ofBoth *= factor;
        }
    }
}
