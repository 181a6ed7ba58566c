package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written out, against loops.
 */
class VectorsTest
{
    private final Random random = new Random(ForecastSupport.seed("VectorsTest"));

    @ParameterizedTest
    @ValueSource(ints = { 4, 8, 10, 12, 34 })
    void shouldAddUpAllProducts(final int length)
    {
        final double[] a = numbers(Vectors.room(length));
        final double[] b = numbers(Vectors.room(length) + 3);
        assertEquals(sum(a, 0, b, 0, length), Vectors.dot(a, b, length), 1e-12);
        assertEquals(sum(a, 0, a, 0, length), Vectors.dot(a, a, length), 1e-12);
    }

    @Test
    void shouldAddUpSomeProducts()
    {
        final double[] a = numbers(20);
        final double[] b = numbers(18);
        for (int count = 0; count <= 16; count++)
        {
            assertEquals(sum(a, 4, b, 2, count), Vectors.dot(a, 4, b, 2, count), 1e-12, count + " products");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 8, 10, 34 })
    void shouldMoveEachElementToTheNextPlace(final int length)
    {
        final double[] state = numbers(Vectors.room(length));
        final double[] expected = state.clone();
        System.arraycopy(state, 0, expected, 1, length - 1);
        Vectors.shift(state, length);
        assertArrayEquals(expected, state);
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 8, 10, 34 })
    void shouldMoveCoefficientsWithinTheBound(final int length)
    {
        final double[] from = numbers(Vectors.room(length));
        final double[] direction = numbers(Vectors.room(length));
        for (int beyond = -1; beyond < length; beyond++)
        {
            final double[] coefficients = from.clone();
            final double[] steep = direction.clone();
            if (beyond >= 0)
            {
                steep[beyond] = 0 == beyond % 2 ? Double.NEGATIVE_INFINITY : 1e3;
            }
            Vectors.move(coefficients, steep, 0.5, 40.0, length);
            for (int i = 0; i < length; i++)
            {
                final double expected =
                    i == beyond ? Math.copySign(40.0, steep[i]) : Math.fma(0.5, direction[i], from[i]);
                assertEquals(expected, coefficients[i], 0.0, i + " where " + beyond + " is beyond");
            }
            for (int i = length; i < from.length; i++)
            {
                assertEquals(from[i], coefficients[i], 0.0, i + " of " + length);
            }
        }
    }

    private double[] numbers(final int length)
    {
        return random.doubles(length, -1.0, 1.0).toArray();
    }

    private static double sum(final double[] a, final int fromA, final double[] b, final int fromB, final int count)
    {
        double sum = 0.0;
        for (int i = 0; i < count; i++)
        {
            sum += a[fromA + i] * b[fromB + i];
        }
        return sum;
    }
}
