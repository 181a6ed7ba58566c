package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripWeightsTest
{
    private final RoundTripWeights weights = new RoundTripWeights();
    private final double[] terms = new double[2];

    @Test
    void shouldStartWithTheSumOfBoth()
    {
        assertEquals(7.0, sum(3.0, 4.0));
    }

    @Test
    void shouldFindWhatBothTermsCountFor()
    {
        final Random random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            final double first = random.nextGaussian();
            // Terms that go together, as a forecast and the silence after it do.
            learn(first, random.nextGaussian() + 0.5 * first, random, 0.6, 1.3, 0.3);
        }
        assertEquals(0.6, sum(1.0, 0.0), 0.03);
        assertEquals(1.3, sum(0.0, 1.0), 0.03);
    }

    /** With a square matrix, as the book writes it. */
    @Test
    void shouldDoAsTheBookDoes()
    {
        final Random random = new Random(4);
        final double[] theta = { 1.0, 1.0 };
        final double[][] p = { { 0.01, 0.0 }, { 0.0, 0.01 } };
        double variance = 0.0;
        for (int n = 1; n <= 2_000; n++)
        {
            terms[0] = random.nextGaussian();
            terms[1] = random.nextGaussian() + 0.8 * terms[0];
            final double value = 0.5 * terms[0] + 1.5 * terms[1] + random.nextGaussian();
            final double error = value - theta[0] * terms[0] - theta[1] * terms[1];
            variance += (error * error - variance) / n;
            final double[] g = { p[0][0] * terms[0] + p[0][1] * terms[1], p[1][0] * terms[0] + p[1][1] * terms[1] };
            final double inverse = 1.0 / (0.9998 * variance + g[0] * terms[0] + g[1] * terms[1]);
            final double most = 8.0 * Math.sqrt(variance);
            for (int i = 0; i < 2; i++)
            {
                theta[i] += g[i] * inverse * Math.max(-most, Math.min(most, error));
                for (int j = 0; j < 2; j++)
                {
                    p[i][j] = (p[i][j] - g[i] * g[j] * inverse) / 0.9998;
                }
            }
            weights.learn(terms, 0, value);
            assertTrue(p[0][0] + p[1][1] <= 0.02, "the bound would count");
            assertEquals(theta[0], sum(1.0, 0.0), 1e-9, "at " + n);
            assertEquals(theta[1], sum(0.0, 1.0), 1e-9, "at " + n);
        }
    }

    /**
     * Forgetting alone would make the covariance of the second 20,000 times what it was in the beginning.
     */
    @Test
    void shouldNotBeMovedByOneValueAfterATermWasZeroForLong()
    {
        final Random random = new Random(2);
        for (int i = 0; i < 50_000; i++)
        {
            learn(random.nextGaussian(), 0.0, random, 1.0, 1.0, 0.3);
        }
        terms[0] = 0.0;
        terms[1] = 1.0;
        weights.learn(terms, 0, 3.0);
        final double moved = sum(0.0, 1.0);
        assertTrue(moved > 1.0 && moved < 1.6, () -> "from 1 to " + moved + " by one value of 3");
    }

    @Test
    void shouldLearnLittleFromASingleSpike()
    {
        final Random random = new Random(3);
        for (int i = 0; i < 5_000; i++)
        {
            learn(random.nextGaussian(), random.nextGaussian(), random, 1.0, 1.0, 0.3);
        }
        terms[0] = 1.0;
        terms[1] = 1.0;
        weights.learn(terms, 0, 1e6);
        assertEquals(2.0, sum(1.0, 1.0), 0.05);
    }

    @Test
    void shouldStayWhereItIsWhenEverythingIsForeseenExactly()
    {
        terms[0] = 1.0;
        for (int i = 0; i < 1_000; i++)
        {
            weights.learn(terms, 0, 1.0);
        }
        assertEquals(2.0, sum(1.0, 1.0));
    }

    private void learn(
        final double first, final double second, final Random random, final double ofFirst, final double ofSecond,
        final double noise)
    {
        terms[0] = first;
        terms[1] = second;
        weights.learn(terms, 0, ofFirst * first + ofSecond * second + noise * random.nextGaussian());
    }

    private double sum(final double first, final double second)
    {
        return weights.sum(new double[]{ first, second }, 0);
    }
}
