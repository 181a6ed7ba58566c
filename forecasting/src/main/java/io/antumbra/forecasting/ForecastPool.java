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
 * far that a member could not return when the series changes. Sigma is the root of the mean square: with a robust
 * measure, single large errors, which decide on the squared error of a series with outages, would hardly count.
 * <p>
 * What a member foresees beyond 3 of the usual steps from the last value counts times a trust between 0 and 1: the
 * regression of what came on what was foreseen there, over the latest such cases. After an isolated spike the return
 * is right, after the beginning of an outage it is wrong, and weights learned on ordinary steps cannot tell. On
 * simulated links with long outages the pool had 1.03 of the last value's error without it, and has .97; with the far
 * part left out altogether, series with isolated spikes lost 3 %.
 * <p>
 * Measured on the simulated series, against exact exponential weights at several rates, against weights that fade
 * (Raftery, Karny, Ettler, Technometrics 52, 2010), against gradient losses and against Bernstein online aggregation
 * (Wintenberger, Machine Learning 106, 2017): none was better on more than a few kinds of series, and the differences
 * were below half a percent but for gradient losses, which were worse. The combination is as good as the member that
 * is best in hindsight, and better when the series changes; a pool that follows its best member is neither.
 */
public final class ForecastPool implements Forecaster
{
    private static final double RATE = 0.5;
    private static final double SHARE = 1.0 / 1024.0;
    private static final double MAX_DEVIATIONS = 8.0;
    private static final double NEAR_STEPS = 3.0;
    private static final double MAX_STEPS = 1024.0;
    private static final double TRUST_KEPT = 31.0 / 32.0;
    private static final double TRUST_PRIOR = 4.0;
    private static final double MAX_TRUST_SAMPLE = 4.0;
    private static final double MIN_FACTOR = 0.25;

