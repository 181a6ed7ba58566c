package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverdueEstimatorTest
{
    @ParameterizedTest
    @ValueSource(doubles = { 0.9, 0.95, 0.99, 0.999 })
    void shouldCallTheGivenShareOfRoundTripsOverdue(final double quantile)
    {
        final Random random = new Random(ForecastSupport.seed("shouldCallTheGivenShareOfRoundTripsOverdue"));
        final OverdueEstimator estimator = new OverdueEstimator(open().quantile(quantile));
        final double[] noise = new ArmaProcess(new double[]{ 0.7 }, new double[0], 0.0).simulate(60_000, random);
        final int warmUp = 2_000;
        int overdue = 0;
        for (int i = 0; i < noise.length; i++)
        {
            final long rttNs = (long)(300_000 * Math.exp(0.2 * noise[i]));
            overdue += i >= warmUp && rttNs > estimator.overdueAfterNs() ? 1 : 0;
            assertTrue(estimator.onRttSample(rttNs));
        }
        final double share = overdue / (double)(noise.length - warmUp);
        System.out.printf("quantile %.3f: %.5f of the round trips are overdue%n", quantile, share);
        assertEquals(1.0 - quantile, share, 0.1 * (1.0 - quantile) + 0.0005);
    }

    @Test
    void shouldCallTheGivenShareOfRecordedRoundTripsOverdue()
    {
        final OverdueEstimator estimator = new OverdueEstimator(open());
        final double[] rttMs = ForecastSupport.series("cicv5g_n8_weaksignal_rtt.csv");
        int overdue = 0;
        double age = 0.0;
        for (final double ms : rttMs)
        {
            final long rttNs = (long)(ms * 1e6);
            overdue += rttNs > estimator.overdueAfterNs() ? 1 : 0;
            age += estimator.overdueAfterNs() / 1e6;
            estimator.onRttSample(rttNs);
        }
        final double share = overdue / (double)rttMs.length;
        System.out.printf(
            "5G, weak signal: %.4f of the round trips are overdue, after %.1f ms on average%n",
            share, age / rttMs.length);
        assertEquals(0.01, share, 0.005);
    }

    @Test
    void shouldFollowALinkThatBecameSlower()
    {
        final Random random = new Random(1);
        final OverdueEstimator estimator = new OverdueEstimator(open());
        feed(estimator, random, 100_000, 3_000);
        assertTrue(estimator.overdueAfterNs() < 200_000, () -> "overdue after " + estimator.overdueAfterNs());
        feed(estimator, random, 5_000_000, 3_000);
        assertTrue(estimator.overdueAfterNs() > 5_000_000, () -> "overdue after " + estimator.overdueAfterNs());
        assertTrue(estimator.overdueAfterNs() < 15_000_000, () -> "overdue after " + estimator.overdueAfterNs());
    }

    /** As on a link that loses: all round trips are alike but the first ones, which waited for a heartbeat. */
    @Test
    void shouldForgetFirstRoundTripsThatWereHeldUp()
    {
        final OverdueEstimator estimator = new OverdueEstimator(open().quantile(0.98));
        for (final long heldUpMs : new long[]{ 301, 201, 101, 1, 301, 201, 101, 1 })
        {
            estimator.onRttSample(heldUpMs * 1_000_000);
        }
        for (int i = 1; i <= 1_000; i++)
        {
            estimator.onRttSample(i % 100 == 0 ? 1_000_000 : 500_000);
            assertTrue(i < 200 || estimator.overdueAfterNs() < 1_200_000, () -> "overdue after " + estimator
                .overdueAfterNs());
        }
    }

    @Test
    void shouldAnswerTheInitialAgeUntilThereAreEnoughSamples()
    {
        final OverdueEstimator estimator = new OverdueEstimator(open().initialNs(7_777).warmUpSamples(10));
        for (int i = 0; i < 9; i++)
        {
            estimator.onRttSample(1_000_000);
            assertEquals(7_777, estimator.overdueAfterNs());
        }
        estimator.onRttSample(1_000_000);
        assertEquals(1_000_000.0, (double)estimator.overdueAfterNs(), 10.0);
        assertEquals(1_000_000.0, (double)estimator.expectedRttNs(), 10.0);
        estimator.reset();
        assertEquals(7_777, estimator.overdueAfterNs());
        assertEquals(0, estimator.sampleCount());
        assertEquals(0, estimator.expectedRttNs());
    }

    @Test
    void shouldStayBetweenFloorAndCeiling()
    {
        final OverdueEstimator estimator =
            new OverdueEstimator(new OverdueContext().floorNs(50_000).ceilingNs(2_000_000).initialNs(1_000_000));
        feed(estimator, new Random(2), 1_000, 200);
        assertEquals(50_000, estimator.overdueAfterNs());
        feed(estimator, new Random(3), 500_000_000, 200);
        assertEquals(2_000_000, estimator.overdueAfterNs());
    }

    @Test
    void shouldRefuseGarbageAndStayWithinBoundsWhateverComes()
    {
        final Random random = new Random(ForecastSupport.seed("shouldRefuseGarbageAndStayWithinBoundsWhateverComes"));
        final OverdueEstimator estimator = new OverdueEstimator(new OverdueContext());
        final long[] garbage = { 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, OverdueEstimator.MAX_RTT_NS + 1 };
        final long[] extremes = { 1, OverdueEstimator.MAX_RTT_NS, 1_000, 1_000_000_000 };
        for (int i = 0; i < 50_000; i++)
        {
            assertFalse(estimator.onRttSample(garbage[random.nextInt(garbage.length)]));
            assertTrue(estimator.onRttSample(extremes[random.nextInt(extremes.length)]));
            final long ageNs = estimator.overdueAfterNs();
            assertTrue(
                ageNs >= OverdueContext.FLOOR_NS_DEFAULT && ageNs <= OverdueContext.CEILING_NS_DEFAULT,
                () -> "overdue after " + ageNs);
        }
        assertEquals(50_000, estimator.rejectedCount());
        assertEquals(50_000, estimator.sampleCount());
    }

    @Test
    void shouldAnswerTheCeilingWhenAForecasterBreaksItsPromise()
    {
        final OverdueEstimator estimator = new OverdueEstimator(
            open().ceilingNs(123_456).initialNs(1_000).warmUpSamples(1).forecaster(new BrokenForecaster()));
        assertTrue(estimator.onRttSample(50_000));
        assertEquals(123_456, estimator.overdueAfterNs());
        assertTrue(estimator.onRttSample(50_000));
        assertEquals(123_456, estimator.overdueAfterNs());
    }

    @Test
    void shouldNameTheSettingItsValueAndWhatIsAllowed()
    {
        final OverdueContext context = new OverdueContext();
        new OverdueEstimator(context);
        assertThrows(IllegalStateException.class, () -> new OverdueEstimator(context));
        assertEquals(
            "quantile=1.0: allowed are 0.5 to less than 1.0", refusal(new OverdueContext().quantile(1.0)));
        assertEquals(
            "floorNs=0: allowed are 1 to 3600000000000 nanoseconds", refusal(new OverdueContext().floorNs(0)));
        assertEquals(
            "ceilingNs=199999: allowed are 200000 to 3600000000000 nanoseconds (from floorNs up)",
            refusal(new OverdueContext().ceilingNs(199_999)));
        assertEquals(
            "initialNs=1: allowed are 200000 to 100000000 nanoseconds (floorNs to ceilingNs)",
            refusal(new OverdueContext().initialNs(1)));
        assertEquals(
            "warmUpSamples=0: allowed are 1 to 2147483647 round trips",
            refusal(new OverdueContext().warmUpSamples(0)));
    }

    private static OverdueContext open()
    {
        return new OverdueContext().floorNs(1).ceilingNs(OverdueEstimator.MAX_RTT_NS);
    }

    private static void feed(
        final OverdueEstimator estimator, final Random random, final long medianNs, final int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            estimator.onRttSample((long)(medianNs * Math.exp(0.1 * random.nextGaussian())));
        }
    }

    private static String refusal(final OverdueContext context)
    {
        return assertThrows(IllegalArgumentException.class, context::conclude).getMessage();
    }

    /**
     * Forecasts what is no number.
     */
    private static final class BrokenForecaster implements Forecaster
    {
        private long observationCount;

        @Override
        public boolean update(final double value)
        {
            observationCount++;
            return true;
        }

        @Override
        public double forecast()
        {
            return Double.NaN;
        }

        @Override
        public double forecast(final int horizon)
        {
            return Double.NaN;
        }

        @Override
        public double deviation(final int horizon)
        {
            return Double.NaN;
        }

        @Override
        public long observationCount()
        {
            return observationCount;
        }

        @Override
        public long rejectedCount()
        {
            return 0;
        }

        @Override
        public void reset()
        {
            observationCount = 0;
        }
    }
}
