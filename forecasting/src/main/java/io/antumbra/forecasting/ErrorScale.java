package io.antumbra.forecasting;

/**
 * How large the errors of a forecaster are: their root mean square over about the last 512. For one thread, no
 * allocation.
 * <p>
 * Works on any scale: it is kept in units of a power of two near it, which rounds nothing. It rises by steps, an
 * error counting for 64 mean distances at most, so that a single spike is no new scale; and it falls at once when the
 * errors of 64 observations in a row were all far smaller, since averaging 1e300 away would take a million.
 */
final class ErrorScale
{
    private static final double MIN_GAIN = 1.0 / 512.0;
    private static final double MAX_GROWTH = 64.0;
    private static final int MAX_SMALL_COUNT = 64;
    private static final double MAX_UNITS = 0x1p20;
    private static final double MIN_UNITS = 0x1p-20;
    private static final int MAX_EXPONENT = 1000;

    private double gain;
    private double meanDistance;
    private double meanSquare;
    private int smallCount;
    private int exponent;
    private double unit;
    private double inverseUnit;

    ErrorScale()
    {
        reset();
    }

    void reset()
    {
        gain = 1.0;
        meanDistance = 0.0;
        meanSquare = 0.0;
        smallCount = 0;
        unit(0);
    }

    /**
     * Takes the next error.
     *
     * @param error finite or infinite, of either sign.
     */
    void update(final double error)
    {
        final double distance = Math.abs(Bounds.within(error, Forecaster.MAX_MAGNITUDE));
        if (0.0 == meanDistance)
        {
            unit(Math.getExponent(distance));
        }

        final double units = distance * inverseUnit;
        smallCount = units * MAX_GROWTH < meanDistance ? smallCount + 1 : 0;
        if (smallCount >= MAX_SMALL_COUNT)
        {
            smallCount = 0;
            meanDistance /= MAX_GROWTH;
            meanSquare /= MAX_GROWTH * MAX_GROWTH;
        }

        final double most = MAX_GROWTH * meanDistance;
        final double taken = units > most && meanDistance > 0.0 ? most : units;
        meanDistance += gain * (taken - meanDistance);
        meanSquare += gain * (taken * taken - meanSquare);
        if (gain > MIN_GAIN)
        {
            gain = Math.max(MIN_GAIN, gain / (1.0 + gain));
        }
        if (meanDistance > MAX_UNITS || meanDistance < MIN_UNITS)
        {
            followScale();
        }
    }

    /**
     * The root of the mean square of the errors; 0.0 before there was one.
     */
    double deviation()
    {
        return Math.sqrt(meanSquare) * unit;
    }

    private void followScale()
    {
        if (0.0 == meanDistance)
        {
            return;
        }

        final int before = exponent;
        unit(exponent + Math.getExponent(meanDistance));
        final double factor = Math.scalb(1.0, before - exponent);
        meanDistance *= factor;
        meanSquare *= factor * factor;
    }

    private void unit(final int target)
    {
        exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, target));
        unit = Math.scalb(1.0, exponent);
        inverseUnit = Math.scalb(1.0, -exponent);
    }
}
