package io.antumbra.forecasting;

/**
 * Takes differences of a series 0, 1 or 2 times, and adds them up again. For one thread, no allocation.
 *
 * <pre>
 *  order 0:  w(t) = x(t)
 *  order 1:  w(t) = x(t) - x(t-1)
 *  order 2:  w(t) = x(t) - 2 x(t-1) + x(t-2)
 * </pre>
 *
 * Until there are enough observations it works with as many differences as there can be, so that the next value can
 * be told from the first observation on. With observations within {@link Forecaster#MAX_MAGNITUDE} no result
 * overflows.
 */
final class Differencer
{
    private final int order;
    private int count;
    private double last;
    private double slope;

    Differencer(final int order)
    {
        this.order = order;
    }

    void reset()
    {
        count = 0;
        last = 0.0;
        slope = 0.0;
    }

    /**
     * Whether the next observation has a difference of the full order.
     */
    boolean isPrimed()
    {
        return count >= order;
    }

    /**
     * Takes an observation.
     *
     * @return its difference; of use only if {@link #isPrimed()} was true before.
     */
    double difference(final double value)
    {
        if (0 == order)
        {
            return value;
        }

        final double step = value - last;
        final double bend = step - slope;
        if (count < order)
        {
            count++;
        }
        last = value;
        slope = count < 2 ? 0.0 : step;
        return 1 == order ? step : bend;
    }

    /**
     * The next value, when its difference is known.
     */
    double integrate(final double difference)
    {
        switch (order)
        {
            case 0:
                return difference;
            case 1:
                return last + difference;
            default:
                return last + (slope + difference);
        }
    }

    /**
     * The latest observation.
     */
    double last()
    {
        return last;
    }

    /**
     * The latest first difference, 0 when there is none; of use with order 2 only.
     */
    double slope()
    {
        return slope;
    }
}
