package io.antumbra.forecasting.calibration;

/**
 * How far probabilities were from what came: the mean of (probability - outcome)^2 (Brier, Verification of forecasts
 * expressed in terms of probability, Monthly Weather Review 78, 1950), beside that of whoever always tells the share
 * of events. For one thread; no allocation.
 */
public final class BrierScore
{
    private long count;
    private long eventCount;
    private long rejectedCount;
    private double sum;

    /**
     * Take a forecast and what came.
     *
     * @param probability that was told, 0 to 1.
     * @param isEvent     whether the event came.
     * @return true when it was taken; false when the probability is none: then it is counted in
     *         {@link #rejectedCount()} and nothing else changed.
     */
    public boolean update(final double probability, final boolean isEvent)
    {
        if (!(probability >= 0.0 && probability <= 1.0))
        {
            rejectedCount++;
            return false;
        }

        final double error = probability - (isEvent ? 1.0 : 0.0);
        sum += error * error;
        count++;
        eventCount += isEvent ? 1 : 0;
        return true;
    }

    /**
     * The score.
     *
     * @return 0 (certain and right) to 1 (certain and wrong); NaN before the first forecast.
     */
    public double mean()
    {
        return sum / count;
    }

    /**
     * Share of forecasts for which the event came.
     *
     * @return 0 to 1; NaN before the first forecast.
     */
    public double baseRate()
    {
        return eventCount / (double)count;
    }

    /**
     * By how much the score is below that of the base rate, told each time, in hindsight.
     *
     * @return 1 for all certain and right, 0 for as good as the base rate, below for worse; NaN when the event always
     *         or never came.
     */
    public double skill()
    {
        final double baseRate = baseRate();
        return 1.0 - mean() / (baseRate * (1.0 - baseRate));
    }

    /**
     * How many forecasts were taken.
     *
     * @return forecasts taken since construction or {@link #reset()}.
     */
    public long count()
    {
        return count;
    }

    /**
     * How many forecasts were refused.
     *
     * @return forecasts refused since construction or {@link #reset()}.
     */
    public long rejectedCount()
    {
        return rejectedCount;
    }

    /**
     * Forget everything: as just constructed, counters included.
     */
    public void reset()
    {
        count = 0;
        eventCount = 0;
        rejectedCount = 0;
        sum = 0.0;
    }
}
