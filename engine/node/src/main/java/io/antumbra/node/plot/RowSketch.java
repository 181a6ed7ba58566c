package io.antumbra.node.plot;

import java.util.Arrays;

/**
 * A series of any length in the few columns that a picture has: whenever they are full, each two neighbours become one.
 * A column keeps the extremes of what was observed, the mean of what was forecast and the outermost bounds. Used by one
 * thread; memory is fixed.
 */
final class RowSketch
{
    /** Most columns. */
    static final int CAPACITY = 1 << 10;

    private final double[] low = new double[CAPACITY];
    private final double[] high = new double[CAPACITY];
    private final double[] forecast = new double[CAPACITY];
    private final int[] forecasts = new int[CAPACITY];
    private final double[] lower = new double[CAPACITY];
    private final double[] upper = new double[CAPACITY];
    private long stride = 1;
    private long inLast;
    private int size;

    void add(final double observed, final double expected, final double lowerBound, final double upperBound)
    {
        if (0 == size || inLast == stride)
        {
            if (CAPACITY == size)
            {
                halve();
            }
            open();
        }
        inLast++;
        final int last = size - 1;
        low[last] = least(low[last], observed);
        high[last] = -least(-high[last], -observed);
        lower[last] = least(lower[last], lowerBound);
        upper[last] = -least(-upper[last], -upperBound);
        if (!Double.isNaN(expected))
        {
            forecasts[last]++;
            forecast[last] += (expected - forecast[last]) / forecasts[last];
        }
    }

    int size()
    {
        return size;
    }

    /** Rows in a column. */
    long stride()
    {
        return stride;
    }

    /** NaN when nothing was observed in the column; so with the others. */
    double low(final int column)
    {
        return low[column];
    }

    double high(final int column)
    {
        return high[column];
    }

    double forecast(final int column)
    {
        return forecasts[column] > 0 ? forecast[column] : Double.NaN;
    }

    double lower(final int column)
    {
        return lower[column];
    }

    double upper(final int column)
    {
        return upper[column];
    }

    private void open()
    {
        low[size] = Double.NaN;
        high[size] = Double.NaN;
        lower[size] = Double.NaN;
        upper[size] = Double.NaN;
        forecast[size] = 0.0;
        forecasts[size] = 0;
        size++;
        inLast = 0;
    }

    private void halve()
    {
        for (int i = 0; i < CAPACITY / 2; i++)
        {
            final int a = 2 * i;
            final int b = a + 1;
            final int both = forecasts[a] + forecasts[b];
            forecast[i] = 0 == both ? 0.0 :
                forecast[a] * (forecasts[a] / (double)both) + forecast[b] * (forecasts[b] / (double)both);
            forecasts[i] = both;
            low[i] = least(low[a], low[b]);
            high[i] = -least(-high[a], -high[b]);
            lower[i] = least(lower[a], lower[b]);
            upper[i] = -least(-upper[a], -upper[b]);
        }
        Arrays.fill(forecasts, CAPACITY / 2, CAPACITY, 0);
        size = CAPACITY / 2;
        stride *= 2;
    }

    private static double least(final double a, final double b)
    {
        return Double.isNaN(a) || b < a ? b : a;
    }
}
