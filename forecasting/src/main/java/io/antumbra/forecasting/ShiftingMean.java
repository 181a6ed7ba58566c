package io.antumbra.forecasting;

import io.antumbra.forecasting.change.LevelShiftDetector;

/**
 * A forecaster of a series that stays at one level until it shifts to another: the mean of all observations since the
 * last shift, which a {@link LevelShiftDetector} tells. For one thread; no allocation after construction.
 *
 * <pre>
 *  value  │        ·  · ·
 *         │      ───────────── forecast: mean of those since the shift
 *         │      · ·    ·
 *         │ · ·  │
 *         │──────┘ told some observations later, then forgotten at once
 *         │·   ·
 * </pre>
 *
 * A moving average has to choose between a long memory, exact while nothing changes, and a short one, soon right after
 * a shift. This one has both: its memory grows to about 1,000 observations and falls to those since the shift.
 */
public final class ShiftingMean implements Forecaster
{
    private static final int MAX_EXPONENT = 1000;

    private final LevelShiftDetector detector;
    private long observationCount;
    private long rejectedCount;
    private boolean isScaled;
    private double unit;
    private double inverseUnit;

    /**
     * A mean of nothing.
     *
     * @param shift            that is to be told soonest, in deviations: 0.1 to 3.0.
     * @param averageRunLength observations from one shift that was none to the next, 100 to 10^12.
     * @throws IllegalArgumentException when a value is not allowed.
     */
    public ShiftingMean(final double shift, final double averageRunLength)
    {
        detector = new LevelShiftDetector(shift, averageRunLength);
        reset();
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
        if (!isScaled && 0.0 != value)
        {
            isScaled = true;
            unit(Math.getExponent(value));
        }
        detector.update(Bounds.within(value * inverseUnit, LevelShiftDetector.MAX_MAGNITUDE));
        return true;
    }

    @Override
    public double forecast()
    {
        return Bounds.finite(detector.level() * unit);
    }

    @Override
    public double forecast(final int horizon)
    {
        checkHorizon(horizon);
        return forecast();
    }

    @Override
    public double deviation(final int horizon)
    {
        checkHorizon(horizon);
        return Bounds.finite(detector.deviation() * unit);
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
     * How many shifts were told.
     *
     * @return shifts since construction or {@link #reset()}.
     */
    public long shiftCount()
    {
        return detector.changeCount();
    }

    @Override
    public void reset()
    {
        detector.reset();
        observationCount = 0;
        rejectedCount = 0;
        isScaled = false;
        unit(0);
    }

    @Override
    public String toString()
    {
        return "shifting mean";
    }

    /** Near the first value that is not 0, so that squares neither overflow nor vanish. */
    private void unit(final int target)
    {
        final int exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, target));
        unit = Math.scalb(1.0, exponent);
        inverseUnit = Math.scalb(1.0, -exponent);
    }

    private static void checkHorizon(final int horizon)
    {
        if (horizon < 1)
        {
            throw new IllegalArgumentException("horizon=" + horizon + ": allowed are 1 and more steps ahead");
        }
    }
}
