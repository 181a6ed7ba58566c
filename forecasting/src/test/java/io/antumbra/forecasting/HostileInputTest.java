package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Hours of the worst input: stretches of constants, 1e300 of both signs, spikes, noise of any scale, values that
 * alternate with NaN. The usual run is short; {@code -Dantumbra.hostile.updates=1000000000} makes it a long one, about
 * ten minutes for each model, which prints where it is. Each stretch is drawn from its own number, so a run can be
 * taken up at the last one printed by {@code -Dantumbra.hostile.from}, with models that start afresh there.
 */
class HostileInputTest
{
    private static final long UPDATES = Long.getLong("antumbra.hostile.updates", 3_000_000L);
    private static final long FROM = Long.getLong("antumbra.hostile.from", 0L);
    private static final int STRETCH = 1 << 10;
    private static final long PRINTED = 1L << 26;
    private static final double[] LEVELS =
        { 0.0, 1.0, -1.0, 1e300, -1e300, 0x1p1000, 1e-300, Double.MIN_VALUE, 7.0, 1e9, -1e150 };

    @Test
    void shouldForecastFiniteNumbersByAModel()
    {
        run(new IncrementalArima(new ArimaContext().p(3).d(1).q(2).forgetsOnChange(true)));
    }

    @Test
    void shouldForecastFiniteNumbersByThePoolOfTen()
    {
        run(ForecastPool.ofTen());
    }

    @Test
    void shouldForecastFiniteNumbersByAPoolWithASeason()
    {
        run(ForecastPool.auto(7));
    }

    @Test
    void shouldForecastFiniteNumbersByAMeanThatShifts()
    {
        run(new ShiftingMean(2.0, 1_000.0));
    }

    private static void run(final Forecaster forecaster)
    {
        for (long at = FROM; at < UPDATES; at += STRETCH)
        {
            final SplittableRandom random = new SplittableRandom(at);
            final double level = LEVELS[random.nextInt(LEVELS.length)];
            final double scale = LEVELS[random.nextInt(LEVELS.length)];
            final int kind = random.nextInt(6);
            for (int i = 0; i < STRETCH; i++)
            {
                forecaster.update(value(kind, i, level, scale, random));
                if (!Double.isFinite(forecaster.forecast()))
                {
                    throw new AssertionError(forecaster + " forecasts " + forecaster.forecast() + " at " + (at + i));
                }
            }
            final long seen = at;
            final double ahead = forecaster.forecast(50);
            final double deviation = forecaster.deviation(50);
            assertTrue(Double.isFinite(ahead), () -> forecaster + " forecasts " + ahead + " at " + seen);
            assertTrue(deviation >= 0.0 && deviation <= Double.MAX_VALUE,
                () -> "deviation " + deviation + " at " + seen);
            if (0 == (at + STRETCH) % PRINTED)
            {
                System.out.println(forecaster + ": " + (at + STRETCH) + " of " + UPDATES + " updates");
            }
        }
    }

    private static double value(
        final int kind, final int i, final double level, final double scale, final SplittableRandom random)
    {
        switch (kind)
        {
            case 0:
                return level;
            case 1:
                return level + scale * (random.nextDouble() - 0.5);
            case 2:
                return 0 == i % 2 ? Double.NaN : level + scale * random.nextDouble();
            case 3:
                return 0 == random.nextInt(50) ? scale : random.nextDouble();
            case 4:
                return 0 == i % 2 ? level : -level;
            default:
                return level * i + scale;
        }
    }
}
