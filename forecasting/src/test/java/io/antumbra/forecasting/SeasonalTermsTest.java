package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rings against the equations, with all of the past kept. */
class SeasonalTermsTest
{
    private static final int SEASON = 4;
    private static final int LENGTH = 60;
    private static final int OFFSET = 2;

    private final Random random = new Random(ForecastSupport.seed("SeasonalTermsTest"));
    private final double[] theta = new double[8];
    private final double[] regressor = new double[8];
    private final double[] gradient = new double[8];

    @ParameterizedTest
    @CsvSource({ "1, 1", "1, 0", "0, 1" })
    void shouldFilterAndDeriveAsTheEquationsSay(final int p, final int q)
    {
        final SeasonalTerms terms = terms(p, q);
        final double[] w = new double[LENGTH];
        final double[] u = new double[LENGTH];
        final double[] e = new double[LENGTH];
        final double[] a = new double[LENGTH];
        final double[] c = new double[LENGTH];
        for (int t = 0; t < LENGTH - 1; t++)
        {
            final double ar = p * random.nextDouble(-0.9, 0.9);
            final double ma = q * random.nextDouble(-0.9, 0.9);
            coefficients(p, ar, ma);
            w[t] = random.nextGaussian();
            e[t] = random.nextGaussian();
            u[t] = w[t] - ar * back(w, t) - ma * back(u, t);
            a[t] = back(e, t) + ar * back(a, t);
            c[t] = back(e, t) - ma * back(c, t);
            assertEquals(u[t], terms.filter(theta, w[t]), 1e-12, "at " + t);
            terms.push(theta, w[t], u[t], e[t]);
            terms.present(theta, regressor, gradient);
            if (p > 0)
            {
                assertEquals(back(w, t + 1), regressor[OFFSET], "at " + t);
                assertEquals(back(e, t + 1) + ar * back(a, t + 1), gradient[OFFSET], 1e-12, "at " + t);
            }
            if (q > 0)
            {
                assertEquals(back(u, t + 1), regressor[OFFSET + p], 1e-12, "at " + t);
                assertEquals(back(e, t + 1) - ma * back(c, t + 1), gradient[OFFSET + p], 1e-12, "at " + t);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "1, 0", "0, 1" })
    void shouldKnowTheSameInAnotherUnit(final int p, final int q)
    {
        final SeasonalTerms terms = terms(p, q);
        final SeasonalTerms rescaled = terms(p, q);
        final double[] otherRegressor = new double[8];
        final double[] otherGradient = new double[8];
        for (int t = 0; t < LENGTH; t++)
        {
            final double unit = t < LENGTH / 2 ? 1.0 : 0x1p7;
            if (LENGTH / 2 == t)
            {
                rescaled.rescale(0x1p-7);
            }
            coefficients(p, 0.6, -0.7);
            final double value = random.nextGaussian();
            final double residual = random.nextGaussian();
            final double filtered = terms.filter(theta, value);
            assertEquals(filtered, unit * rescaled.filter(theta, value / unit), "at " + t);
            terms.push(theta, value, filtered, residual);
            rescaled.push(theta, value / unit, filtered / unit, residual / unit);
            terms.present(theta, regressor, gradient);
            rescaled.present(theta, otherRegressor, otherGradient);
            for (int i = OFFSET; i < OFFSET + p + q; i++)
            {
                assertEquals(regressor[i], unit * otherRegressor[i], "at " + t);
                assertEquals(gradient[i], unit * otherGradient[i], "at " + t);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "1, 0", "0, 1" })
    void shouldRollAheadFromHereAndFromAnImpulse(final int p, final int q)
    {
        final SeasonalTerms terms = terms(p, q);
        final double ar = 0.8 * p;
        final double ma = -0.5 * q;
        coefficients(p, ar, ma);
        final double[] w = new double[LENGTH];
        final double[] u = new double[LENGTH];
        for (int t = 0; t < 10; t++)
        {
            w[t] = random.nextGaussian();
            u[t] = terms.filter(theta, w[t]);
            terms.push(theta, w[t], u[t], random.nextGaussian());
        }
        terms.startRoll();
        rollsOn(terms, w, u, 10, ar, ma);

        w[0] = 1.0;
        u[0] = 1.0;
        terms.startImpulse();
        rollsOn(terms, w, u, 1, ar, ma);
    }

    @ParameterizedTest
    @CsvSource({ "0.98, false", "0.981, true", "-0.98, false", "-3, true", "NaN, true" })
    void shouldKeepCoefficientsWithinWhatFades(final double coefficient, final boolean isChanged)
    {
        coefficients(1, coefficient, 0.0);
        assertEquals(isChanged, terms(1, 1).enforce(theta));
        assertTrue(Math.abs(theta[OFFSET]) <= SeasonalTerms.MAX_COEFFICIENT, () -> "left " + theta[OFFSET]);
        coefficients(1, 0.0, coefficient);
        assertEquals(isChanged, terms(1, 1).enforce(theta));
        assertFalse(terms(1, 1).enforce(theta), "it was not enforced");
    }

    private void rollsOn(
        final SeasonalTerms terms, final double[] w, final double[] u, final int from, final double ar,
        final double ma)
    {
        for (int t = from; t < LENGTH; t++)
        {
            u[t] = random.nextGaussian();
            w[t] = u[t] + ar * back(w, t) + ma * back(u, t);
            assertEquals(w[t], terms.roll(theta, u[t]), 1e-9, "at " + t);
        }
    }

    private void coefficients(final int p, final double autoregressive, final double movingAverage)
    {
        theta[OFFSET + p] = movingAverage;
        theta[OFFSET] = p > 0 ? autoregressive : movingAverage;
    }

    private static SeasonalTerms terms(final int p, final int q)
    {
        final ArimaContext context = new ArimaContext().p(1).q(1).seasonal(SEASON, p, 0, q);
        context.conclude();
        return new SeasonalTerms(context);
    }

    private static double back(final double[] series, final int t)
    {
        return t < SEASON ? 0.0 : series[t - SEASON];
    }
}
