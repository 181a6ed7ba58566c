package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InvertibilityTest
{
    @Test
    void shouldKnowTheTriangleOfTwoTerms()
    {
        assertTrue(isInvertible(0.9, 0.5));
        assertTrue(isInvertible(-1.4, 0.5));
        assertFalse(isInvertible(1.6, 0.5));
        assertFalse(isInvertible(0.0, 1.1));
        assertFalse(isInvertible(0.5, -0.6));
        assertFalse(isInvertible(Double.NaN, 0.0));
    }

    @Test
    void shouldJudgeTermsWithATrailingZeroAlike()
    {
        for (double first = -2.5; first < 2.5; first += 0.13)
        {
            for (double second = -1.5; second < 1.5; second += 0.07)
            {
                assertEquals(isInvertible(first, second), isInvertible(first, second, 0.0), first + ", " + second);
                for (double third = -1.2; third < 1.2; third += 0.19)
                {
                    final String terms = first + ", " + second + ", " + third;
                    assertEquals(isInvertible(first, second, third), isInvertible(first, second, third, 0.0), terms);
                }
            }
        }
    }

    /**
     * Up to five terms the recursion is written out, from six on it is a loop.
     */
    @Test
    void shouldJudgeUpToFiveTermsAsTheRecursionDoes()
    {
        final Random random = new Random(ForecastSupport.seed("shouldJudgeUpToFiveTermsAsTheRecursionDoes"));
        final int[] invertible = new int[6];
        for (int i = 0; i < 60_000; i++)
        {
            final int count = 1 + i % 5;
            final double[] terms = random.doubles(count, -1.2, 1.2).toArray();
            final boolean isInvertible = isInvertible(terms);
            assertEquals(isInvertible(Arrays.copyOf(terms, 6)), isInvertible, () -> Arrays.toString(terms));
            invertible[count] += isInvertible ? 1 : 0;
        }
        for (int count = 1; count <= 5; count++)
        {
            final int seen = invertible[count];
            assertTrue(seen > 500 && seen < 11_500, count + " terms: " + seen + " of 12000 invertible");
        }
    }

    @Test
    void shouldLeaveAnInvertibleOneAlone()
    {
        final double[] coefficients = { 7.0, 0.5, -0.2, 0.1 };
        assertFalse(new Invertibility(3).enforce(coefficients, 1, 3));
        assertArrayEquals(new double[]{ 7.0, 0.5, -0.2, 0.1 }, coefficients);
    }

    @Test
    void shouldClearWhatIsNotANumber()
    {
        final double[] coefficients = { 7.0, Double.NaN, 1.0 };
        assertTrue(new Invertibility(2).enforce(coefficients, 1, 2));
        assertArrayEquals(new double[]{ 7.0, 0.0, 0.0 }, coefficients);
    }

    @Property(tries = 500, seed = "4711")
    void shouldLetInnovationsFade(
        @ForAll @Size(min = 1, max = 6) final double[] drawn,
        @ForAll @DoubleRange(min = 0.1, max = 50.0) final double size)
    {
        final int terms = drawn.length;
        final double[] coefficients = new double[terms];
        for (int i = 0; i < terms; i++)
        {
            coefficients[i] = size * Math.sin(drawn[i] % 1000.0);
        }
        new Invertibility(terms).enforce(coefficients, 0, terms);
        final double[] response = response(coefficients);
        assertTrue(
            largest(response, response.length - 1_000) < largest(response, 0),
            () -> "1/C does not fade for " + Arrays.toString(coefficients));
    }

    /**
     * The impulse response of 1 / C, long enough that a root inside the unit circle shows.
     */
    private static double[] response(final double[] coefficients)
    {
        final double[] response = new double[40_000];
        response[0] = 1.0;
        for (int t = 1; t < response.length; t++)
        {
            for (int i = 0; i < coefficients.length && i < t; i++)
            {
                response[t] -= coefficients[i] * response[t - 1 - i];
            }
        }
        return response;
    }

    private static double largest(final double[] response, final int from)
    {
        double max = 0.0;
        for (int t = from; t < from + 1_000; t++)
        {
            max = Math.max(max, Math.abs(response[t]));
        }
        return max;
    }

    private static boolean isInvertible(final double... coefficients)
    {
        return new Invertibility(coefficients.length).isInvertible(coefficients, 0, coefficients.length);
    }
}
