package io.antumbra.forecasting;

/**
 * ARIMA(p,d,q) that learns online: each observation costs one recursive least-squares step, tens of nanoseconds for
 * p + q = 5, and allocates nothing. For one thread.
 *
 * <pre>
 *  x ──► differences (d) ──► less running mean ──► in units of 2^k ──► ArmaEstimator
 *                                                                           │ one step ahead
 *  forecast ◄── added up ◄────── plus mean ◄────── times 2^k ◄──────────────┘
 * </pre>
 *
 * Model: with w the d-th difference of the series and y = w - mean,
 * y(t) = sum a(i) y(t-i) + sum c(j) e(t-j) + e(t) (Box and Jenkins, Time Series Analysis, section 4.1; c has the sign
 * of an added term). Forecasts ahead put the expected values for what is not yet known and 0 for innovations to come
 * (section 5.2.1, the difference equation form).
 * <p>
 * <b>Any scale.</b> The estimator works on values divided by a power of two near their spread, which rounds nothing;
 * the power follows the spread. So the same series in another unit, or shifted, gives the same forecasts in that unit
 * (exactly so for powers of two, else within rounding), and 1e300 or 1e-300 neither overflow nor vanish. What is
 * beyond 64 standard deviations of what was expected is believed step by step (see {@link ArmaEstimator#admit}): a
 * single spike changes next to nothing, a forecast is finite whatever came before, and a level that moved for good is
 * caught up with within a few observations. When 256 observations in a row varied by less than a millionth of their
 * distance from the mean, a model with a mean starts afresh.
 * <p>
 * <b>Memory.</b> about 8 (n<sup>2</sup>/2 + 7 n) bytes with n = p + q, below 7 KiB with the largest order.
 *
 * @see ArmaEstimator for the estimation and its sources.
 */
public final class IncrementalArima implements Forecaster
{
    private static final double MAX_UNITS = 0x1p40;
    private static final double MAX_PSI = 0x1p400;
    private static final double MAX_VARIANCE = 0x1p32;
    private static final double MIN_VARIANCE = 0x1p-32;
    private static final int MAX_EXPONENT = 1000;
    private static final int PRECISION_BITS = 48;
    private static final double FAR = 0x1p20;
    private static final int MAX_FAR_COUNT = 256;

    private final int p;
    private final int d;
    private final int q;
    private final boolean isCentred;
    private final double minMeanGain;
    private final Differencer differencer;
    private final ArmaEstimator estimator;
    private final double[] rolled;
    private long observationCount;
    private long rejectedCount;
    private double mean;
    private double meanGain;
    private boolean isScaled;
    private int exponent;
    private double unit;
    private double inverseUnit;
    private double prediction;
    private double lastDifference;
    private int farCount;
    private double forecast;

    /**
     * A model without any observation yet.
     *
     * @param context with the order; it is concluded here and serves this model alone.
     * @throws IllegalArgumentException when a setting is not allowed.
     * @throws IllegalStateException    when another model took the context.
     */
    public IncrementalArima(final ArimaContext context)
    {
        context.conclude();
        p = context.p();
        d = context.d();
        q = context.q();
        isCentred = context.centred();
        minMeanGain = Math.max(1.0 - context.forgetting(), 0x1p-20);
        differencer = new Differencer(d);
        estimator = new ArmaEstimator(p, q, context.forgetting(), context.estimation());
        rolled = new double[p + q];
        reset();
    }

    @Override
    public void reset()
    {
        differencer.reset();
        startAfresh();
        observationCount = 0;
        rejectedCount = 0;
        farCount = 0;
        lastDifference = 0.0;
        forecast = 0.0;
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        final boolean isPrimed = differencer.isPrimed();
        final double difference = differencer.difference(value);
        observationCount++;
        if (isPrimed)
        {
            learn(difference);
        }
        forecast = Bounds.finite(differencer.integrate(Bounds.finite(mean + prediction * unit)));
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
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        estimator.copyRegressor(rolled);
        double level = differencer.last();
        double slope = differencer.slope();
        double value = forecast;
        for (int step = 1; step <= horizon; step++)
        {
            final double difference = mean + estimator.roll(rolled) * unit;
            slope = Bounds.finite(2 == d ? slope + difference : difference);
            level = Bounds.finite(0 == d ? difference : level + slope);
            value = 1 == step ? forecast : level;
        }
        return value;
    }

