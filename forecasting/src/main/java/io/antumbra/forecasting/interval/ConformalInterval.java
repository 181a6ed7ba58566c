package io.antumbra.forecasting.interval;

import io.antumbra.forecasting.Forecaster;

/**
 * Bounds around a forecast that hold the promised share of the observations, whatever the distribution, and go on
 * holding it when the series changes. It learns online which share came out below and above, in bounded memory, and
 * allocates nothing. For one thread.
 *
 * <pre>{@code
 * final ConformalInterval interval = new ConformalInterval(0.9);
 * // for each step
 * final double forecast = forecaster.forecast();
 * final double lower = interval.lower(forecast, 1.0);
 * final double upper = interval.upper(forecast, 1.0);
 * // ... the value arrives ...
 * interval.update(value, forecast, 1.0);
 * forecaster.update(value);
 * }</pre>
 *
 * <pre>
 *  score    = (value - forecast) / deviation
 *  spread   = running mean of |score|, over about 512 observations
 *  features = 1, (forecast - its mean) / its mean distance from it, |score| of late / spread - 1, last score / spread
 *
 *  lower = forecast - deviation * spread * reach of the lower TailBound(features)
 *  upper = forecast + deviation * spread * reach of the upper TailBound(features)
 * </pre>
 *
 * <b>Why so.</b> Adaptive conformal inference (Gibbs and Candes, Adaptive Conformal Inference Under Distribution
 * Shift, NeurIPS 2021, section 2 and Proposition 4.1) gets the long-run coverage right on any sequence by feeding the
 * misses back; Angelopoulos, Candes and Tibshirani (NeurIPS 2023, sections 2.1 and 2.3) do so on the quantile itself,
 * without a window of old scores, and add a forecast of that quantile. Here that forecast is an online quantile
 * regression: next to a floor (the shortest path a packet can take) a bound must not lie where nothing ever was, and
 * after an outlier the way back is known. Each side has its own half of what may be missed. Left for this, by
 * measurement on simulated series: a window of 256 scores with an adapted level (its width explodes when the level
 * passes the largest score), trackers of scaled scores at one speed, and several speeds weighted by pinball loss;
 * these were 2 to 4 % wider at equal coverage. On stationary noise the price of being ready to adapt is 1 to 3 % of
 * the width that hindsight would choose.
 * <p>
 * <b>Few observations.</b> All this takes some hundred observations to learn. The bounds of the first 256 are those of
 * {@link FirstScores}, and over the next 256 they pass over to the learned ones.
 * <p>
 * <b>Whole numbers.</b> A bound between two of them says as much as the inner one, bounds being inclusive. Where many
 * values are equal, a fixed bound would hold too many or too few; the feedback moves it between neighbours so that the
 * share comes out exact over time. When one exact value is more frequent than the coverage, it lies outside now and
 * then for the same reason.
 * <p>
 * <b>The deviation</b> only says how many times wider one interval is to be than another: 1.0 always for one step
 * ahead, for the spread is learned here (measured: a model's own error deviation, which a single outlier moves for
 * long, made the intervals up to 3 % wider). For more steps ahead teach it the next step and ask with the forecast of
 * the horizon and the ratio of the forecaster's deviation there to that of one step, stretched until the coverage comes
 * out. Never teach one instance with forecasts of several steps ahead: it would look at scores that were not known yet
 * when the forecast was made (measured: 41 % covered instead of 80 % at five steps).
 */
public final class ConformalInterval
{
    private static final double SLOW_GAIN = 1.0 / 512.0;
    private static final double FAST_GAIN = 1.0 / 8.0;
    private static final double MAX_FEATURE = 4.0;
    private static final double BELIEVED = 8.0;
    private static final double MAX_BELIEVED = 0x1p40;
    private static final double FALL = 64.0;
    private static final double MAX_SCORE = Forecaster.MAX_MAGNITUDE;
    private static final int MAX_SMALL_COUNT = 512;
    private static final int MIN_SMALL_COUNT = 4;
    private static final double NORMAL_MEAN_DISTANCE = 0.7978845608028654;