    private final Forecaster[] members;
    private final double[] forecasts;
    private final double[] weights;
    private final double[] losses;
    private final double shared;
    private final ErrorScale errors = new ErrorScale();
    private final ErrorScale steps = new ErrorScale();
    private long observationCount;
    private long rejectedCount;
    private double last;
    private double near;
    private double reach;
    private double beyond;
    private double trust;
    private double trustWeight;
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
        shared = SHARE / members.length;
        reset();
    }

    /**
     * A pool of ten for series of which nothing is known: ARIMA models with 0, 1 and 2 differences, of small and larger
     * orders, that forget at different speeds, some of which look for changes; and the baselines. Chosen greedily, by
     * the error of the pool, from 34 candidates on simulated series: long stationary ones, ones that change or drift,
     * short ones with and without trend, prices, and round trips with and without outages. The one that forgets fastest
     * has three terms: with seven it was no better and cost twice the time.
     *
     * @return a new pool.
     */
    public static ForecastPool ofTen()
    {
        return new ForecastPool(
            arima(5, 0, 2, 0.9998, false), arima(5, 0, 2, 0.998, true), arima(3, 0, 0, 0.995, true),
            arima(8, 0, 0, 0.999, true), arima(2, 0, 1, 0.999, false), arima(2, 1, 2, 0.999, false),
            arima(0, 2, 2, 0.999, false), ExponentialSmoothing.lastValue(), ExponentialSmoothing.average(0.2),
            ExponentialSmoothing.holt(0.3, 0.1));
    }

    /**
     * The pool that serves any series: {@link #ofTen()}, or where the season is known a pool of fourteen, most of which
     * follow it: seasonal ARIMA models and Holt-Winters smoothing, of the values and of their logarithms.
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

        return new ForecastPool(
            arima(5, 0, 2, 0.998, true), arima(2, 1, 2, 0.999, true), ExponentialSmoothing.lastValue(),
            ExponentialSmoothing.average(0.2), ExponentialSmoothing.holt(0.3, 0.1),
            SeasonalSmoothing.lastSeason(season), seasonal(2, 0, 1, season, 0, 1, 1),
            new LogarithmicForecaster(seasonal(0, 1, 1, season, 0, 1, 1)), seasonal(1, 0, 1, season, 1, 0, 1),
            seasonal(0, 1, 1, season, 0, 1, 1), SeasonalSmoothing.holtWinters(season, 0.3, 0.05, 0.2),
            new LogarithmicForecaster(SeasonalSmoothing.holtWinters(season, 0.1, 0.05, 0.1)),
            new LogarithmicForecaster(seasonal(2, 0, 1, season, 1, 0, 0)), seasonal(1, 1, 1, season, 0, 1, 1));
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
        steps.reset();
        last = 0.0;
        near = 0.0;
        reach = 0.0;
        trust = 1.0;
        trustWeight = TRUST_PRIOR;
        foresee(1.0, 0.0);
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        double kept = 1.0;
        double given = 0.0;
        if (observationCount++ > 0)
        {
            errors.update(value - forecast);
            steps.update(value - last);
            final double step = steps.deviation();
            near = NEAR_STEPS * step;
            reach = MAX_STEPS * step;
            final double deviation = errors.deviation();
            if (deviation > 0.0)
            {
                kept = (1.0 - SHARE) / weigh(value, 1.0 / deviation);
                given = shared;
                if (0.0 != beyond)
                {
                    judgeFarForecasts(value, 1.0 / deviation);
                }
            }
        }
        for (int i = 0; i < members.length; i++)
        {
            members[i].update(value);
        }
        last = value;
        foresee(kept, given);
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
            final double ahead = members[i].forecast(horizon) - last;
            final double drawnIn = Bounds.within(ahead, near * horizon);
            sum += weights[i] * (drawnIn + trust * (Bounds.within(ahead, reach * horizon) - drawnIn));
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

    private static IncrementalArima arima(
        final int p, final int d, final int q, final double forgetting, final boolean forgetsOnChange)
    {
        return new IncrementalArima(
            new ArimaContext().p(p).d(d).q(q).forgetting(forgetting).forgetsOnChange(forgetsOnChange));
    }

    private static IncrementalArima seasonal(
        final int p, final int d, final int q, final int season, final int seasonalP, final int seasonalD,
        final int seasonalQ)
    {
        return new IncrementalArima(
            new ArimaContext().p(p).d(d).q(q).seasonal(season, seasonalP, seasonalD, seasonalQ)
                .forgetsOnChange(true));
    }

    /**
     * Multiplies the weights by what the losses make of them.
     *
     * @return what they add up to; {@link #foresee} makes that 1 and shares.
     */
    private double weigh(final double value, final double inverse)
    {
        double meanLoss = 0.0;
        for (int i = 0; i < weights.length; i++)
        {
            final double deviations = Bounds.within((value - forecasts[i]) * inverse, MAX_DEVIATIONS);
            losses[i] = 0.5 * deviations * deviations;
            meanLoss = Math.fma(weights[i], losses[i], meanLoss);
        }

        double sum = 0.0;
        for (int i = 0; i < weights.length; i++)
        {
            final double factor = 1.0 + RATE * (meanLoss - losses[i]);
            weights[i] *= factor > MIN_FACTOR ? factor : MIN_FACTOR;
            sum += weights[i];
        }

        return sum;
    }

    /**
     * How much of what the members foresaw far from the last value would have been right.
     */
    private void judgeFarForecasts(final double value, final double inverse)
    {
        final double deviations = Bounds.within(beyond * inverse, MAX_DEVIATIONS);
        final double weight = deviations * deviations;
        final double right = (value - (forecast - trust * beyond)) / beyond;
        trustWeight = TRUST_KEPT * trustWeight + weight;
        final double moved = trust + weight / trustWeight * (Bounds.within(right, MAX_TRUST_SAMPLE) - trust);
        trust = Math.max(0.0, Math.min(1.0, moved));
    }

    /**
     * Adds up what the members expect beyond the last value: so a constant is told to the last bit. What one expects
     * beyond 3 of the usual steps of the series counts as far as such forecasts came true before. None counts for more
     * than 1,024 steps, for even the least weight of a member that went astray, as after a spike of 1e100, would make
     * the forecast useless.
     *
     * @param kept  factor of each weight.
     * @param given to each weight then.
     */
    private void foresee(final double kept, final double given)
    {
        double sum = 0.0;
        double far = 0.0;
        for (int i = 0; i < members.length; i++)
        {
            final double weight = Math.fma(kept, weights[i], given);
            weights[i] = weight;
            final double next = members[i].forecast();
            forecasts[i] = next;
            double ahead = next - last;
            if (!(Math.abs(ahead) <= near))
            {
                final double drawnIn = Math.copySign(near, ahead);
                far += weight * (Bounds.within(ahead, reach) - drawnIn);
                ahead = drawnIn;
            }
            sum = Math.fma(weight, ahead, sum);
        }
        beyond = far;
        forecast = Bounds.finite(last + (sum + trust * far));
    }
}
