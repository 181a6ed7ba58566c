package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * Several forecasters of one series, weighted by how well each did of late, so that nobody has to choose an order.
 * For one thread; no allocation after construction beyond its members' own.
 *
 * <pre>
 *  value ──┬──► ARIMA(5,0,2) ──► forecast 1 ──× weight 1 ─┐
 *          ├──► Holt         ──► forecast 2 ──× weight 2 ─┼─ + ──► forecast
 *          └──► last value   ──► forecast N ──× weight N ─┘
 *
 *  loss(k)   = (error of k)^2 / (2 sigma^2), at most 32, sigma that of the pool itself
 *  weight(k) := weight(k) (1 + rate (mean loss - loss(k))), then made to add up to 1
 *  weight(k) := (1 - share) weight(k) + share / N
 * </pre>
 *
 * Prediction with expert advice: the multiplicative update is "Prod" (Cesa-Bianchi, Mansour, Stoltz, Improved
 * second-order bounds for prediction with expert advice, Machine Learning 66, 2007, section 2), which needs no
 * exponential; with this loss it is close to the posterior probability of the members. The last line is the fixed
 * share of Herbster and Warmuth (Tracking the best expert, Machine Learning 32, 1998, section 3.2): no weight fades so
 * far that a member could not return when the series changes.
 */
public final class ForecastPool implements Forecaster
{
    private static final double RATE = 0.5;
    private static final double SHARE = 1.0 / 1024.0;
    private static final double MAX_DEVIATIONS = 8.0;
    private static final double MIN_FACTOR = 0.25;
    private static final double MIN_SCALE_GAIN = 1.0 / 512.0;
    private static final double MAX_GROWTH = 64.0;
    private static final int MAX_SMALL_COUNT = 64;
    private static final double DEVIATION_OF_MEAN_DISTANCE = 1.2533141373155003;

    private final Forecaster[] members;
    private final double[] forecasts;
    private final double[] weights;
    private final double[] losses;
    private long observationCount;
    private long rejectedCount;
    private double meanDistance;
    private int smallCount;
    private double scaleGain;
    private double forecast;

    /**
     * A pool with equal weights.
     *
     * @param members that this pool alone feeds from now on; it resets them.
     * @throws IllegalArgumentException when there is none.
     */
    public ForecastPool(final Forecaster... members)
    {
        if (0 == members.length)
        {
            throw new IllegalArgumentException("members: allowed are 1 and more forecasters");
        }

        this.members = members.clone();
        forecasts = new double[members.length];
        weights = new double[members.length];
        losses = new double[members.length];
        reset();
    }

    /**
     * A pool of ten for series of which nothing is known: ARIMA models of small and larger orders that forget at
     * different speeds, and the baselines.
     *
     * @return a new pool.
     */
    public static ForecastPool ofTen()
    {
        return new ForecastPool(
            arima(5, 0, 2, 0.9998), arima(5, 0, 2, 0.998), arima(5, 0, 2, 0.99), arima(3, 0, 0, 0.995),
            arima(2, 0, 1, 0.999), arima(1, 1, 1, 0.998), arima(0, 1, 1, 0.999), ExponentialSmoothing.lastValue(),
            ExponentialSmoothing.average(0.2), ExponentialSmoothing.holt(0.3, 0.1));
    }

    @Override
    public void reset()
    {
        for (final Forecaster member : members)
        {
            member.reset();
        }
        Arrays.fill(weights, 1.0 / weights.length);
        observationCount = 0;
        rejectedCount = 0;
        meanDistance = 0.0;
        smallCount = 0;
        scaleGain = 1.0;
        foresee();
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        if (observationCount++ > 0)
        {
            trackScale(Math.abs(value - forecast));
            if (meanDistance > 0.0)
            {
                weigh(value);
            }
        }
        for (int i = 0; i < members.length; i++)
        {
            members[i].update(value);
        }
        foresee();
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

        double sum = 0.0;
        for (int i = 0; i < members.length; i++)
        {
            sum += weights[i] * members[i].forecast(horizon);
        }
        return Bounds.finite(sum);
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
     * How many members there are.
     *
     * @return 1 and more.
     */
    public int memberCount()
    {
        return members.length;
    }

    /**
     * A member, to read from: feeding it is the pool's part.
     *
     * @param index 0 to {@link #memberCount()} - 1, in the order of construction.
     * @return the member.
     */
    public Forecaster member(final int index)
    {
        return members[index];
    }

    /**
     * The weight of a member in the forecast.
     *
     * @param index 0 to {@link #memberCount()} - 1, in the order of construction.
     * @return 0 to 1; all add up to 1.
     */
    public double weight(final int index)
    {
        return weights[index];
    }

    private static IncrementalArima arima(final int p, final int d, final int q, final double forgetting)
    {
        return new IncrementalArima(new ArimaContext().p(p).d(d).q(q).forgetting(forgetting));
    }

    private void weigh(final double value)
    {
        final double inverse = 1.0 / (DEVIATION_OF_MEAN_DISTANCE * meanDistance);
        double meanLoss = 0.0;
        for (int i = 0; i < weights.length; i++)
        {
            final double deviations = Math.min(MAX_DEVIATIONS, Math.abs(value - forecasts[i]) * inverse);
            losses[i] = 0.5 * deviations * deviations;
            meanLoss += weights[i] * losses[i];
        }

        double sum = 0.0;
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] *= Math.max(MIN_FACTOR, 1.0 + RATE * (meanLoss - losses[i]));
            sum += weights[i];
        }

        final double kept = (1.0 - SHARE) / sum;
        final double shared = SHARE / weights.length;
        for (int i = 0; i < weights.length; i++)
        {
            weights[i] = kept * weights[i] + shared;
        }
    }

    private void foresee()
    {
        double sum = 0.0;
        for (int i = 0; i < members.length; i++)
        {
            forecasts[i] = members[i].forecast();
            sum += weights[i] * forecasts[i];
        }
        forecast = Bounds.finite(sum);
    }

    /**
     * Rises by steps, and falls once the errors of 64 observations in a row were all far smaller.
     */
    private void trackScale(final double distance)
    {
        smallCount = distance * MAX_GROWTH < meanDistance ? smallCount + 1 : 0;
        if (smallCount >= MAX_SMALL_COUNT)
        {
            smallCount = 0;
            meanDistance /= MAX_GROWTH;
        }

        final double taken =
            meanDistance > 0.0 ? Math.min(distance, MAX_GROWTH * meanDistance) : Bounds.finite(distance);
        meanDistance += scaleGain * (taken - meanDistance);
        if (scaleGain > MIN_SCALE_GAIN)
        {
            scaleGain = Math.max(MIN_SCALE_GAIN, scaleGain / (1.0 + scaleGain));
        }
    }
}
