package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.ExponentialSmoothing;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Judged in causal order, online from the first send, by the logarithm as the round trips of all links are.
 */
class RoundTripForecastTest
{
    private static final long MILLISECOND = 1_000_000;
    private static final long SEED = Long.getLong("antumbra.test.seed", 90_001);

    static Stream<Arguments> recorded()
    {
        return Stream.of(
            Arguments.of(PingTrace.weak(), 0.715), Arguments.of(PingTrace.rural(), 0.68),
            Arguments.of(PingTrace.urban(), 0.89));
    }

    static Stream<PingTrace> simulated()
    {
        return SimulatedLink.all(SEED);
    }

    /**
     * Constants were chosen without the rural trace; the bounds are what came of them.
     */
    @ParameterizedTest
    @MethodSource("recorded")
    void shouldForecastRecordedRoundTripsBetterThanTheOneReceivedLast(final PingTrace trace, final double bound)
    {
        final RoundTripTrial trial = RoundTripTrial.of(trace);
        System.out.println(trial);
        assertTrue(trial.ratio() <= bound, trial::toString);
    }

    @ParameterizedTest
    @MethodSource("simulated")
    void shouldForecastSimulatedRoundTripsBetterThanFromRepliesAlone(final PingTrace trace)
    {
        System.out.println("simulated links: -Dantumbra.test.seed=" + SEED);
        final RoundTripTrial trial = RoundTripTrial.of(trace);
        System.out.println(trial);
        assertTrue(trial.ratio() <= 0.9, trial::toString);
        assertTrue(trial.ratio() <= trial.ratioOfReceived() + 0.005, trial::toString);
    }

    /**
     * Two links that are alike up to a moment get the same forecasts up to it, to the bit.
     */
    @Test
    void shouldKnowNothingOfTheFuture()
    {
        final int changed = 600;
        final long[] told = RoundTripTrial.of(regular(800, 800)).expectedNs();
        final long[] toldOfChanged = RoundTripTrial.of(regular(800, changed)).expectedNs();
        // A send each 10 ms, answered after 20 to 29 ms: the one that takes longer is missed three sends later.
        final int difference = Arrays.mismatch(told, toldOfChanged);
        assertTrue(difference > changed + 1, () -> "send " + difference + " knew of send " + changed);
        assertTrue(difference < changed + 5, () -> "send " + difference + " was the first to see " + changed);
    }

    @Test
    void shouldExpectAtLeastTheAgeOfWhatShouldHaveBeenAnswered()
    {
        final RoundTripForecast forecast = taught();
        final long start = 10_000 * MILLISECOND;
        forecast.onSend(start);
        assertEquals(20.0, forecast.expectedNs() / 1e6, 1.0);
        forecast.onSend(start + 10 * MILLISECOND);
        assertEquals(20.0, forecast.expectedNs() / 1e6, 1.0);
        final long number = forecast.onSend(start + 500 * MILLISECOND);
        assertEquals(500.0, forecast.expectedNs() / 1e6, 50.0);
        assertEquals(4_000.0, forecast.assess(start + 4_000 * MILLISECOND) / 1e6, 400.0);
        // A path that keeps order: what was sent before the newest that was answered is lost, not late.
        assertTrue(forecast.onReply(number, start + 520 * MILLISECOND));
        assertTrue(forecast.assess(start + 5_000 * MILLISECOND) < 60 * MILLISECOND);
    }

    @Test
    void shouldKnowNothingBeforeTheFirstReply()
    {
        final RoundTripForecast forecast = new RoundTripForecast();
        assertEquals(0, forecast.expectedNs());
        final long number = forecast.onSend(5);
        assertEquals(0, forecast.expectedNs());
        assertEquals(0, forecast.assess(1_000));
        assertTrue(forecast.onReply(number, 1_005));
        assertEquals(1, forecast.replyCount());
        assertEquals(1_000.0, (double)forecast.assess(2_000), 1.0);
    }