    private final double coverage;
    private final double[] features = new double[4];
    private final TailBound below;
    private final TailBound above;
    private final FirstScores firstScores;
    private long observationCount;
    private long coveredCount;
    private long rejectedCount;
    private double centre;
    private double distance;
    private double levelGain;
    private double spread;
    private double spreadOfLate;
    private double spreadGain;
    private double last;
    private double believed;
    private int smallCount;

    /**
     * An interval without any observation yet.
     *
     * @param coverage share of observations that is to be within the bounds: more than 0 and less than 1.
     * @throws IllegalArgumentException when it is not.
     */
    public ConformalInterval(final double coverage)
    {
        if (!(coverage > 0.0 && coverage < 1.0))
        {
            throw new IllegalArgumentException(
                "coverage=" + coverage + ": allowed are values between 0 and 1, such as 0.9");
        }

        this.coverage = coverage;
        final double share = 0.5 * (1.0 - coverage);
        // Tails of a logistic distribution of mean distance 2 ln 2: a start, forgotten within some observations.
        final double reach = Math.log((1.0 - share) / share) / (2.0 * Math.log(2.0));
        below = new TailBound(share, features.length, reach);
        above = new TailBound(share, features.length, reach);
        firstScores = new FirstScores(coverage);
        reset();
    }

    /**
     * Forget everything: as just constructed, counters included.
     */
    public void reset()
    {
        below.reset();
        above.reset();
        firstScores.reset();
        observationCount = 0;
        coveredCount = 0;
        rejectedCount = 0;
        centre = 0.0;
        distance = 0.0;
        levelGain = 1.0;
        spread = NORMAL_MEAN_DISTANCE;
        spreadOfLate = NORMAL_MEAN_DISTANCE;
        spreadGain = 1.0;
        last = 0.0;
        believed = BELIEVED;
        smallCount = 0;
    }

    /**
     * The bound that half of what may be missed is below.
     *
     * @param forecast  in the unit of the series.
     * @param deviation 1.0 for the step that it is taught, and in proportion for others; at least 0.0.
     * @return inclusive, never above {@link #upper}; finite unless an argument is NaN.
     */
    public double lower(final double forecast, final double deviation)
    {
        describe(forecast);
        final double unit = unit(deviation);
        return finite(forecast - reach(unit * Math.max(below.reach(features), -above.reach(features)), deviation));
    }

    /**
     * The bound that half of what may be missed is above.
     *
     * @param forecast  in the unit of the series.
     * @param deviation 1.0 for the step that it is taught, and in proportion for others; at least 0.0.
     * @return inclusive, never below {@link #lower}; finite unless an argument is NaN.
     */
    public double upper(final double forecast, final double deviation)
    {
        describe(forecast);
        final double unit = unit(deviation);
        // Where the two sides cross, they are swapped (Chernozhukov, Fernandez-Val, Galichon, Quantile and Probability
        // Curves Without Crossing, Econometrica 78, 2010, section 2).
        return finite(forecast + reach(unit * Math.max(above.reach(features), -below.reach(features)), deviation));
    }

    /**
     * Learn from a value that has arrived.
     *
     * @param observed  the value, in the unit of the series.
     * @param forecast  that was made for it.
     * @param deviation that went with the forecast. Where it is 0.0 only {@link #coveredCount()} is kept, for there is
     *                  no unit to learn in.
     * @return true when it was taken; false when an argument is NaN, infinite or beyond
     *         {@link Forecaster#MAX_MAGNITUDE}, or the deviation negative: then it is counted in
     *         {@link #rejectedCount()} and nothing else changed.
     */
    public boolean update(final double observed, final double forecast, final double deviation)
    {
        if (!Forecaster.isUsable(observed) || !Forecaster.isUsable(forecast) ||
            !(deviation >= 0.0 && Forecaster.isUsable(deviation)))
        {
            rejectedCount++;
            return false;
        }

        observationCount++;
        coveredCount += observed >= lower(forecast, deviation) && observed <= upper(forecast, deviation) ? 1 : 0;
        if (deviation > 0.0)
        {
            final double score = within((observed - forecast) / deviation, MAX_SCORE);
            if (spread > 0.0)
            {
                final double relative = score / spread;
                below.update(-relative, features);
                above.update(relative, features);
            }
            firstScores.update(Math.abs(score));
            followSpread(score);
            followLevel(forecast);
        }
        return true;
    }

