package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The blocks and what they owe, against the recursion as the books write it: a square matrix, symmetrised each time.
 */
class CovarianceTest
{
    private static final double VARIANCE = 0.7;

    /**
     * Each number of blocks and of coefficients left over; a short memory makes the level grow fast, doubt settles it.
     */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 17, 34 })
    void shouldDoAsThePlainRecursionDoes(final int size)
    {
        final Random random = new Random(ForecastSupport.seed("shouldDoAsThePlainRecursionDoes"));
        for (final double forgetting : new double[]{ 0.9, 0.999, 1.0 })
        {
            final double[] prior = random.doubles(size, 0.2, 1.0).toArray();
            final Covariance covariance = new Covariance(prior, forgetting);
            final double[][] plain = new double[size][size];
            for (int i = 0; i < size; i++)
            {
                plain[i][i] = prior[i];
            }
            for (int t = 0; t < 400; t++)
            {
                step(covariance, plain, prior, forgetting, random);
                if (250 == t)
                {
                    covariance.doubt(0.2);
                    for (int i = 0; i < size; i++)
                    {
                        plain[i][i] += 0.2 * prior[i];
                    }
                    bound(plain, prior);
                }
                assertEquals(trace(plain), covariance.trace(), 1e-9, "trace of " + size + " at " + t);
            }
            covariance.reset();
            assertEquals(Arrays.stream(prior).sum(), covariance.trace(), 1e-12);
        }
    }

    /**
     * Without being settled, the level alone would be beyond all numbers after 6,800 steps.
     */
    @Test
    void shouldGoOnForLongWithAShortMemory()
    {
        final Random random = new Random(ForecastSupport.seed("shouldGoOnForLongWithAShortMemory"));
        final double[] prior = { 0.5, 0.5 };
        final Covariance covariance = new Covariance(prior, 0.9);
        final double[][] plain = { { 0.5, 0.0 }, { 0.0, 0.5 } };
        for (int t = 0; t < 10_000; t++)
        {
            step(covariance, plain, prior, 0.9, random);
        }
        assertEquals(trace(plain), covariance.trace(), 1e-9);
    }

    /**
     * In stretches only one coefficient is excited, so that the others are forgotten up to the bound.
     */
    private static void step(
        final Covariance covariance, final double[][] plain, final double[] prior, final double forgetting,
        final Random random)
    {
        final int size = prior.length;
        final double[] psi = new double[Vectors.room(covariance.length())];
        final boolean isOne = random.nextInt(4) > 0;
        for (int i = 0; i < size; i++)
        {
            psi[i] = isOne && i > 0 ? 0.0 : random.nextGaussian();
        }
        final double[] expected = new double[size];
        double expectedSpread = 0.0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                expected[i] += plain[i][j] * psi[j];
            }
            expectedSpread += expected[i] * psi[i];
        }

        final double projected = covariance.project(psi);
        final double level = covariance.level();
        assertEquals(expectedSpread, projected * level, 1e-9 * (1.0 + expectedSpread));
        final double[] direction = covariance.direction();
        double squares = 0.0;
        for (int i = 0; i < size; i++)
        {
            assertEquals(expected[i], direction[i] * level, 1e-9, "direction " + i + " of " + size);
            squares += direction[i] * direction[i];
        }

        final double inverse = 1.0 / (forgetting * VARIANCE + expectedSpread);
        covariance.learn(inverse, squares);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                plain[i][j] = (plain[i][j] - expected[i] * expected[j] * inverse) / forgetting;
            }
        }
        bound(plain, prior);
    }

    private static void bound(final double[][] plain, final double[] prior)
    {
        final double factor = Math.min(1.0, Arrays.stream(prior).sum() / trace(plain));
        for (int i = 0; i < plain.length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                plain[i][j] *= factor;
                plain[j][i] = plain[i][j];
            }
        }
    }

    private static double trace(final double[][] plain)
    {
        double trace = 0.0;
        for (int i = 0; i < plain.length; i++)
        {
            trace += plain[i][i];
        }
        return trace;
    }
}
