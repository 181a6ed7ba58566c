package io.antumbra.forecasting.warning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.risk.Allocation;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sample a second, a threshold of 90, a lead time of two minutes.
 */
class TimeToThresholdTest
{
    private static final long SECOND = 1_000_000_000;
    private static final int LEAD = 120;
    private static final int SAMPLES = 100_000;
    private static final long SEED = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);

    /** Series without a trend, and how many warnings of them are borne in 100,000 samples: more than a day. */
    enum Quiet
    {
        NOISE(0, i -> 75.0, 0.0, 4.0),
        SLOW_NOISE(0, i -> 75.0, 0.9, 4.0),
        WANDERING_NOISE(4, i -> 70.0, 0.98, 5.0),
        SPIKES(0, i -> 0 == i % 97 ? 100.0 : 50.0, 0.0, 1.0),
        STEPS(2, i -> 0 == i / 500 % 2 ? 50.0 : 75.0, 0.0, 1.0),
        SAW_TEETH(2, i -> 30.0 + i % 300 / 10.0, 0.0, 1.0),
        WAVES(0, i -> 60.0 + 20.0 * Math.sin(i * Math.PI / 1_000.0), 0.5, 2.0),
        CONSTANT(0, i -> 89.0, 0.0, 0.0);

        private final int borneWarnings;
        @SuppressWarnings("ImmutableEnumChecker")
        private final IntToDoubleFunction mean;
        private final double correlation;
        private final double deviation;

        Quiet(final int borneWarnings, final IntToDoubleFunction mean, final double correlation, final double deviation)
        {
            this.borneWarnings = borneWarnings;
            this.mean = mean;
            this.correlation = correlation;
            this.deviation = deviation;
        }
    }

    @ParameterizedTest
    @EnumSource(Quiet.class)
    void shouldNotWarnOfWhatHasNoTrend(final Quiet quiet)
    {
        final TimeToThreshold forecast = forecast();
        final Noise noise = new Noise(quiet.correlation, quiet.deviation);
        for (int i = 0; i < SAMPLES; i++)
        {
            assertTrue(forecast.onSample(i * SECOND, quiet.mean.applyAsDouble(i) + noise.next()));
            assertTrue(forecast.earliestNs() <= forecast.expectedNs());
        }
        System.out.printf("%s: %d warnings in %d samples (seed %d)%n", quiet, forecast.warningCount(), SAMPLES, SEED);
        assertTrue(forecast.warningCount() <= quiet.borneWarnings, () -> quiet + ": " + forecast.warningCount());
    }

    @ParameterizedTest
    @CsvSource({
        "360, 0.0, 2.0", "360, 0.5, 3.0", "1000, 0.0, 3.0", "1000, 0.8, 2.0", "4000, 0.0, 1.0", "4000, 0.5, 2.0" })
    void shouldWarnOfALeakAboutTheLeadTimeAhead(
        final int secondsToCross, final double correlation, final double deviation)
    {
        final int before = 2_000;
        double sum = 0.0;
        double least = Double.MAX_VALUE;
        final int runs = 20;
        for (int run = 0; run < runs; run++)
        {
            final TimeToThreshold forecast = forecast();
            final Noise noise = new Noise(correlation, deviation, SEED + run);
            int warnedAt = before + secondsToCross;
            for (int i = 0; i < before + secondsToCross; i++)
            {
                final double leaked = Math.max(0, i - before) * 40.0 / secondsToCross;
                forecast.onSample(i * SECOND, 50.0 + leaked + noise.next());
                warnedAt = forecast.isWarning() ? Math.min(warnedAt, i) : warnedAt;
            }
            final int leadSeconds = before + secondsToCross - warnedAt;
            sum += leadSeconds;
            least = Math.min(least, leadSeconds);
        }
        System.out.printf("leak of %d s, noise %.1f (r %.1f): warned %.0f s ahead, at least %.0f s (seed %d)%n",
            secondsToCross, deviation, correlation, sum / runs, least, SEED);
        assertTrue(sum / runs >= 0.7 * LEAD && sum / runs <= 2.0 * LEAD, "warned " + sum / runs + " s ahead");
        assertTrue(least >= 0.25 * LEAD, "warned " + least + " s ahead");
    }

    @Test
    void shouldForetellTheTimeAndBeforeItTheEarliest()
    {
        final TimeToThreshold forecast = forecast();
        final Noise noise = new Noise(0.0, 0.5);
        int between = 0;
        int judged = 0;
        for (int i = 0; i < 1_800; i++)
        {
            forecast.onSample(i * SECOND, 0.05 * i + noise.next());
            if (i > 600)
            {
                final double trueNs = (1_800 - i) * (double)SECOND;
                assertEquals(trueNs, (double)forecast.expectedNs(), 0.25 * trueNs + 20.0 * SECOND);
                between += forecast.earliestNs() <= trueNs ? 1 : 0;
                judged++;
            }
        }
        assertTrue(between > 0.9 * judged, "the earliest time is to be no later than the true one: " + between);
        assertEquals(0.05, forecast.slopePerSample(), 0.01);
        assertTrue(forecast.isWarning());
    }

    @Test
    void shouldHoldAWarningUntilItIsReallyOver()
    {
        final TimeToThreshold forecast = forecast();
        final Noise noise = new Noise(0.0, 1.0);
        int i = 0;
        while (!forecast.isWarning())
        {
            forecast.onSample(i * SECOND, 50.0 + 0.05 * i + noise.next());
            assertTrue(i++ < 900, "no warning before the crossing");
        }
        assertEquals(1, forecast.warningCount());
        final double reached = 50.0 + 0.05 * i;
        for (int more = 0; more < 2_000; more++)
        {
            forecast.onSample((i + more) * SECOND, reached + noise.next());
        }
        assertFalse(forecast.isWarning(), "the leak has stopped below the threshold");
        assertEquals(1, forecast.warningCount());
        assertEquals(TimeToThreshold.NEVER, forecast.expectedNs());
    }

    /** What is almost two intervals late has one sample missing before it. */
    @Test
    void shouldTakeTheNearestNumberOfIntervalsForTheTimeSinceTheLastSample()
    {
        final TimeToThreshold forecast = forecast();
        for (int i = 0; i < 400; i++)
        {
            final long nowNs = i * 1_900_000_000L;
            forecast.onSample(nowNs, 0.05 * i * 2);
        }
        assertEquals(0.05, forecast.slopePerSample(), 0.001);
    }

    /** A warning that has begun within the lead time ends beyond one and a half of it, so that it does not flicker. */
    @Test
    void shouldEndAWarningLaterThanItWouldBegin()
    {
        final TimeToThreshold forecast = forecast();
        final Noise noise = new Noise(0.0, 0.1);
        int i = 0;
        double value = 50.0;
        while (!forecast.isWarning())
        {
            value += i < 400 ? 0.0 : 0.1;
            forecast.onSample(i++ * SECOND, value + noise.next());
            assertTrue(i < 800, "no warning before the crossing");
        }
        assertTrue(forecast.expectedNs() <= LEAD * SECOND, "it begins within the lead time");
        long lastNs = 0;
        while (forecast.isWarning())
        {
            lastNs = forecast.expectedNs();
            value += 0.02;
            forecast.onSample(i++ * SECOND, value + noise.next());
            assertTrue(i < 2_000, "it does not end");
        }
        assertTrue(lastNs > 1.1 * LEAD * SECOND && lastNs <= 1.5 * LEAD * SECOND, "it ended at " + lastNs);
    }

    @ParameterizedTest
    @CsvSource({ "CPU_RATIO, 0.95", "MEMORY_RATIO, 0.9", "PAUSE_RATIO, 0.1", "DISK_LATENCY_MS, 50" })
    void shouldKnowAThresholdForEachMetricOfAHost(final HostMetric metric, final double threshold)
    {
        assertEquals(threshold, metric.defaultThreshold());
        final HostWarning host = new HostWarning(SECOND, LEAD * SECOND);
        for (int i = 0; i < 200; i++)
        {
            assertTrue(host.onSample(metric, i * SECOND, 0.99 * metric.defaultThreshold()));
        }
        assertNull(host.first());
        for (int i = 200; i < 600; i++)
        {
            host.onSample(metric, i * SECOND, 1.01 * metric.defaultThreshold());
        }
        assertEquals(metric, host.first());
        assertEquals(1, host.forecast(metric).warningCount());
    }

    @Test
    void shouldWarnOfAMetricThatIsBeyondItsThreshold()
    {
        final TimeToThreshold forecast = forecast();
        for (int i = 0; i < 200; i++)
        {
            forecast.onSample(i * SECOND, 95.0);
        }
        assertTrue(forecast.isWarning());
        assertEquals(0, forecast.expectedNs());
        assertEquals(0, forecast.earliestNs());
    }

    @Test
    void shouldWarnOfAMetricThatFalls()
    {
        final TimeToThreshold forecast = TimeToThreshold.falling(10.0, SECOND, LEAD * SECOND);
        final Noise noise = new Noise(0.0, 0.5);
        int i = 0;
        while (!forecast.isWarning())
        {
            forecast.onSample(i * SECOND, 100.0 - 0.1 * i + noise.next());
            assertTrue(i++ < 900, "no warning before the crossing");
        }
        assertEquals(780, i, 60);
        assertTrue(forecast.slopePerSample() < 0.0);
    }

    @Test
    void shouldFillGapsAndBeginAnewAfterLongOnes()
    {
        final TimeToThreshold every = forecast();
        final TimeToThreshold third = forecast();
        for (int i = 0; i < 600; i++)
        {
            every.onSample(i * SECOND, 0.1 * i);
            if (0 == i % 3)
            {
                third.onSample(i * SECOND, 0.1 * i);
            }
        }
        assertEquals(every.slopePerSample(), third.slopePerSample(), 5e-3);
        assertTrue(third.onSample(700 * SECOND, 70.0));
        assertEquals(TimeToThreshold.NEVER, third.expectedNs());
        assertFalse(third.isWarning());
    }

    @Test
    void shouldHoldAWarningOverEightMissingSamplesAndNotOverNine()
    {
        final TimeToThreshold forecast = forecast();
        for (int i = 0; i < 200; i++)
        {
            forecast.onSample(i * SECOND, 95.0);
        }
        forecast.onSample(208 * SECOND, 95.0);
        assertTrue(forecast.isWarning());
        assertEquals(1, forecast.warningCount());
        forecast.onSample(218 * SECOND, 95.0);
        assertFalse(forecast.isWarning(), "nine are missing: it begins anew");
        assertEquals(TimeToThreshold.NEVER, forecast.expectedNs());
    }

    @Test
    void shouldNameTheFirstOfThoseThatHaveCrossed()
    {
        final HostWarning host = new HostWarning(SECOND, LEAD * SECOND);
        for (int i = 0; i < 200; i++)
        {
            for (final HostMetric metric : HostMetric.values())
            {
                host.onSample(metric, i * SECOND, 1.5 * metric.defaultThreshold());
            }
        }
        assertEquals(HostMetric.CPU_RATIO, host.first());
    }

    @Test
    void shouldRefuseWhatIsNoSample()
    {
        final TimeToThreshold forecast = forecast();
        assertTrue(forecast.onSample(5, 1.0));
        for (final double value : new double[]{ Double.NaN, Double.POSITIVE_INFINITY, -1e101 })
        {
            assertFalse(forecast.onSample(SECOND, value));
        }
        assertFalse(forecast.onSample(5, 1.0));
        assertFalse(forecast.onSample(4, 1.0));
        assertEquals(5, forecast.rejectedCount());
        final Random random = new Random(SEED);
        final double[] wild = { 1e100, -1e100, 0.0, 90.0, 1e-300, Double.NaN };
        for (long i = 1; i < 20_000; i++)
        {
            forecast.onSample(i * SECOND, wild[random.nextInt(wild.length)]);
            assertTrue(Double.isFinite(forecast.slopePerSample()));
            assertTrue(forecast.expectedNs() >= 0 && forecast.earliestNs() >= 0);
            assertTrue(forecast.earliestNs() <= forecast.expectedNs());
        }
    }

    @Test
    void shouldNameTheMetricThatRunsOutFirst()
    {
        final HostWarning host = new HostWarning(SECOND, LEAD * SECOND)
            .with(HostMetric.DISK_LATENCY_MS, TimeToThreshold.rising(20.0, SECOND, LEAD * SECOND));
        final Noise noise = new Noise(0.0, 0.002);
        for (int i = 0; i < 800; i++)
        {
            host.onSample(HostMetric.CPU_RATIO, i * SECOND, 0.5 + noise.next());
            host.onSample(HostMetric.PAUSE_RATIO, i * SECOND, 0.01 + noise.next());
            assertNull(host.first());
        }
        for (int i = 0; i < 800; i++)
        {
            host.onSample(HostMetric.MEMORY_RATIO, i * SECOND, 0.1 + 0.0009 * i + noise.next());
            host.onSample(HostMetric.DISK_LATENCY_MS, i * SECOND, 1.0 + 0.0225 * i + noise.next());
        }
        assertTrue(host.forecast(HostMetric.MEMORY_RATIO).isWarning());
        assertEquals(HostMetric.DISK_LATENCY_MS, host.first());
    }

    @Test
    void shouldNameTheArgumentItsValueAndWhatIsAllowed()
    {
        refused("threshold=NaN", Double.NaN, SECOND, LEAD * SECOND);
        refused("sampleIntervalNs=0", 1.0, 0, LEAD * SECOND);
        refused("leadTimeNs=7000000000: allowed are 8 to", 1.0, SECOND, 7 * SECOND);
        refused("sampleIntervalNs=" + Long.MAX_VALUE, 1.0, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Test
    void shouldAllocateNothing()
    {
        final TimeToThreshold forecast = forecast();
        final double[] sink = new double[1];
        final int[] from = new int[1];
        assertEquals(0, Allocation.steadyBytes(() ->
        {
            sink[0] += work(forecast, from[0], 50_000);
            from[0] += 50_000;
        }));
        assertTrue(sink[0] > 0.0);
    }

    private static double work(final TimeToThreshold forecast, final int from, final int samples)
    {
        double sum = 0.0;
        for (int i = from; i < from + samples; i++)
        {
            forecast.onSample(i * SECOND, 50.0 + i % 1_000 * 0.05);
            sum += forecast.isWarning() ? (double)forecast.expectedNs() : 1.0;
        }
        return sum;
    }

    private static void refused(
        final String message, final double threshold, final long sampleIntervalNs, final long leadTimeNs)
    {
        final String found = assertThrows(IllegalArgumentException.class,
            () -> TimeToThreshold.rising(threshold, sampleIntervalNs, leadTimeNs)).getMessage();
        assertTrue(found.startsWith(message), found);
    }

    private static TimeToThreshold forecast()
    {
        return TimeToThreshold.rising(90.0, SECOND, LEAD * SECOND);
    }

    /** Normal noise of a given deviation, each value correlated with the one before. */
    private static final class Noise
    {
        private final Random random;
        private final double correlation;
        private final double fresh;
        private double value;

        Noise(final double correlation, final double deviation)
        {
            this(correlation, deviation, SEED);
        }

        Noise(final double correlation, final double deviation, final long seed)
        {
            this.correlation = correlation;
            random = new Random(seed);
            fresh = deviation * Math.sqrt(1.0 - correlation * correlation);
        }

        double next()
        {
            value = correlation * value + fresh * random.nextGaussian();
            return value;
        }
    }
}
