package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * The seasonal terms of a multiplicative model, at most one autoregressive and one moving-average, as a filter in front
 * of {@link ArmaEstimator}'s terms of short lag. For one thread, no allocation.
 *
 * <pre>
 *  (1 - a1 B - ..) (1 - A B^s) w(t) = (1 + c1 B + ..) (1 + C B^s) e(t)        B  one step back
 *
 *  u(t) = w(t) - A w(t-s) - C u(t-s)          what is left for the terms of short lag
 *
 *  gradient of A: a(t) = e(t-s) + A a(t-s)    e  innovation of the whole model
 *  gradient of C: c(t) = e(t-s) - C c(t-s)
 *
 *  rings of s values:  w | u | e | a | c,     place = t mod s
 * </pre>
 *
 * Multiplicative (Box and Jenkins, Time Series Analysis, section 9.1.3), since two coefficients then say what an
 * additive model needs three or four free ones for: seasonal series are short, and each coefficient costs accuracy.
 * And each factor is kept invertible by itself, where the product of degree s + q would need a test of that degree. The
 * gradients are those of the innovation with the other factors cancelled, so they cost one multiplication each.
 */
final class SeasonalTerms
{
    static final double MAX_COEFFICIENT = 0.98;

    private static final double MAX_FILTERED = 0x1p60;

    private final int season;
    private final int offset;
    private final boolean isAutoregressive;
    private final boolean isMovingAverage;
    private final double[] values;
    private final double[] filtered;
    private final double[] residuals;
    private final double[] valueGradients;
    private final double[] residualGradients;
    private final double[] rolledValues;
    private final double[] rolledFiltered;
    private int place;
    private int rolledPlace;

    /**
     * @param context concluded, with a season.
     */
    SeasonalTerms(final ArimaContext context)
    {
        season = context.season();
        offset = context.p() + context.q();
        isAutoregressive = context.seasonalP() > 0;
        isMovingAverage = context.seasonalQ() > 0;
        values = new double[season];
        filtered = new double[season];
        residuals = new double[season];
        valueGradients = new double[season];
        residualGradients = new double[season];
        rolledValues = new double[season];
        rolledFiltered = new double[season];
    }

    void reset()
    {
        Arrays.fill(values, 0.0);
        Arrays.fill(filtered, 0.0);
        Arrays.fill(residuals, 0.0);
        Arrays.fill(valueGradients, 0.0);
        Arrays.fill(residualGradients, 0.0);
        place = 0;
    }

    /**
     * Keeps the seasonal coefficients within what fades.
     *
     * @param theta all coefficients, the seasonal ones last, autoregressive first.
     * @return true when they were changed.
     */
    boolean enforce(final double[] theta)
    {
        boolean isChanged = false;
        for (int i = offset; i < theta.length; i++)
        {
            if (!(Math.abs(theta[i]) <= MAX_COEFFICIENT))
            {
                theta[i] = Bounds.within(theta[i], MAX_COEFFICIENT);
                isChanged = true;
            }
        }
        return isChanged;
    }

    /**
     * What the seasonal terms leave of a value.
     */
    double filter(final double[] theta, final double value)
    {
        int at = offset;
        double u = value;
        if (isAutoregressive)
        {
            u -= theta[at++] * values[place];
        }
        if (isMovingAverage)
        {
            u -= theta[at] * filtered[place];
        }
        return Bounds.within(u, MAX_FILTERED);
    }

    /**
     * Takes a value, and goes one place on.
     */
    void push(final double[] theta, final double value, final double u, final double residual)
    {
        values[place] = value;
        filtered[place] = u;
        final double before = residuals[place];
        int at = offset;
        if (isAutoregressive)
        {
            valueGradients[place] = Bounds.within(before + theta[at++] * valueGradients[place], MAX_FILTERED);
        }
        if (isMovingAverage)
        {
            residualGradients[place] = Bounds.within(before - theta[at] * residualGradients[place], MAX_FILTERED);
        }
        residuals[place] = residual;
        place = place + 1 == season ? 0 : place + 1;
    }

    /**
     * Puts what is known of the next step into regressor and gradient.
     */
    void present(final double[] theta, final double[] regressor, final double[] gradient)
    {
        int at = offset;
        if (isAutoregressive)
        {
            regressor[at] = values[place];
            gradient[at] = residuals[place] + theta[at] * valueGradients[place];
            at++;
        }
        if (isMovingAverage)
        {
            regressor[at] = filtered[place];
            gradient[at] = residuals[place] - theta[at] * residualGradients[place];
        }
    }

    /**
     * Changes the unit: what was 1 is then the factor.
     */
    void rescale(final double factor)
    {
        scale(values, factor);
        scale(filtered, factor);
        scale(residuals, factor);
        scale(valueGradients, factor);
        scale(residualGradients, factor);
    }

    /**
     * Starts to roll ahead from the present state; costs time in proportion to the season.
     */
    void startRoll()
    {
        System.arraycopy(values, 0, rolledValues, 0, season);
        System.arraycopy(filtered, 0, rolledFiltered, 0, season);
        rolledPlace = place;
    }

    /**
     * Starts to roll ahead from an innovation of 1 after nothing.
     */
    void startImpulse()
    {
        Arrays.fill(rolledValues, 0.0);
        Arrays.fill(rolledFiltered, 0.0);
        rolledValues[0] = 1.0;
        rolledFiltered[0] = 1.0;
        rolledPlace = 1;
    }

    /**
     * Rolls one step ahead.
     *
     * @param u what the terms of short lag expect.
     * @return the value expected.
     */
    double roll(final double[] theta, final double u)
    {
        int at = offset;
        double value = u;
        if (isAutoregressive)
        {
            value += theta[at++] * rolledValues[rolledPlace];
        }
        if (isMovingAverage)
        {
            value += theta[at] * rolledFiltered[rolledPlace];
        }
        value = Bounds.within(value, MAX_FILTERED);
        rolledValues[rolledPlace] = value;
        rolledFiltered[rolledPlace] = u;
        rolledPlace = rolledPlace + 1 == season ? 0 : rolledPlace + 1;
        return value;
    }

    private static void scale(final double[] ring, final double factor)
    {
        for (int i = 0; i < ring.length; i++)
        {
            ring[i] = Bounds.within(ring[i] * factor, MAX_FILTERED);
        }
    }
}