    @Test
    void shouldRefuseWhatCannotBeAReply()
    {
        final RoundTripForecast forecast = new RoundTripForecast(ExponentialSmoothing.lastValue(), 4);
        for (int i = 0; i < 6; i++)
        {
            assertEquals(i, forecast.onSend(100L * i));
        }
        assertFalse(forecast.onReply(1, 1_000), "sent too long ago to be kept");
        assertFalse(forecast.onReply(6, 1_000), "not sent");
        assertFalse(forecast.onReply(-1, 1_000), "not a number of a send");
        assertFalse(forecast.onReply(3, 299), "answered before it was sent");
        assertTrue(forecast.onReply(3, 300));
        assertFalse(forecast.onReply(3, 400), "answered before");
        assertEquals(5, forecast.rejectedCount());
        assertEquals(1, forecast.replyCount());
        forecast.onReconnect();
        assertFalse(forecast.onReply(4, 1_000), "of the link before");
        assertEquals(6, forecast.onSend(2_000));
        assertTrue(forecast.onReply(6, 2_010));
        assertEquals(6, forecast.rejectedCount());
    }

    @Test
    void shouldForgetWhatIsUnderWayWhenTheLinkIsAnother()
    {
        final RoundTripForecast forecast = taught();
        forecast.onSend(10_000 * MILLISECOND);
        assertTrue(forecast.assess(12_000 * MILLISECOND) > 1_000 * MILLISECOND);
        forecast.onReconnect();
        assertEquals(20.0, forecast.assess(12_000 * MILLISECOND) / 1e6, 1.0);
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo()
    {
        for (final int capacity : new int[]{ 0, 1, 3, LinkRiskContext.MAX_CAPACITY * 2 })
        {
            final IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> new RoundTripForecast(ExponentialSmoothing.lastValue(), capacity));
            assertTrue(thrown.getMessage().contains("capacity=" + capacity), thrown::getMessage);
        }
    }

    /**
     * Constant round trips, replies at the time of the send, silences of centuries, spikes, replies to anything.
     */
    @Test
    void shouldExpectAPositiveTimeWhateverComes()
    {
        final Random random = new Random(SEED);
        System.out.println("hostile round trips: -Dantumbra.test.seed=" + SEED);
        final RoundTripForecast forecast = new RoundTripForecast();
        long nowNs = 0;
        for (int i = 0; i < 200_000; i++)
        {
            final long number = forecast.onSend(nowNs);
            assertTrue(0 == forecast.replyCount() || forecast.expectedNs() > 0, () -> "after " + number);
            final int kind = i / 2_000 % 4;
            nowNs += 0 == kind ? 1_000 : 1 == kind ? random.nextInt(2) : random.nextInt(1_000_000);
            if (random.nextInt(5_000) < 1)
            {
                nowNs += 3 == kind ? 1L << 50 : 1L << 30;
            }
            forecast.onReply(number - (2 == kind ? random.nextInt(50) : 0), nowNs);
            assertTrue(forecast.expectedNs() <= Long.MAX_VALUE / 2, () -> "after " + number);
        }
        assertTrue(forecast.rejectedCount() > 0);
    }

    @Test
    void shouldAllocateNothing()
    {
        final RoundTripForecast forecast = new RoundTripForecast();
        final long[] state = new long[2];
        assertEquals(0, Allocation.steadyBytes(() ->
        {
            for (int i = 0; i < 20_000; i++)
            {
                state[0] += 1_000;
                final long number = forecast.onSend(state[0]);
                forecast.onReply(number - 3, state[0] + i % 17);
                state[1] += forecast.expectedNs() + forecast.assess(state[0] + 10);
            }
        }));
        assertTrue(state[1] > 0);
    }

    private static RoundTripForecast taught()
    {
        final RoundTripForecast forecast = new RoundTripForecast();
        for (int i = 0; i < 400; i++)
        {
            final long sentNs = i * 20L * MILLISECOND;
            forecast.onReply(forecast.onSend(sentNs), sentNs + (19 + i % 3) * MILLISECOND);
        }
        return forecast;
    }

    private static PingTrace regular(final int length, final int slower)
    {
        final int[] runs = new int[length];
        final int[] sendTimesMs = new int[length];
        final int[] rttsMs = new int[length];
        for (int i = 0; i < length; i++)
        {
            runs[i] = 1;
            sendTimesMs[i] = 10 * i;
            rttsMs[i] = 20 + i % 10 + (i < slower ? 0 : 300);
        }
        return new PingTrace("regular", 100, runs, sendTimesMs, rttsMs);
    }
}