    /**
     * Which share of observations is to be within the bounds.
     *
     * @return more than 0, less than 1.
     */
    public double coverage()
    {
        return coverage;
    }

    /**
     * How many observations were taken.
     *
     * @return observations taken since construction or {@link #reset()}.
     */
    public long observationCount()
    {
        return observationCount;
    }

    /**
     * How many of them were within the bounds, these included, as the bounds stood when the observation was taken.
     *
     * @return at most {@link #observationCount()}.
     */
    public long coveredCount()
    {
        return coveredCount;
    }

    /**
     * How many observations were refused.
     *
     * @return observations refused since construction or {@link #reset()}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    private void describe(final double forecast)
    {
        features[0] = 1.0;
        features[1] = distance > 0.0 ? within((forecast - centre) / distance, MAX_FEATURE) : 0.0;
        features[2] = spread > 0.0 ? within(spreadOfLate / spread - 1.0, MAX_FEATURE) : 0.0;
        features[3] = spread > 0.0 ? within(last / spread, MAX_FEATURE) : 0.0;
    }

    private double reach(final double learned, final double deviation)
    {
        final double weight = firstScores.weight();
        return 0.0 == weight ? learned :
            finite(weight * finite(deviation * firstScores.reach()) + (1.0 - weight) * learned);
    }

    private double unit(final double deviation)
    {
        return finite(deviation * spread);
    }

    /**
     * A spike counts with 8 spreads, and with twice as many after each other one in a row: so one changes next to
     * nothing and a lasting change is followed at once. It starts anew after a constant stretch, and falls at once
     * when the scores of a whole row were all far smaller, as they are after a level that nobody could foresee. The row
     * is as long as the memory once that is full: a queue that drains is foreseen to a hair for many steps, and the
     * spread of before is needed right after it.
     */
    private void followSpread(final double score)
    {
        final double size = Math.abs(score);
        if (0.0 == spread)
        {
            spread = size;
            spreadOfLate = size;
            spreadGain = 1.0;
        }

        smallCount = size * FALL < spread ? smallCount + 1 : 0;
        if (smallCount >= Math.min(MAX_SMALL_COUNT, MIN_SMALL_COUNT + observationCount / 8))
        {
            smallCount = 0;
            spread /= FALL;
            spreadOfLate /= FALL;
        }

        final double taken = 1.0 == spreadGain ? size : Math.min(size, believed * spread);
        believed = taken < size ? Math.min(MAX_BELIEVED, 2.0 * believed) : BELIEVED;
        spread += spreadGain * (taken - spread);
        spreadOfLate += Math.max(FAST_GAIN, spreadGain) * (taken - spreadOfLate);
        spreadGain = Math.max(SLOW_GAIN, spreadGain / (1.0 + spreadGain));
        last = score;
    }

    private void followLevel(final double forecast)
    {
        if (1.0 == levelGain)
        {
            centre = forecast;
        }

        final double deviation = forecast - centre;
        centre += levelGain * deviation;
        distance += levelGain * (Math.abs(deviation) - distance);
        levelGain = Math.max(SLOW_GAIN, levelGain / (1.0 + levelGain));
    }

    private static double within(final double value, final double bound)
    {
        return Math.abs(value) <= bound ? value : Math.copySign(bound, value);
    }

    private static double finite(final double value)
    {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
