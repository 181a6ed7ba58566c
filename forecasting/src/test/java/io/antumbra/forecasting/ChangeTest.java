package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models on a series that behaves in one way and then in another.
 */
class ChangeTest
{
    private static final int BEFORE = 5_000;

    @Test
    void shouldForgetFastWhenTheCoefficientsChanged()
    {
        final Random random = new Random(ForecastSupport.seed("shouldForgetFastWhenTheCoefficientsChanged"));
        double told = 0.0;
        double untold = 0.0;
        final int series = 20;
        for (int i = 0; i < series; i++)
        {
            final double[] values = changing(random);
            final IncrementalArima model = model(true);
            told += Math.log(errorAfter(values, model)) / series;
            untold += Math.log(errorAfter(values, model(false))) / series;
            assertTrue(model.changeCount() >= 1, () -> "not told");
        }
        final double with = Math.exp(told);
        final double without = Math.exp(untold);
        System.out.printf("1,000 after a change: error %.3f, without looking for changes %.3f%n", with, without);
        assertTrue(with < 1.25 && without > 1.4, () -> "errors " + with + " and " + without);
    }

    /** The level only, by twelve deviations of the innovation, up or down: what it costs in the 200 after it. */
    @ParameterizedTest
    @ValueSource(doubles = { 12.0, -12.0 })
    void shouldForgetFasterWhenTheLevelShifted(final double shift)
    {
        final Random random = new Random(ForecastSupport.seed("shouldForgetFasterWhenTheLevelShifted"));
        double told = 0.0;
        double untold = 0.0;
        final int series = 40;
        for (int i = 0; i < series; i++)
        {
            final double[] values = new ArmaProcess(new double[]{ 0.6, -0.5, 0.4 }, new double[]{ 0.3 }, 0.0)
                .simulate(BEFORE + 200, random);
            for (int j = BEFORE; j < values.length; j++)
            {
                values[j] += shift;
            }
            told += Math.log(errorAfter(values, model(true))) / series;
            untold += Math.log(errorAfter(values, model(false))) / series;
        }
        final double with = Math.exp(told);
        final double without = Math.exp(untold);
        System.out.printf("200 after a shift by %+.0f: error %.3f, without looking for changes %.3f%n", shift, with,
            without);
        assertTrue(with < 1.75 && with < 0.97 * without, () -> "errors " + with + " and " + without);
    }

    @Test
    void shouldSeldomSeeAChangeWhereThereIsNone()
    {
        final Random random = new Random(ForecastSupport.seed("shouldSeldomSeeAChangeWhereThereIsNone"));
        long told = 0;
        for (int i = 0; i < 20; i++)
        {
            final IncrementalArima model = model(true);
            for (final double value : ArmaProcess.random(5, 2, random).simulate(10_000, random))
            {
                model.update(value);
            }
            told += model.changeCount();
            model.reset();
            assertEquals(0, model.changeCount());
        }
        final long alarms = told;
        System.out.printf("changes told in 200,000 observations without one: %d%n", alarms);
        assertTrue(alarms <= 20, () -> alarms + " false alarms in 200,000");
    }

    /**
     * Noise that grows fourfold each time looks like a change to whom has no variance yet to measure it by.
     */
    @Test
    void shouldTellNoChangeBeforeItKnowsTheVariance()
    {
        final Random random = new Random(ForecastSupport.seed("shouldTellNoChangeBeforeItKnowsTheVariance"));
        final IncrementalArima model = model(true);
        for (int i = 0; i < 50; i++)
        {
            model.update(Math.scalb(1.0 + random.nextDouble(), 2 * i) * (0 == i % 2 ? 1.0 : -1.0));
        }
        assertEquals(0, model.changeCount());
    }

    @Test
    void shouldCostLittleWhereNothingChanges()
    {
        final Random random = new Random(ForecastSupport.seed("shouldCostLittleWhereNothingChanges"));
        double logRatio = 0.0;
        for (int i = 0; i < 20; i++)
        {
            final double[] series = ArmaProcess.random(5, 2, random).simulate(5_000, random);
            logRatio += Math.log(ForecastSupport.rootMeanSquareError(series, model(true))) -
                Math.log(ForecastSupport.rootMeanSquareError(series, model(false)));
        }
        assertEquals(0.0, logRatio / 20, 0.002);
    }

    /**
     * What teaches a model to explode must not show in forecasts far ahead: a line that falls after a spike did.
     */
    @Test
    void shouldNotExplodeFarAhead()
    {
        final Random random = new Random(ForecastSupport.seed("shouldNotExplodeFarAhead"));
        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(5).q(2).forgetting(0.99));
        for (int i = 0; i < 3_000; i++)
        {
            final double stall = i % 200 < 40 && i > 400 ? Math.log(2_000.0 - 49.0 * (i % 200)) : 3.4;
            model.update(stall + 0.1 * random.nextGaussian());
            final double ahead = model.forecast(200);
            assertTrue(Math.abs(ahead) < 100.0, () -> "200 steps ahead: " + ahead);
        }
    }

    private static IncrementalArima model(final boolean forgetsOnChange)
    {
        return new IncrementalArima(
            new ArimaContext().p(5).q(2).forgetting(0.9998).forgetsOnChange(forgetsOnChange));
    }

    private static double[] changing(final Random random)
    {
        final double[] values = new double[BEFORE + 1_000];
        final double[] first = new ArmaProcess(new double[]{ 0.6, -0.5, 0.4 }, new double[]{ 0.3 }, 0.0)
            .simulate(BEFORE, random);
        final double[] second = new ArmaProcess(new double[]{ -0.4, -0.5, 0.4 }, new double[]{ -0.3 }, 0.0)
            .simulate(1_000, random);
        System.arraycopy(first, 0, values, 0, BEFORE);
        System.arraycopy(second, 0, values, BEFORE, 1_000);
        return values;
    }

    private static double errorAfter(final double[] values, final IncrementalArima model)
    {
        return ForecastSupport.rootMeanSquareError(values, BEFORE, model);
    }
}
