package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * Takes the difference of a series from one season ago, and adds it up again. For one thread, no allocation.
 *
 * <pre>
 *  v(t) = x(t) - x(t-s)          ring of s values, place = t mod s
 * </pre>
 */
final class SeasonalDifferencer
{
    private final double[] values;
    private final double[] rolled;
    private int count;
    private int place;
    private int rolledPlace;

    SeasonalDifferencer(final int season)
    {
        values = new double[season];
        rolled = new double[season];
    }

    void reset()
    {
        Arrays.fill(values, 0.0);
        count = 0;
        place = 0;
    }

    /**
     * Whether the next observation has one a season before it.
     */
    boolean isPrimed()
    {
        return count >= values.length;
    }

    /**
     * Takes an observation.
     *
     * @return its difference; of use only if {@link #isPrimed()} was true before.
     */
    double difference(final double value)
    {
        final double result = value - values[place];
        values[place] = value;
        place = place + 1 == values.length ? 0 : place + 1;
        if (count < values.length)
        {
            count++;
        }
        return result;
    }

    /**
     * The next value, when its difference is known.
     */
    double integrate(final double difference)
    {
        return values[place] + difference;
    }

    /**
     * Starts to roll ahead from the present state; costs time in proportion to the season.
     */
    void startRoll()
    {
        System.arraycopy(values, 0, rolled, 0, values.length);
        rolledPlace = place;
    }

    /**
     * Starts to roll ahead from a value of 1 after nothing.
     */
    void startImpulse()
    {
        Arrays.fill(rolled, 0.0);
        rolled[0] = 1.0;
        rolledPlace = 1;
    }

    /**
     * Rolls one step ahead.
     *
     * @return the value that has this difference.
     */
    double roll(final double difference)
    {
        final double value = Bounds.finite(rolled[rolledPlace] + difference);
        rolled[rolledPlace] = value;
        rolledPlace = rolledPlace + 1 == rolled.length ? 0 : rolledPlace + 1;
        return value;
    }
}
