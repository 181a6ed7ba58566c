package io.antumbra.forecasting;

import java.util.Arrays;

/**
 * Keeps a moving-average polynomial C(z) = 1 + c1 z + ... + cq z^q invertible: all its roots outside the unit circle.
 * Only then do old innovations fade from the recursion, and the filter 1/C is stable. For one thread, no allocation.
 * <p>
 * The test is the step-down recursion of Levinson and Durbin (Markel and Gray, Linear Prediction of Speech, 1976,
 * section 5.1; the same as the Schur-Cohn test): C is invertible if and only if each reflection coefficient is
 * within the unit circle. For two terms that is the well-known triangle. What fails is drawn in by
 * c(i) := c(i) r^i, which moves every root outwards by 1/r (bandwidth expansion) and keeps the shape; Ljung, System
 * Identification, 2nd ed. 1999, section 11.4, asks for such a projection.
 */
final class Invertibility
{
    /**
     * Largest reflection coefficient that passes.
     */
    static final double MAX_REFLECTION = 0.995;

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
                // The first reflection is c1 / (1 + c2), the second c2.
                return Math.abs(coefficients[offset + 1]) <= MAX_REFLECTION &&
                    Math.abs(coefficients[offset]) <= MAX_REFLECTION * (1.0 + coefficients[offset + 1]);
            default:
                return stepDown(coefficients, offset, terms);
        }
    }

    private boolean stepDown(final double[] coefficients, final int offset, final int terms)
    {
        final double[] c = scratch;
        for (int i = 0; i < terms; i++)
        {
            c[i] = coefficients[offset + i];
        }
        for (int last = terms - 1; last >= 0; last--)
        {
            final double reflection = c[last];
            if (!(Math.abs(reflection) <= MAX_REFLECTION))
            {
                return false;
            }

            final double scale = 1.0 / (1.0 - reflection * reflection);
            for (int i = 0, j = last - 1; i <= j; i++, j--)
            {
                final double low = c[i];
                final double high = c[j];
                c[i] = (low - reflection * high) * scale;
                c[j] = (high - reflection * low) * scale;
            }
        }
        return true;
    }
}
