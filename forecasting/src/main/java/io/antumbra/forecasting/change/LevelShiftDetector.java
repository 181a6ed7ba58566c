package io.antumbra.forecasting.change;

/**
 * Tells when the level of a stream shifted for good, whether up or down, by how much and since when. What the level is
 * and how far values scatter around it, it learns itself. For one thread, no allocation, about ten nanoseconds.
 *
 * <pre>
 *  value ──► less mean, over deviation ──► CumulativeSum ──► RISEN, FALLEN
 *                ▲                             │
 *                └──── learn on ◄── no ────────┴── yes ──► level := mean since the sum was last 0
 * </pre>
 *
 * A self-starting cumulative sum (Hawkins, Self-starting CUSUM charts for location and scale, The Statistician 36,
 * 1987; Hawkins and Olwell, Cumulative Sum Charts, 1998, chapter 7): each value is judged by mean and variance of those
 * before it, and the t statistic that results is made a normal one (Wallace, Annals of Mathematical Statistics 30,
 * 1959), so that the stated run length holds from the beginning and not only once much is known. When a sum alarms, the
 * change began where it was last 0 (Page, Continuous inspection schemes, Biometrika 41, 1954, section 2): the mean
 * since then is where the new level is looked for. It counts as one value only, for the sum alarmed because of these
 * very values; eight more are awaited before the next are judged. The deviation is kept.
 * <p>
 * <b>Run length.</b> False alarms come once in {@code averageRunLength} observations when these are independent and
 * normal. Values that depend on the ones before alarm more often: give it what a model left over, or a larger run
 * length. A value counts as some deviations at most, so heavy tails hardly add alarms. The mean learns on with the
 * weight of one in 1,024: a slow drift is followed and not told, that is {@link SlopeDetector}'s part.
 * <p>
 * Rejected: a mean of fixed memory beside a faster one (either slow to learn or slow to tell), and a likelihood ratio
 * over all possible moments of change (Page's sum is its maximum for a known shift, at constant cost).
 */
public final class LevelShiftDetector
{
    /** Largest magnitude of a value that is taken. */
    public static final double MAX_MAGNITUDE = 1e100;

    private static final int SETTLED = 8;
    private static final int MEMORY = 1_024;
    private static final int NEARLY_NORMAL = 256;
    private static final double MAX_LEARNED = 4.0;

    private final CumulativeSum sum;
    private final Run rise = new Run();
    private final Run fall = new Run();
    private int settling;
    private int meanCount;
    private int varianceCount;
    private double mean;
    private double variance;
    private double shift;
    private int sinceChange;
    private long changeCount;
    private long rejectedCount;

    /**
     * A detector that saw nothing yet.
     *
     * @param shift            that is to be told soonest, in deviations: 0.1 to 3.0. Larger ones are told sooner,
     *                         those below half of it hardly ever.
     * @param averageRunLength observations from one false alarm to the next, 100 to 10^12.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public LevelShiftDetector(final double shift, final double averageRunLength)
    {
        sum = CumulativeSum.ofRunLength(shift, averageRunLength);
        reset();
    }

    /**
     * Take the next of the stream.
     *
     * @param value of the stream; NaN, infinite ones and those beyond {@link #MAX_MAGNITUDE} are counted in
     *              {@link #rejectedCount()} and change nothing.
     * @return {@link CumulativeSum#RISEN}, {@link CumulativeSum#FALLEN} or {@link CumulativeSum#UNCHANGED}.
     */
    public int update(final double value)
    {
        if (!(Math.abs(value) <= MAX_MAGNITUDE))
        {
            rejectedCount++;
            return CumulativeSum.UNCHANGED;
        }
        if (settling > 0)
        {
            settling--;
            learn(bounded(value - mean));
            return CumulativeSum.UNCHANGED;
        }

        rise.take(value);
        fall.take(value);
        final int direction = sum.update(standardised(value - mean));
        if (CumulativeSum.UNCHANGED == direction)
        {
            rise.endIf(sum.isUpAtRest());
            fall.endIf(sum.isDownAtRest());
            learn(bounded(value - mean));
        }
        else
        {
            settleOn(CumulativeSum.RISEN == direction ? rise : fall);
        }
        return direction;
    }

    /**
     * The level at present.
     *
     * @return mean since the last change, in the unit of the stream; 0.0 before the first value.
     */
    public double level()
    {
        return mean;
    }

    /**
     * How far values scatter around the level.
     *
     * @return standard deviation in the unit of the stream, at least 0.0.
     */
    public double deviation()
    {
        return Math.sqrt(variance);
    }

    /**
     * By how much the level shifted when that was told last.
     *
     * @return in the unit of the stream, negative for a fall; 0.0 when none was told.
     */
    public double shift()
    {
        return shift;
    }

    /**
     * How long before it was told the last shift had begun.
     *
     * @return observations from its estimated first one to the one that told it, both included; 0 when none was told.
     */
    public int sinceChange()
    {
        return sinceChange;
    }

    /**
     * How many shifts were told.
     *
     * @return shifts since construction or {@link #reset()}.
     */
    public long changeCount()
    {
        return changeCount;
    }

    /**
     * How many values were refused.
     *
     * @return values since construction or {@link #reset()}.
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
        sum.reset();
        rise.end();
        fall.end();
        settling = SETTLED;
        meanCount = 0;
        varianceCount = 0;
        mean = 0.0;
        variance = 0.0;
        shift = 0.0;
        sinceChange = 0;
        changeCount = 0;
        rejectedCount = 0;
    }

    /** In deviations of what is to be expected of one more value, as normal as if these were known exactly. */
    private double standardised(final double distance)
    {
        if (0.0 == variance)
        {
            return 0.0 == distance ? 0.0 : Math.copySign(Double.MAX_VALUE, distance);
        }

        final double square = distance * distance / (variance * (1.0 + 1.0 / meanCount));
        final double freedom = varianceCount - 1.0;
        final double normal = varianceCount >= NEARLY_NORMAL ?
            Math.sqrt(square) :
            (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0) * Math.sqrt(freedom * Math.log1p(square / freedom));
        return Math.copySign(normal, distance);
    }

    /** An outlier is learned as four deviations, once there are some to tell by. */
    private double bounded(final double distance)
    {
        final double limit = MAX_LEARNED * Math.sqrt(variance);
        return varianceCount >= SETTLED && variance > 0.0 ? Math.max(-limit, Math.min(limit, distance)) : distance;
    }

    private void learn(final double distance)
    {
        final double meanGain = 1.0 / (meanCount + 1.0);
        final double ofVariance = distance * distance * (1.0 - meanGain);
        mean += meanGain * distance;
        variance += varianceCount > 0 ? (ofVariance - variance) / varianceCount : 0.0;
        meanCount = Math.min(MEMORY, meanCount + 1);
        varianceCount = Math.min(MEMORY, varianceCount + 1);
    }

    private void settleOn(final Run run)
    {
        shift = run.mean - mean;
        sinceChange = run.count;
        mean = run.mean;
        meanCount = 1;
        settling = SETTLED;
        changeCount++;
        rise.end();
        fall.end();
    }

    /** The values since a sum was last 0. */
    private static final class Run
    {
        private int count;
        private double mean;

        void take(final double value)
        {
            count++;
            mean += (value - mean) / count;
        }

        void endIf(final boolean isAtRest)
        {
            if (isAtRest)
            {
                end();
            }
        }

        void end()
        {
            count = 0;
            mean = 0.0;
        }
    }
}
