package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ForecastPoolTest
{
    @Test
    void shouldGiveTheWeightToTheMemberThatFits()
    {
        final ForecastPool pool = fitAndMisfits();
        for (final double value : new ArmaProcess(new double[]{ 0.9 }, new double[0], 0.0)
            .simulate(3_000, new Random(1)))
        {
            pool.update(value);
        }
        assertTrue(pool.weight(0) > 0.8, () -> "weights " + weights(pool));
    }

    @Test
    void shouldMoveTheWeightWhenTheSeriesChanges()
    {
        final ForecastPool pool =
            new ForecastPool(ExponentialSmoothing.lastValue(), ExponentialSmoothing.average(0.05));
        final Random random = new Random(ForecastSupport.seed("shouldMoveTheWeightWhenTheSeriesChanges"));
        for (int i = 0; i < 5_000; i++)
        {
            pool.update(random.nextGaussian());
        }
        assertTrue(pool.weight(0) < 0.1, () -> "the last value fits no noise: weights " + weights(pool));
        double level = 0.0;
        for (int i = 0; i < 500; i++)
        {
            level += random.nextGaussian();
            pool.update(level);
        }
        assertTrue(pool.weight(0) > 0.9, () -> "an average fits no walk: weights " + weights(pool));
    }

    /**
     * Noise around a level, which an average fits best; but now and then the level moves far away, for a while.
     */
    @Test
    void shouldLearnThatTheLevelStaysWhereItJumpedTo()
    {
        final Random random = new Random(ForecastSupport.seed("shouldLearnThatTheLevelStaysWhereItJumpedTo"));
        final double[] series = new double[6_000];
        for (int i = 0; i < series.length; i++)
        {
            series[i] = random.nextGaussian() + (i % 150 < 110 ? 0.0 : 30.0);
        }
        final double ratio = ForecastSupport.rootMeanSquareError(series, ForecastPool.ofTen()) /
            ForecastSupport.rootMeanSquareErrorOfLastValue(series);
        System.out.printf("levels that jump: %.4f of the last value's error%n", ratio);
        assertTrue(ratio < 1.002, () -> "ratio " + ratio);
    }

    @Test
    void shouldLearnThatAnIsolatedSpikeIsOverAtOnce()
    {
        final Random random = new Random(ForecastSupport.seed("shouldLearnThatAnIsolatedSpikeIsOverAtOnce"));
        final double[] series = new double[6_000];
        for (int i = 0; i < series.length; i++)
        {
            series[i] = random.nextGaussian() + (0 == random.nextInt(60) ? 30.0 : 0.0);
        }
        // The best is sqrt(.5): no more than the spike itself, where the last value misses the return as well.
        final double ratio = ForecastSupport.rootMeanSquareError(series, ForecastPool.ofTen()) /
            ForecastSupport.rootMeanSquareErrorOfLastValue(series);
        System.out.printf("isolated spikes: %.4f of the last value's error%n", ratio);
        assertTrue(ratio < 0.73, () -> "ratio " + ratio);
    }

    /**
     * Levels that stay where they jumped to, as in the first of the two tests above, then spikes, as in the second.
     */
    @Test
    void shouldTrustFarForecastsAgainOnceTheyComeTrue()
    {
        final Random random = new Random(ForecastSupport.seed("shouldTrustFarForecastsAgainOnceTheyComeTrue"));
        final double[] series = new double[24_000];
        for (int i = 0; i < series.length; i++)
        {
            final boolean isFar = i < 18_000 ? i % 150 >= 110 : 0 == random.nextInt(60);
            series[i] = random.nextGaussian() + (isFar ? 30.0 : 0.0);
        }
        final double ratio = ForecastSupport.rootMeanSquareError(series, 21_000, ForecastPool.ofTen()) /
            ForecastSupport.rootMeanSquareError(series, 21_000, ExponentialSmoothing.lastValue());
        System.out.printf("spikes after levels that jump: %.4f of the last value's error%n", ratio);
        assertTrue(ratio < 0.76, () -> "ratio " + ratio);
    }

    /**
     * One member, so that all the trust there is belongs to it. Far is what is beyond 3 steps, and a step is 2 here.
     */
    @Test
    void shouldTrustFarForecastsAsFarAsTheyCameTrueOfLate()
    {
        final double[] foreseen = { 0.0 };
        final ForecastPool pool = new ForecastPool(new FixedForecaster((horizon) -> foreseen[0]));
        double level = 0.0;
        for (int i = 0; i < 600; i++)
        {
            foreseen[0] = level + 100.0;
            pool.update(level + (0 == i % 2 ? 1.0 : -1.0));
        }
        foreseen[0] = level + 100.0;
        pool.update(level);
        assertEquals(level + 6.0, pool.forecast(), 0.5, "none of 600 came true");

        for (int i = 0; i < 200 * 128; i++)
        {
            final boolean isFar = 127 == i % 128;
            final double value = level + (0 == i % 2 ? 1.0 : -1.0);
            foreseen[0] = isFar ? value + 100.0 : value;
            pool.update(value);
            level += isFar ? 100.0 : 0.0;
        }
        assertEquals(foreseen[0], pool.forecast(), 5.0, "each of the latest 200 came true");
    }

    @Test
    void shouldNotFollowAMemberThatWentAstray()
    {
        final ForecastPool pool =
            new ForecastPool(ExponentialSmoothing.lastValue(), new FixedForecaster(horizon -> 1e100));
        final Random random = new Random(4);
        for (int i = 0; i < 200; i++)
        {
            pool.update(random.nextGaussian());
            final String told = "forecast " + pool.forecast() + ", ahead " + pool.forecast(5) + " at " + i;
            assertTrue(i < 2 || Math.abs(pool.forecast()) < 10_000.0, told);
            assertTrue(i < 2 || Math.abs(pool.forecast(5)) < 50_000.0, told);
        }
        assertEquals(0.0, pool.forecast(), 10.0);
    }

    @Test
    void shouldBeLessSureTheFartherItsMembersAreApart()
    {
        final ForecastPool pool =
            new ForecastPool(new FixedForecaster(horizon -> 0.0), new FixedForecaster(horizon -> 2.0 * horizon));
        final Random random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            pool.update(1.0 + random.nextGaussian());
        }
        final double ratio = pool.deviation(30) / pool.deviation(1);
        assertEquals(mixtureDeviation(pool, 30) / mixtureDeviation(pool, 1), ratio, 1e-9);
        assertTrue(ratio > 3.0, () -> "only " + ratio + " times as unsure 30 steps ahead");
    }

    @Test
    void shouldFollowASeasonThatItIsTold()
    {
        final double[] series = SeasonalArimaTest.airline(
            -0.4, -0.6, 240, new Random(ForecastSupport.seed("shouldFollowASeasonThatItIsTold")));
        final double with = ForecastSupport.rootMeanSquareError(series, 150, ForecastPool.auto(12));
        final double without = ForecastSupport.rootMeanSquareError(series, 150, ForecastPool.auto(0));
        assertTrue(with < 1.2, () -> "error " + with + " where the innovations have 1");
        assertTrue(without > 1.5, () -> "a season that is none: error " + without);
        assertThrows(IllegalArgumentException.class, () -> ForecastPool.auto(-1));
        assertThrows(IllegalArgumentException.class, () -> ForecastPool.auto(SeasonalSmoothing.MAX_SEASON + 1));
        assertEquals(10, ForecastPool.auto(1).memberCount());
    }

    /**
     * A season that the series does not have costs little.
     */
    @Test
    void shouldBearAWrongSeason()
    {
        final double[] series = new ArmaProcess(new double[]{ 0.7, 0.1 }, new double[]{ 0.3 }, 20.0)
            .simulate(2_000, new Random(ForecastSupport.seed("shouldBearAWrongSeason")));
        final double with = ForecastSupport.rootMeanSquareError(series, 500, ForecastPool.auto(12));
        final double without = ForecastSupport.rootMeanSquareError(series, 500, ForecastPool.auto(0));
        assertEquals(without, with, 0.01 * without);
    }

    @Test
    void shouldForecastAheadByTheWeightsOfItsMembers()
    {
        final ForecastPool pool = ForecastPool.ofTen();
        for (final double value : new ArmaProcess(new double[]{ 0.9 }, new double[0], 4.0)
            .simulate(500, new Random(2)))
        {
            pool.update(value);
        }
        double next = 0.0;
        double later = 0.0;
        double total = 0.0;
        for (int i = 0; i < pool.memberCount(); i++)
        {
            next += pool.weight(i) * pool.member(i).forecast();
            later += pool.weight(i) * pool.member(i).forecast(9);
            total += pool.weight(i);
        }
        assertEquals(10, pool.memberCount());
        assertEquals(1.0, total, 1e-12);
        assertEquals(next, pool.forecast(), 1e-12);
        assertEquals(next, pool.forecast(1), 1e-12);
        assertEquals(later, pool.forecast(9), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> pool.forecast(0));
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumberAndBeAsNewAfterReset()
    {
        final ForecastPool fresh = ForecastPool.ofTen();
        final ForecastPool used = ForecastPool.ofTen();
        for (int i = 0; i < 300; i++)
        {
            used.update(1e5 * Math.sin(i));
            assertFalse(used.update(Double.NaN));
        }
        assertEquals(300, used.observationCount());
        assertEquals(300, used.rejectedCount());
        assertEquals(0, used.member(0).rejectedCount());
        used.reset();
        for (int i = 0; i < 300; i++)
        {
            fresh.update(Math.cos(i));
            used.update(Math.cos(i));
            assertFalse(used.update(Double.POSITIVE_INFINITY));
            assertEquals(fresh.forecast(), used.forecast());
        }
    }

    @Property(tries = 300, seed = "3001")
    void shouldStayFiniteUnderHostileInput(@ForAll final double[] series)
    {
        final ForecastPool pool = ForecastPool.ofTen();
        for (int i = 0; i < 3; i++)
        {
            for (final double value : series)
            {
                pool.update(value);
                assertTrue(Double.isFinite(pool.forecast()), () -> "forecast " + pool.forecast());
                double total = 0.0;
                for (int k = 0; k < pool.memberCount(); k++)
                {
                    total += pool.weight(k);
                }
                assertEquals(1.0, total, 1e-9);
            }
        }
        assertTrue(Double.isFinite(pool.forecast(1_000)), () -> "forecast " + pool.forecast(1_000));
    }

    @Test
    void shouldForecastWellAgainAfterTheScaleFell()
    {
        final ForecastPool pool = ForecastPool.ofTen();
        final Random random = new Random(3);
        for (int i = 0; i < 2_000; i++)
        {
            pool.update(1e100 * random.nextDouble());
        }
        final double[] series = new ArmaProcess(new double[]{ 0.7 }, new double[0], 0.0).simulate(20_000, random);
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = series[i] - pool.forecast();
            sum += i < 15_000 ? 0.0 : error * error;
            pool.update(series[i]);
        }
        final double deviation = Math.sqrt(sum / 5_000);
        assertTrue(deviation < 1.1, () -> "the old scale is not forgotten: errors of " + deviation + " instead of 1");
    }

    @Test
    void shouldWantAMember()
    {
        assertThrows(IllegalArgumentException.class, ForecastPool::new);
        final Forecaster member = ExponentialSmoothing.lastValue();
        assertSame(member, new ForecastPool(member).member(0));
    }

    private static ForecastPool fitAndMisfits()
    {
        return new ForecastPool(
            ForecastSupport.arima(1, 0, 0), ExponentialSmoothing.lastValue(), ExponentialSmoothing.average(0.05));
    }

    /** Of normal distributions, weighted. */
    private static double mixtureDeviation(final ForecastPool pool, final int horizon)
    {
        double square = 0.0;
        for (int i = 0; i < pool.memberCount(); i++)
        {
            final double apart = pool.member(i).forecast(horizon) - pool.forecast(horizon);
            square += pool.weight(i) * (Math.pow(pool.member(i).deviation(horizon), 2) + apart * apart);
        }
        return Math.sqrt(square);
    }

    private static String weights(final ForecastPool pool)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < pool.memberCount(); i++)
        {
            text.append(pool.member(i)).append(' ').append(pool.weight(i)).append(", ");
        }
        return text.toString();
    }
}
