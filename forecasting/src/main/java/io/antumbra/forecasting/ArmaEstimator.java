package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * The heart of {@link IncrementalArima}: coefficients of an ARMA(p,q) model, seasonal terms besides if wanted, by one
 * recursive least-squares step per observation. It works in the unit that its owner chose, in which values are near 1.
 * For one thread, no allocation.
 *
 * <pre>
 *  y(t) = a1 y(t-1) + .. + ap y(t-p) + c1 e(t-1) + .. + cq e(t-q) + e(t)
 *
 *  theta     [ a1 .. ap | c1 .. cq | seasonal ]   the coefficients
 *  regressor [ y(t-1) .. y(t-p) | e(t-1) .. e(t-q) | seasonal ]   phi
 *  gradient  [ the same, filtered through 1 / C ]             psi, with C = 1 + c1 z + .. + cq z^q
 *  covariance                                                 P, of theta
 *
 *  k = P psi / (f v + psi' P psi)      v  variance of the innovation, f  forgetting factor
 *  theta := theta + k (y - theta' phi)
 *  P := (P - k psi' P) / f
 *  e(t) := y - theta' phi, with the new theta
 * </pre>
 *
 * Source: Ljung, System Identification, 2nd ed. 1999: section 11.2 for recursive least squares with forgetting and the
 * weight 1/v, 11.4 for the recursive prediction-error method, 11.5 for pseudo-linear regression (psi = phi), the
 * residual after the step in e(t) being its recommendation for both.
 * <p>
 * Three things keep it sound for ever. Only the entries on and below the diagonal of P exist ({@link Covariance}): it
 * cannot become asymmetric, which is what lets the plain recursion diverge. The trace of P never exceeds that of the
 * prior: where nothing is excited (a constant series), forgetting would let P grow exponentially and the next small
 * change would throw the coefficients anywhere ("wind-up"; Astrom and Wittenmark, Adaptive Control, 2nd ed. 1995,
 * section 11.5). And a spike counts for little: {@link #admit} draws it in, and v takes in the innovation before it
 * weighs it. With v in the gain, theta and P have no unit: one prior suits a series of any scale. It is 0 with variance
 * 1 / sqrt(lag) for autoregressive terms, 1/4 for moving-average and 1 for seasonal ones: among 1/10 to 5 these did
 * best, by little, on short simulated series.
 * With seasonal terms, y is what {@link SeasonalTerms} leaves of the value.
 */
final class ArmaEstimator
{
    private static final double MOVING_AVERAGE_PRIOR = 0.25;
    private static final double SEASONAL_PRIOR = 1.0;
    private static final double DOUBT_VARIANCE_GAIN = 1.0 / 64.0;
    private static final double DOUBT = 0.2;
    private static final double MIN_VARIANCE_GAIN = 1.0 / 2048.0;
    private static final double LEARNED_VARIANCE_GAIN = 1.0 / 16.0;
    private static final double MAX_TAUGHT = 8.0;
    private static final double BELIEVED = 64.0;
    private static final double MAX_BELIEVED = 0x1p40;
    private static final double MAX_COEFFICIENT = 0x1p14;
    private static final double MAX_FILTERED = 0x1p60;

    private final int p;
    private final int q;
    private final int shortSize;
    private final int size;
    private final int length;
    private final double forgetting;
    private final boolean isFiltered;
    private final double[] theta;
    private final double[] regressor;
    private final double[] gradient;
    private final double[] filteredValues;
    private final Covariance covariance;
    private final double[] rolled;
    private final double[] rolledTheta;
    private final Invertibility stationarity;
    private final Invertibility invertibility;
    private final SeasonalTerms seasonal;
    private double variance;
    private double varianceGain;
    private double believed;

    /**
     * @param context concluded.
     */
    ArmaEstimator(final ArimaContext context)
    {
        p = context.p();
        q = context.q();
        shortSize = p + q;
        size = shortSize + context.seasonalP() + context.seasonalQ();
        forgetting = context.forgetting();
        isFiltered = size > p && Estimation.RECURSIVE_MAXIMUM_LIKELIHOOD == context.estimation();
        covariance = new Covariance(prior(), forgetting);
        // Beyond the coefficients theta stays 0, so nothing there counts.
        length = covariance.length();
        final int room = Vectors.room(length);
        theta = new double[room];
        regressor = new double[room];
        gradient = isFiltered ? new double[room] : regressor;
        // The gradient begins with filtered values: they are enough to filter on, unless there are fewer than q.
        filteredValues = p >= q ? gradient : new double[room];
        rolled = new double[room];
        rolledTheta = new double[room];
        seasonal = size > shortSize ? new SeasonalTerms(context) : null;
        stationarity = new Invertibility(p);
        invertibility = new Invertibility(q);
        reset();
    }

    void reset()
    {
        Arrays.fill(theta, 0.0);
        Arrays.fill(regressor, 0.0);
        Arrays.fill(gradient, 0.0);
        Arrays.fill(filteredValues, 0.0);
        if (null != seasonal)
        {
            seasonal.reset();
        }
        covariance.reset();
        variance = 0.0;
        varianceGain = 1.0;
        believed = BELIEVED;
    }

    /**
     * The next value, in the unit of the estimator.
     */
    double predict()
    {
        return Vectors.dot(theta, regressor, length);
    }

    /**
     * How much of an innovation is to be believed: 64 standard deviations, twice as much after each one in a row that
     * was beyond. So one spike moves neither level nor coefficients, and a level that changed for good is followed
     * within a few observations.
     *
     * @param innovation the value less what {@link #predict()} told.
     * @return the innovation, drawn in to what is believed.
     */
    double admit(final double innovation)
    {
        if (innovation * innovation <= believed * believed * variance || varianceGain > LEARNED_VARIANCE_GAIN)
        {
            believed = BELIEVED;
            return innovation;
        }

        final double admitted = Math.copySign(believed * Math.sqrt(variance), innovation);
        believed = Math.min(MAX_BELIEVED, 2.0 * believed);
        return admitted;
    }

    /**
     * Learns from a value and takes it into the regressor.
     *
     * @param value      in the unit of the estimator.
     * @param innovation the value less what {@link #predict()} told, after {@link #admit}.
     */
    void update(final double value, final double innovation)
    {
        final double taught = taught(innovation);
        trackVariance(innovation);
        double residual = innovation;
        if (variance > 0.0)
        {
            residual -= step(taught);
            if (enforceBounds())
            {
                residual = value - predict();
            }
        }
        residual = Bounds.within(residual, MAX_FILTERED);
        if (null == seasonal)
        {
            push(value, residual);
        }
        else
        {
            final double seasonless = seasonal.filter(theta, value);
            push(seasonless, residual);
            seasonal.push(theta, value, seasonless, residual);
            seasonal.present(theta, regressor, gradient);
        }
    }

    /**
     * Changes the unit: what was 1 is then the factor, which has to be a power of two so that nothing is rounded.
     */
    void rescale(final double factor)
    {
        for (int i = 0; i < size; i++)
        {
            regressor[i] = Bounds.within(regressor[i] * factor, MAX_FILTERED);
            if (isFiltered)
            {
                gradient[i] = Bounds.within(gradient[i] * factor, MAX_FILTERED);
            }
        }
        for (int i = 0; p < q && i < q; i++)
        {
            filteredValues[i] = Bounds.within(filteredValues[i] * factor, MAX_FILTERED);
        }
        if (null != seasonal)
        {
            seasonal.rescale(factor);
        }
        variance *= factor * factor;
    }

    /**
     * Variance of the innovation, in the square of the unit.
     */
    double variance()
    {
        return variance;
    }

    void variance(final double variance)
    {
        this.variance = variance;
    }

    double coefficient(final int index)
    {
        return theta[index];
    }

    double trace()
    {
        return covariance.trace();
    }

    /**
     * Starts to roll ahead from the present state.
     */
    void startRoll()
    {
        System.arraycopy(regressor, 0, rolled, 0, shortSize);
        steady();
        if (null != seasonal)
        {
            seasonal.startRoll();
        }
    }

    /**
     * Starts to roll ahead from an innovation of 1 after nothing.
     */
    void startImpulse()
    {
        Arrays.fill(rolled, 0.0);
        shift(rolled, 1.0, 1.0);
        steady();
        if (null != seasonal)
        {
            seasonal.startImpulse();
        }
    }

    /**
     * Rolls one step ahead.
     *
     * @return the value expected there, when no further innovation comes.
     */
    double roll()
    {
        final double value = Bounds.within(Vectors.dot(rolledTheta, rolled, length), MAX_FILTERED);
        shift(rolled, value, 0.0);
        return null == seasonal ? value : seasonal.roll(theta, value);
    }

    /**
     * Doubts what was learned, as when the world changed: a fifth of the prior variance is added to each coefficient's,
     * within the bound that the trace has anyhow, and the variance of the innovation is learned anew.
     */
    void doubt()
    {
        varianceGain = Math.max(varianceGain, DOUBT_VARIANCE_GAIN);
        covariance.doubt(DOUBT);
    }

    /**
     * The coefficients that a forecast is rolled ahead with: those learned, but with an autoregressive part that does
     * not explode. A model may well learn an explosive one from a few steps of a spike, and at one step it may even be
     * right; a hundred steps ahead it would be astronomically wrong.
     */
    private void steady()
    {
        for (int i = 0; i < p; i++)
        {
            rolledTheta[i] = -theta[i];
        }
        stationarity.enforce(rolledTheta, 0, p);
        for (int i = 0; i < p; i++)
        {
            rolledTheta[i] = -rolledTheta[i];
        }
        System.arraycopy(theta, p, rolledTheta, p, q);
    }

    private boolean enforceBounds()
    {
        final boolean isShortChanged = q > 0 && invertibility.enforce(theta, p, q);
        final boolean isSeasonalChanged = null != seasonal && seasonal.enforce(theta);
        return isShortChanged || isSeasonalChanged;
    }

    private double[] prior()
    {
        final double[] prior = new double[size];
        for (int i = 0; i < size; i++)
        {
            prior[i] = i < p ? 1.0 / Math.sqrt(i + 1.0) : i < shortSize ? MOVING_AVERAGE_PRIOR : SEASONAL_PRIOR;
        }
        return prior;
    }

    /**
     * The coefficients learn from 8 standard deviations at most (Huber, Robust Statistics, 1981, section 7.3): else a
     * level that jumps would teach them to explode.
     */
    private double taught(final double innovation)
    {
        final boolean isCommon = innovation * innovation <= MAX_TAUGHT * MAX_TAUGHT * variance;
        return isCommon || varianceGain > LEARNED_VARIANCE_GAIN ?
            innovation :
            Math.copySign(MAX_TAUGHT * Math.sqrt(variance), innovation);
    }

    private void trackVariance(final double innovation)
    {
        variance += varianceGain * (innovation * innovation - variance);
        if (varianceGain > MIN_VARIANCE_GAIN)
        {
            varianceGain = Math.max(MIN_VARIANCE_GAIN, varianceGain / (1.0 + varianceGain));
        }
    }

    /**
     * Moves the coefficients.
     *
     * @return by how much the prediction of this value moved with them.
     */
    private double step(final double innovation)
    {
        final double projected = covariance.project(gradient);
        final double level = covariance.level();
        final double spread = projected * level;
        if (!(spread >= 0.0))
        {
            // Rounding took the covariance out of the positive ones: what it knew is gone.
            covariance.reset();
            return 0.0;
        }

        final double inverse = 1.0 / (forgetting * variance + spread);
        final double weighted = innovation * level * inverse;
        final double[] direction = covariance.direction();
        covariance.learn(inverse, Vectors.dot(direction, direction, length));
        final double moved = Vectors.dot(regressor, direction, length) * weighted;
        Vectors.move(theta, direction, weighted, MAX_COEFFICIENT, length);
        return moved;
    }

    private void push(final double value, final double residual)
    {
        if (isFiltered)
        {
            final double ofResiduals = Vectors.dot(theta, p, gradient, p, q);
            shift(gradient, filtered(value), Bounds.within(residual - ofResiduals, MAX_FILTERED));
        }
        shift(regressor, value, residual);
    }

    /**
     * The value filtered through 1 / C, which autoregressive terms alone need.
     */
    private double filtered(final double value)
    {
        if (0 == p)
        {
            return 0.0;
        }

        final double filtered =
            Bounds.within(value - Vectors.dot(theta, p, filteredValues, 0, q), MAX_FILTERED);
        if (p < q)
        {
            Vectors.shift(filteredValues, length);
            filteredValues[0] = filtered;
        }
        return filtered;
    }

    private void shift(final double[] state, final double value, final double residual)
    {
        Vectors.shift(state, length);
        if (p > 0)
        {
            state[0] = value;
        }
        if (q > 0)
        {
            state[p] = residual;
        }
    }
}
