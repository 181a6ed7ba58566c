package io.antumbra.forecasting;

/**
 * Keeps numbers within bounds by a comparison that is nearly always true, which costs less than two of
 * {@link Math#min} and {@link Math#max}. NaN becomes a bound.
 */
final class Bounds
{
    private Bounds()
    {
    }

    static double within(final double value, final double bound)
    {
        return Math.abs(value) <= bound ? value : Math.copySign(bound, value);
    }

    static double finite(final double value)
    {
        return within(value, Double.MAX_VALUE);
    }
}
