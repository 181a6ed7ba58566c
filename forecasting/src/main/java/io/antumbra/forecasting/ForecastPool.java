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
    private static final double DEVIATION_OF_MEAN_DISTANCE = 1.2533141373155003;

    private final Forecaster[] members;
    private final double[] forecasts;
    private final double[] weights;
    private final double[] losses;
    private final ErrorScale errors = new ErrorScale();
    private long observationCount;
    private long rejectedCount;
    private double last;
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

    /**
     * The pool that serves any series: {@link #ofTen()}, and where the season is known the members that follow one
     * besides.
     *
     * @param season in observations; 0 or 1 is none.
     * @return a new pool.
     * @throws IllegalArgumentException when the season is below 0 or above {@link SeasonalSmoothing#MAX_SEASON}.
     */
    public static ForecastPool auto(final int season)
    {
        if (0 == season || 1 == season)
        {
            return ofTen();
        }

        final ForecastPool plain = ofTen();
        final Forecaster[] members = Arrays.copyOf(plain.members, plain.members.length + 3);
        members[plain.members.length] = SeasonalSmoothing.lastSeason(season);
        members[plain.members.length + 1] = SeasonalSmoothing.holtWinters(season, 0.3, 0.05, 0.2);
        members[plain.members.length + 2] = SeasonalSmoothing.holtWinters(season, 0.8, 0.01, 0.1);
        return new ForecastPool(members);
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
        errors.reset();
        last = 0.0;
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
            errors.update(value - forecast);
            final double meanDistance = errors.meanDistance();
            if (meanDistance > 0.0)
            {
                weigh(value, 1.0 / (DEVIATION_OF_MEAN_DISTANCE * meanDistance));
            }
        }
        for (int i = 0; i < members.length; i++)
        {
            members[i].update(value);
        }
        last = value;
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
            sum += weights[i] * (members[i].forecast(horizon) - last);
        }
        return Bounds.finite(last + sum);
    }

    /**
     * {@inheritDoc}
     * <p>
     * At one step the measured one of the pool itself. It grows with the horizon as the variance of the mixture of its
     * members does: what they expect of themselves, plus how far they are from each other.
     */
    @Override
    public double deviation(final int horizon)
    {
        final double own = errors.deviation();
        if (1 == horizon || 0.0 == own)
        {
            return horizon < 1 ? spread(horizon) : own;
        }

        final double next = spread(1);
        return next > 0.0 ? Bounds.finite(own * Math.max(1.0, spread(horizon) / next)) : own;
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

    /**
     * The deviation of the weighted mixture of the members' own distributions.
     */
    private double spread(final int horizon)
    {
        final double centre = forecast(horizon);
        double spread = 0.0;
        for (int i = 0; i < members.length; i++)
        {
            final double root = Math.sqrt(weights[i]);
            final double within = root * members[i].deviation(horizon);
            final double apart = root * (members[i].forecast(horizon) - centre);
            spread = Math.hypot(spread, Math.hypot(within, apart));
        }
        return Bounds.finite(spread);
    }

    private static IncrementalArima arima(final int p, final int d, final int q, final double forgetting)
    {
        return new IncrementalArima(new ArimaContext().p(p).d(d).q(q).forgetting(forgetting));
    }

    private void weigh(final double value, final double inverse)
    {
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

    /**
     * Adds up what the members expect beyond the last value: so a constant is told to the last bit.
     */
    private void foresee()
    {
        double sum = 0.0;
        for (int i = 0; i < members.length; i++)
        {
            forecasts[i] = members[i].forecast();
            sum += weights[i] * (forecasts[i] - last);
        }
        forecast = Bounds.finite(last + sum);
    }
}
