package io.antumbra.forecasting;

import io.antumbra.forecasting.change.CumulativeSum;

/**
 * ARIMA(p,d,q), with a season ARIMA(p,d,q)(P,D,Q)s, that learns online: each observation costs one recursive
 * least-squares step, tens of nanoseconds for p + q = 5, and allocates nothing. For one thread.
 *
 * <pre>
 *  x ──► seasonal difference (D) ──► differences (d) ──► less running mean ──► in units of 2^k ──► ArmaEstimator
 *                                                                                                       │ next
 *  forecast ◄── added up ◄── added up ◄───────────────── plus mean ◄────────── times 2^k ◄──────────────┘
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
 * distance from the mean or the forecast, the model starts afresh.
 * <p>
 * <b>When the world changed.</b> A {@link CumulativeSum} of the squared innovations, in units of their variance, tells
 * when the model suddenly fits worse; then the model doubts what it learned ({@link ArmaEstimator#doubt}) and adapts
 * as fast as a new one, while its memory stays long. On simulated series whose coefficients change once, that takes
 * nine tenths of the error that a change costs a model of long memory.
 * <p>
 * <b>Memory.</b> about 8 (n<sup>2</sup>/2 + 7 n) bytes with n the number of terms, below 7 KiB with the largest order,
 * and 72 bytes for each place of a season. Forecasts beyond the next value first copy a third of the latter.
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
    private static final double CHANGE_SLACK = 0.4;
    private static final double CHANGE_THRESHOLD = 30.0;
    private static final int SETTLED = 50;

    private final int p;
    private final int d;
    private final int q;
    private final int seasonalP;
    private final int seasonalQ;
    private final boolean isCentred;
    private final double minMeanGain;
    private final Differencer differencer;
    private final ArmaEstimator estimator;
    private final CumulativeSum change;
    private final SeasonalDifferencer seasonalDifferencer;
    private final String name;
    private long observationCount;
    private long rejectedCount;
    private long learnedCount;
    private long changeCount;
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
        seasonalP = context.seasonalP();
        seasonalQ = context.seasonalQ();
        isCentred = context.centred();
        minMeanGain = Math.max(1.0 - context.forgetting(), 0x1p-20);
        change = context.forgetsOnChange() ? new CumulativeSum(1.0, CHANGE_SLACK, CHANGE_THRESHOLD) : null;
        differencer = new Differencer(d);
        estimator = new ArmaEstimator(context);
        seasonalDifferencer = context.seasonalD() > 0 ? new SeasonalDifferencer(context.season()) : null;
        name = context.toString();
        reset();
    }

    @Override
    public void reset()
    {
        differencer.reset();
        if (null != seasonalDifferencer)
        {
            seasonalDifferencer.reset();
        }
        startAfresh();
        observationCount = 0;
        rejectedCount = 0;
        changeCount = 0;
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

        observationCount++;
        double seasonless = value;
        if (null != seasonalDifferencer)
        {
            final boolean isPrimed = seasonalDifferencer.isPrimed();
            seasonless = seasonalDifferencer.difference(value);
            if (!isPrimed)
            {
                forecast = seasonalDifferencer.isPrimed() ? seasonalDifferencer.integrate(0.0) : value;
                return true;
            }
        }

        final boolean isPrimed = differencer.isPrimed();
        final double difference = differencer.difference(seasonless);
        if (isPrimed)
        {
            learn(difference, value);
        }
        final double next = differencer.integrate(Bounds.finite(mean + prediction * unit));
        forecast = Bounds.finite(null == seasonalDifferencer ? next : seasonalDifferencer.integrate(next));
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

        if (1 == horizon || (null != seasonalDifferencer && !seasonalDifferencer.isPrimed()))
        {
            return forecast;
        }

        estimator.startRoll();
        if (null != seasonalDifferencer)
        {
            seasonalDifferencer.startRoll();
        }
        double level = differencer.last();
        double slope = differencer.slope();
        double value = forecast;
        for (int step = 1; step <= horizon; step++)
        {
            final double difference = mean + estimator.roll() * unit;
            slope = Bounds.finite(2 == d ? slope + difference : difference);
            level = Bounds.finite(0 == d ? difference : level + slope);
            value = null == seasonalDifferencer ? level : seasonalDifferencer.roll(level);
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
        estimator.startImpulse();
        if (null != seasonalDifferencer)
        {
            seasonalDifferencer.startImpulse();
        }
        double level = 1.0;
        double slope = 1.0;
        double sum = 1.0;
        for (int step = 1; step < horizon; step++)
        {
            final double weight = estimator.roll();
            slope = Bounds.within(2 == d ? slope + weight : weight, MAX_PSI);
            level = Bounds.within(0 == d ? weight : level + slope, MAX_PSI);
            final double psi = null == seasonalDifferencer ? level : seasonalDifferencer.roll(level);
            sum += Bounds.within(psi, MAX_PSI) * Bounds.within(psi, MAX_PSI);
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
     * How often the series changed so much that the model doubted what it had learned.
     *
     * @return changes told since construction or {@link #reset()}; 0 when the model does not look for them.
     */
    public long changeCount()
    {
        return changeCount;
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
     * The seasonal autoregressive coefficient as estimated so far.
     *
     * @return its factor; 0.0 when the model has none.
     */
    public double seasonalAutoregressive()
    {
        return seasonalP > 0 ? estimator.coefficient(p + q) : 0.0;
    }

    /**
     * The seasonal moving-average coefficient as estimated so far.
     *
     * @return its factor, with the sign of an added term; 0.0 when the model has none.
     */
    public double seasonalMovingAverage()
    {
        return seasonalQ > 0 ? estimator.coefficient(p + q + seasonalP) : 0.0;
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
        return name;
    }

    /**
     * The trace of the covariance: a test holds that it stays bounded.
     */
    double covarianceTrace()
    {
        return estimator.trace();
    }

    private void learn(final double difference, final double value)
    {
        if (isCentred && 1.0 == meanGain)
        {
            // The first one is the origin: a shifted series then looks the same to the estimator.
            mean = difference;
        }

        followLevel(difference);

        double deviation = difference - mean;
        if (!isScaled && 0.0 != deviation)
        {
            isScaled = true;
            unit(Math.getExponent(deviation));
        }

        if (isScaled)
        {
            deviation = learnScaled(deviation);
            followScale(difference, value);
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
        watch(innovation);
        if (admitted == innovation)
        {
            estimator.update(value, innovation);
            return deviation;
        }

        estimator.update(prediction + admitted, admitted);
        return (prediction + admitted) * unit;
    }

    /**
     * Squared innovations count up to 9 variances, and only once there is a variance to measure them by.
     */
    private void watch(final double innovation)
    {
        learnedCount++;
        if (null != change && learnedCount > SETTLED && estimator.variance() > 0.0 &&
            CumulativeSum.RISEN == change.update(innovation * innovation / estimator.variance()))
        {
            estimator.doubt();
            changeCount++;
        }
    }

    /**
     * A mean or a prediction so far from all that came of late says nothing about the series any more: what is left
     * after taking it off is mostly rounding, and the innovations that a model with a moving average remembers from
     * another scale fade slowly. Then the model starts afresh where the series is now. Real series come far from their
     * mean on smooth lines, as when a queue drains; it takes a millionfold distance to tell them apart.
     */
    private void followLevel(final double difference)
    {
        final double step = Math.abs(difference - lastDifference);
        lastDifference = difference;
        if (0.0 != step)
        {
            final double deviation = difference - mean;
            final double miss = Math.abs(deviation - prediction * unit);
            final boolean isFar = miss > FAR * step || (isCentred && Math.abs(deviation) > FAR * step);
            farCount = isFar ? farCount + 1 : 0;
        }
        if (farCount >= MAX_FAR_COUNT)
        {
            farCount = 0;
            startAfresh();
            mean = isCentred ? difference : 0.0;
        }
    }

    private void startAfresh()
    {
        learnedCount = 0;
        if (null != change)
        {
            change.reset();
        }
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
    private void followScale(final double difference, final double value)
    {
        final double variance = estimator.variance();
        if (variance <= MAX_VARIANCE && variance >= MIN_VARIANCE)
        {
            return;
        }

        final int shift = Math.getExponent(variance) / 2;
        final double magnitude = Math.max(Math.abs(value), Math.abs(difference));
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