    @Override
    public double deviation(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        // Psi weights: what an innovation of 1, and nothing else, becomes in the steps after it.
        estimator.copyImpulse(rolled);
        double weight = 1.0;
        double level = 1.0;
        double slope = 1.0;
        double sum = 1.0;
        for (int step = 1; step < horizon; step++)
        {
            weight = estimator.roll(rolled);
            slope = Bounds.within(2 == d ? slope + weight : weight, MAX_PSI);
            level = Bounds.within(0 == d ? weight : level + slope, MAX_PSI);
            sum += level * level;
        }
        return Bounds.finite(errorDeviation() * Math.sqrt(sum));
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

    /**
     * Standard deviation of the one-step forecast error, as tracked over about the last 2,000 observations.
     *
     * @return in the unit of the series, at least 0.
     */
    public double errorDeviation()
    {
        return Math.sqrt(estimator.variance()) * unit;
    }

    /**
     * An autoregressive coefficient as estimated so far.
     *
     * @param lag 1 to p.
     * @return its factor a(lag).
     * @throws IndexOutOfBoundsException when there is no such lag.
     */
    public double autoregressive(final int lag)
    {
        return coefficient("autoregressive", lag, p, 0);
    }

    /**
     * A moving-average coefficient as estimated so far.
     *
     * @param lag 1 to q.
     * @return its factor c(lag), with the sign of an added term.
     * @throws IndexOutOfBoundsException when there is no such lag.
     */
    public double movingAverage(final int lag)
    {
        return coefficient("movingAverage", lag, q, p);
    }

    /**
     * The running mean of the (differenced) series.
     *
     * @return in the unit of the series; 0.0 when the model is not centred.
     */
    public double mean()
    {
        return mean;
    }

    @Override
    public String toString()
    {
        return "ARIMA(" + p + "," + d + "," + q + ")";
    }

    /**
     * The trace of the covariance: a test holds that it stays bounded.
     */
    double covarianceTrace()
    {
        return estimator.trace();
    }

    private void learn(final double difference)
    {
        if (isCentred && 1.0 == meanGain)
        {
            // The first one is the origin: a shifted series then looks the same to the estimator.
            mean = difference;
        }

        if (isCentred)
        {
            followLevel(difference);
        }

        double deviation = difference - mean;
        if (!isScaled && 0.0 != deviation)
        {
            isScaled = true;
            unit(Math.getExponent(deviation));
        }

        if (isScaled)
        {
            deviation = learnScaled(deviation);
            followScale(difference);
            prediction = Bounds.within(estimator.predict(), MAX_UNITS);
        }

        if (isCentred)
        {
            mean += meanGain * deviation;
            if (meanGain > minMeanGain)
            {
                meanGain = Math.max(minMeanGain, meanGain / (1.0 + meanGain));
            }
        }
    }

    /**
     * @return as much of the deviation as was believed.
     */
    private double learnScaled(final double deviation)
    {
        final double value = Bounds.within(deviation * inverseUnit, MAX_UNITS);
        final double innovation = value - prediction;
        final double admitted = estimator.admit(innovation);
        if (admitted == innovation)
        {
            estimator.update(value, innovation);
            return deviation;
        }

        estimator.update(prediction + admitted, admitted);
        return (prediction + admitted) * unit;
    }

    /**
     * A mean so far from all that came of late says nothing about the series any more, and what is left after taking
     * it off is mostly rounding: then the model starts afresh where the series is now. Real series come far from their
     * mean on smooth lines, as when a queue drains; it takes a millionfold distance to tell them apart.
     */
    private void followLevel(final double difference)
    {
        final double step = Math.abs(difference - lastDifference);
        lastDifference = difference;
        if (0.0 != step)
        {
            farCount = Math.abs(difference - mean) > FAR * step ? farCount + 1 : 0;
        }
        if (farCount >= MAX_FAR_COUNT)
        {
            farCount = 0;
            startAfresh();
            mean = difference;
        }
    }

    private void startAfresh()
    {
        estimator.reset();
        mean = 0.0;
        meanGain = 1.0;
        isScaled = false;
        exponent = 0;
        unit = 1.0;
        inverseUnit = 1.0;
        prediction = 0.0;
    }

    /**
     * Never below the precision of the series itself: what is left of a constant is rounding, not a spread.
     */
    private void followScale(final double difference)
    {
        final double variance = estimator.variance();
        if (variance <= MAX_VARIANCE && variance >= MIN_VARIANCE)
        {
            return;
        }

        final int shift = Math.getExponent(variance) / 2;
        final double magnitude = Math.max(Math.abs(differencer.last()), Math.abs(difference));
        final int floor = Math.max(-MAX_EXPONENT, Math.getExponent(magnitude) - PRECISION_BITS);
        final int target = Math.max(Math.min(exponent, floor), Math.min(MAX_EXPONENT, exponent + shift));
        if (target != exponent)
        {
            estimator.rescale(Math.scalb(1.0, exponent - target));
            unit(target);
        }
        estimator.variance(Math.max(MIN_VARIANCE, estimator.variance()));
    }

    private void unit(final int exponent)
    {
        this.exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, exponent));
        unit = Math.scalb(1.0, this.exponent);
        inverseUnit = Math.scalb(1.0, -this.exponent);
    }

    private double coefficient(final String name, final int lag, final int terms, final int offset)
    {
        if (lag < 1 || lag > terms)
        {
            throw new IndexOutOfBoundsException(name + " lag=" + lag + ": allowed are 1 to " + terms + " in " + this);
        }

        return estimator.coefficient(offset + lag - 1);
    }
}
