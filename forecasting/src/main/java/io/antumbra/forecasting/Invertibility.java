package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * Keeps a moving-average polynomial C(z) = 1 + c1 z + ... + cq z^q invertible: all its roots outside the unit circle.
 * Only then do old innovations fade from the recursion, and the filter 1/C is stable. For one thread, no allocation.
 * <p>
 * The test is the step-down recursion of Levinson and Durbin (Markel and Gray, Linear Prediction of Speech, 1976,
 * section 5.1; the same as the Schur-Cohn test): C is invertible if and only if each reflection coefficient is
 * within the unit circle. For two terms that is the well-known triangle. The recursion carries its leading coefficient
 * along instead of dividing by it, which would cost more than all the rest. What fails is drawn in by
 * c(i) := c(i) r^i, which moves every root outwards by 1/r (bandwidth expansion) and keeps the shape; Ljung, System
 * Identification, 2nd ed. 1999, section 11.4, asks for such a projection.
 */
final class Invertibility
{
    /**
     * Largest reflection coefficient that passes.
     */
    static final double MAX_REFLECTION = 0.995;

    private static final double MIN_LEAD = 0x1p-200;
    private static final double SHRINK = 0.95;
    private static final int MAX_SHRINKS = 256;

    private final double[] scratch;

    Invertibility(final int terms)
    {
        scratch = new double[terms];
    }

    /**
     * Draw the coefficients in until the polynomial is invertible.
     *
     * @param coefficients holds c1 to cq.
     * @param offset       of c1.
     * @param terms        q.
     * @return true when they were changed.
     */
    boolean enforce(final double[] coefficients, final int offset, final int terms)
    {
        int shrinks = 0;
        while (!isInvertible(coefficients, offset, terms))
        {
            if (++shrinks > MAX_SHRINKS)
            {
                Arrays.fill(coefficients, offset, offset + terms, 0.0);
                return true;
            }

            double factor = SHRINK;
            for (int i = 0; i < terms; i++)
            {
                coefficients[offset + i] *= factor;
                factor *= SHRINK;
            }
        }
        return shrinks > 0;
    }

    boolean isInvertible(final double[] coefficients, final int offset, final int terms)
    {
        switch (terms)
        {
            case 0:
                return true;
            case 1:
                return Math.abs(coefficients[offset]) <= MAX_REFLECTION;
            case 2:
                return isWithinTriangle(1.0, coefficients[offset], coefficients[offset + 1]);
            case 3:
                return isInvertible(1.0, coefficients[offset], coefficients[offset + 1], coefficients[offset + 2]);
            case 4:
                return isInvertible(1.0, coefficients[offset], coefficients[offset + 1], coefficients[offset + 2],
                    coefficients[offset + 3]);
            case 5:
                return isInvertibleOfFive(coefficients[offset], coefficients[offset + 1], coefficients[offset + 2],
                    coefficients[offset + 3], coefficients[offset + 4]);
            default:
                return stepDown(coefficients, offset, terms);
        }
    }

    /**
     * One step down, and the triangle.
     */
    private static boolean isInvertible(final double lead, final double first, final double second, final double third)
    {
        return Math.abs(third) <= MAX_REFLECTION * lead && isWithinTriangle(
            lead * lead - third * third, lead * first - third * second, lead * second - third * first);
    }

    /**
     * One step down to three.
     */
    private static boolean isInvertible(
        final double lead, final double first, final double second, final double third, final double fourth)
    {
        return Math.abs(fourth) <= MAX_REFLECTION * lead && isInvertible(
            lead * lead - fourth * fourth, lead * first - fourth * third, lead * second - fourth * second,
            lead * third - fourth * first);
    }

    /**
     * One step down from five, where the leading coefficient is 1.
     */
    private static boolean isInvertibleOfFive(
        final double first, final double second, final double third, final double fourth, final double fifth)
    {
        return Math.abs(fifth) <= MAX_REFLECTION && isInvertible(
            1.0 - fifth * fifth, first - fifth * fourth, second - fifth * third, third - fifth * second,
            fourth - fifth * first);
    }

    private boolean stepDown(final double[] coefficients, final int offset, final int terms)
    {
        final double[] c = scratch;
        for (int i = 0; i < terms; i++)
        {
            c[i] = coefficients[offset + i];
        }
        double lead = 1.0;
        for (int last = terms - 1; last >= 2; last--)
        {
            final double end = c[last];
            if (!(Math.abs(end) <= MAX_REFLECTION * lead))
            {
                return false;
            }

            // At worst it falls to a hundredth of its square: far from 0, but once in five terms it may need a lift.
            final double lift = lead < MIN_LEAD ? 1.0 / (lead * lead) : 1.0;
            for (int i = 0, j = last - 1; i <= j; i++, j--)
            {
                final double low = c[i];
                final double high = c[j];
                c[i] = (lead * low - end * high) * lift;
                c[j] = (lead * high - end * low) * lift;
            }
            lead = (lead * lead - end * end) * lift;
        }
        return isWithinTriangle(lead, c[0], c[1]);
    }

    /**
     * The first reflection is c1 / (lead + c2), the second c2 / lead.
     */
    private static boolean isWithinTriangle(final double lead, final double first, final double second)
    {
        return Math.abs(second) <= MAX_REFLECTION * lead && Math.abs(first) <= MAX_REFLECTION * (lead + second);
    }
}
