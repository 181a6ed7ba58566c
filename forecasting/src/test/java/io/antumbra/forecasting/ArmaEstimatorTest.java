package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmaEstimatorTest
{
    private static final double SPIKE = 1e9;

    private final Random random = new Random(ForecastSupport.seed("ArmaEstimatorTest"));

    /**
     * On series at the border of what can be inverted, so that coefficients are drawn in all the time.
     */
    @ParameterizedTest
    @CsvSource({ "1, 0", "0, 1", "1, 1", "2, 1", "1, 2", "2, 3", "0, 3", "3, 2", "5, 2", "0, 5", "1, 4", "7, 6" })
    void shouldDoAsTheBookDoes(final int p, final int q)
    {
        final ArmaEstimator estimator = estimator(p, q);
        final PlainArma plain = new PlainArma(p, q, 0.99);
        final double[] series =
            new ArmaProcess(new double[]{ 0.5 }, new double[]{ -2.0, 1.0 }, 1.0).simulate(600, random);
        for (int t = 0; t < series.length; t++)
        {
            final double prediction = estimator.predict();
            assertEquals(plain.predict(), prediction, 1e-7 * (1.0 + Math.abs(prediction)), "at " + t);
            estimator.update(series[t], series[t] - prediction);
            plain.update(series[t]);
        }
        assertTrue(0 == p || q < 2 || plain.drawnInCount() > 0, "no coefficients were drawn in");
    }

    /**
     * A power of two rounds nothing: the same to the bit, in another unit.
     */
    @ParameterizedTest
    @CsvSource({ "3, 2", "1, 2", "0, 4", "2, 0" })
    void shouldKnowTheSameInAnotherUnit(final int p, final int q)
    {
        final ArmaEstimator estimator = estimator(p, q);
        final ArmaEstimator rescaled = estimator(p, q);
        final double[] series = new ArmaProcess(new double[]{ 0.5 }, new double[]{ 0.4 }, 1.0).simulate(400, random);
        for (int t = 0; t < series.length; t++)
        {
            final double unit = t < 200 ? 1.0 : 0x1p9;
            if (200 == t)
            {
                rescaled.rescale(0x1p-9);
            }
            learn(estimator, series[t]);
            learn(rescaled, series[t] / unit);
            assertEquals(estimator.predict(), rescaled.predict() * unit, "at " + t);
            assertEquals(estimator.variance(), rescaled.variance() * unit * unit, "at " + t);
        }
    }

    @Test
    void shouldBelieveTwiceAsMuchAfterEachSpikeAndOfTheNextOneAsLittleAsEver()
    {
        final ArmaEstimator estimator = noisy();
        final double deviation = Math.sqrt(estimator.variance());
        assertEquals(64.0 * deviation, estimator.admit(SPIKE), 1e-9);
        assertEquals(-128.0 * deviation, estimator.admit(-SPIKE), 1e-9);
        assertEquals(256.0 * deviation, estimator.admit(SPIKE), 1e-9);
        assertEquals(deviation, estimator.admit(deviation));
        assertEquals(64.0 * deviation, estimator.admit(SPIKE), 1e-9);
    }

    @Test
    void shouldLearnTheVarianceAnewWhenItDoubts()
    {
        final ArmaEstimator sure = noisy();
        final ArmaEstimator doubting = noisy();
        doubting.doubt();
        for (int i = 0; i < 64; i++)
        {
            final double value = 5.0 * random.nextGaussian();
            learn(sure, value);
            learn(doubting, value);
        }
        assertTrue(sure.variance() < 4.0, () -> "sure " + sure.variance());
        assertTrue(doubting.variance() > 8.0, () -> "doubting " + doubting.variance());
    }

    private ArmaEstimator noisy()
    {
        final ArmaEstimator estimator = estimator(1, 1);
        for (int i = 0; i < 3_000; i++)
        {
            learn(estimator, random.nextGaussian());
        }
        return estimator;
    }

    private static void learn(final ArmaEstimator estimator, final double value)
    {
        estimator.update(value, value - estimator.predict());
    }

    private static ArmaEstimator estimator(final int p, final int q)
    {
        final ArimaContext context = new ArimaContext().p(p).q(q).forgetting(0.99);
        context.conclude();
        return new ArmaEstimator(context);
    }
}
