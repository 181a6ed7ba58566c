package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * Additive Holt-Winters smoothing: a level, a slope, and what each place in the season adds. For one thread; no
 * allocation after construction.
 *
 * <pre>
 *  error(t)      = x(t) - (level + slope + place[t mod season])
 *  level        := level + slope + levelGain error
 *  slope        := slope + levelGain slopeGain error
 *  place[t mod season] += placeGain error
 * </pre>
 *
 * Source: Winters, Forecasting sales by exponentially weighted moving averages, Management Science 6, 1960, in the
 * error-correction form of Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing, 2008, section 2.5.
 * Three things are its own. While the first season is not over it forecasts the last value and collects; then the
 * level is the mean of that season and each place what its value had beyond it. In the seasons after it the places
 * learn with 1 / (seasons seen + 1) as long as that is the higher gain. With all gains at their extremes
 * ({@link #lastSeason}) it is the value one season ago, the baseline of seasonal series.
 */
public final class SeasonalSmoothing implements Forecaster
{
    /**
     * Longest season, in observations; the memory is 8 bytes for each.
     */
    public static final int MAX_SEASON = 1 << 14;

    private final double levelGain;
    private final double slopeGain;
    private final double placeGain;
    private final double[] places;
    private final ErrorScale errors = new ErrorScale();
    private long observationCount;
    private long rejectedCount;
    private int place;
    private double effectivePlaceGain;
    private double level;
    private double slope;

    private SeasonalSmoothing(
        final int season, final double levelGain, final double slopeGain, final double placeGain)
    {
        checkSeason(season);
        this.levelGain = levelGain;
        this.slopeGain = slopeGain;
        this.placeGain = placeGain;
        places = new double[season];
        reset();
    }

    /**
     * The value one season ago.
     *
     * @param season in observations, 2 to {@link #MAX_SEASON}.
     * @return a new forecaster.
     * @throws IllegalArgumentException when the season is not allowed.
     */
    public static SeasonalSmoothing lastSeason(final int season)
    {
        return new SeasonalSmoothing(season, 0.0, 0.0, 1.0);
    }

    /**
     * Level, slope and season, all smoothed.
     *
     * @param season    in observations, 2 to {@link #MAX_SEASON}.
     * @param levelGain weight of the newest error in the level, more than 0 and at most 1.
     * @param slopeGain weight of the newest step of the level in the slope, 0 (no slope) to 1.
     * @param placeGain weight of the newest error in its place of the season, more than 0 and at most 1.
     * @return a new forecaster.
     * @throws IllegalArgumentException when the season or a gain is not allowed.
     */
    public static SeasonalSmoothing holtWinters(
        final int season, final double levelGain, final double slopeGain, final double placeGain)
    {
        ExponentialSmoothing.checkGain("levelGain", levelGain);
        if (0.0 != slopeGain)
        {
            ExponentialSmoothing.checkGain("slopeGain", slopeGain);
        }
        ExponentialSmoothing.checkGain("placeGain", placeGain);
        return new SeasonalSmoothing(season, levelGain, slopeGain, placeGain);
    }

    @Override
    public boolean update(final double value)
    {
        if (!Forecaster.isUsable(value))
        {
            rejectedCount++;
            return false;
        }

        if (observationCount++ >= places.length)
        {
            smooth(value);
        }
        else
        {
            collect(value);
        }
        return true;
    }

    @Override
    public double forecast()
    {
        return Bounds.finite(level + slope + expectedOf(1));
    }

    @Override
    public double forecast(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        return Bounds.finite(level + horizon * slope + expectedOf(horizon));
    }

    @Override
    public double deviation(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }

        // The weight of the innovation j steps back is levelGain (1 + j slopeGain), and placeGain more each season.
        double sum = 1.0;
        for (int j = 1; j < horizon; j++)
        {
            final double weight = levelGain * (1.0 + j * slopeGain) + (0 == j % places.length ? placeGain : 0.0);
            sum += weight * weight;
        }
        return Bounds.finite(errors.deviation() * Math.sqrt(sum));
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

    @Override
    public void reset()
    {
        Arrays.fill(places, 0.0);
        errors.reset();
        observationCount = 0;
        rejectedCount = 0;
        place = 0;
        effectivePlaceGain = 1.0;
        level = 0.0;
        slope = 0.0;
    }

    @Override
    public String toString()
    {
        return 0.0 == levelGain ?
            "last season(" + places.length + ")" :
            "Holt-Winters(" + levelGain + "," + slopeGain + "," + placeGain + ";" + places.length + ")";
    }

    static void checkSeason(final int season)
    {
        if (season < 2 || season > MAX_SEASON)
        {
            throw new IllegalArgumentException("season=" + season + ": allowed are 2 to " + MAX_SEASON);
        }
    }

    private double expectedOf(final int horizon)
    {
        return observationCount < places.length ? 0.0 : places[(int)((place + horizon - 1L) % places.length)];
    }

    private void collect(final double value)
    {
        if (observationCount > 1)
        {
            errors.update(value - level);
        }
        level = value;
        places[place++] = value;
        if (place == places.length)
        {
            place = 0;
            double mean = 0.0;
            for (final double each : places)
            {
                mean += each / places.length;
            }
            for (int i = 0; i < places.length; i++)
            {
                places[i] = places[i] - mean;
            }
            level = mean;
        }
    }

    private void smooth(final double value)
    {
        final double error = Bounds.finite(value - forecast());
        errors.update(error);
        if (0 == place)
        {
            effectivePlaceGain = Math.max(placeGain, effectivePlaceGain / (1.0 + effectivePlaceGain));
        }
        level = Bounds.finite(level + slope + levelGain * error);
        slope = Bounds.finite(slope + levelGain * slopeGain * error);
        places[place] = Bounds.finite(places[place] + effectivePlaceGain * error);
        place = place + 1 == places.length ? 0 : place + 1;
    }
}
