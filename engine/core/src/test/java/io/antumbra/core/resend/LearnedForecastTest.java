package io.antumbra.core.resend;

import io.antumbra.forecasting.OverdueContext;
import io.antumbra.forecasting.OverdueEstimator;
import io.antumbra.forecasting.risk.LinkRisk;
import io.antumbra.forecasting.risk.LinkRiskContext;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Against the models that it is made of, told only what it may tell them. */
class LearnedForecastTest
{
    private static final long DEADLINE_NS = 2_000_000;
    private static final long SAMPLE_INTERVAL_NS = 1_000_000;
    private static final int SAMPLES = 1024;

    private final LearnedForecast forecast = new LearnedForecast(DEADLINE_NS);
    private final LinkRisk risk = new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).capacity(SAMPLES));

    private void sendAndHold(final int frames, final int fromNumber)
    {
        for (int i = 0; i < frames; i++)
        {
            final long nowNs = (fromNumber + i) * SAMPLE_INTERVAL_NS;
            forecast.onSend(fromNumber + i, nowNs);
            forecast.onHeldBelow(fromNumber + i + 1, nowNs + (i % 3 == 0 ? 3_000_000 : 300_000));
            risk.onReply(risk.onSend(nowNs, 0), nowNs + (i % 3 == 0 ? 3_000_000 : 300_000));
        }
    }

    @Test
    void shouldLookAtOneFrameInAMillisecondAtMost()
    {
        long answered = 0;
        for (int i = 0; i < 8_000; i++)
        {
            final long nowNs = i * SAMPLE_INTERVAL_NS / 4;
            forecast.onSend(i, nowNs);
            if (i % 4 == 0)
            {
                risk.onSend(nowNs, 0);
            }
            final int heldBelow = i % 400 < 40 ? i - i % 400 - 3 : i - 3;
            forecast.onHeldBelow(heldBelow, nowNs + 1);
            while (answered * 4 < heldBelow)
            {
                risk.onReply(answered++, nowNs + 1);
            }
            assertEquals(risk.assess(nowNs + 2, 0), forecast.risk(nowNs + 2), () -> "at " + nowNs);
        }
        assertTrue(risk.lateCount() > 20 && risk.rejectedCount() == 0);
    }

    @Test
    void shouldKeepTheNewestSamplesThatAreNotDecided()
    {
        final int sent = SAMPLES + 500;
        for (int i = 0; i < sent; i++)
        {
            forecast.onSend(i, i * SAMPLE_INTERVAL_NS);
            risk.onSend(i * SAMPLE_INTERVAL_NS, 0);
        }
        final long nowNs = sent * SAMPLE_INTERVAL_NS;
        forecast.onHeldBelow(1_000, nowNs);
        for (int i = sent - SAMPLES; i < 1_000; i++)
        {
            assertTrue(risk.onReply(i, nowNs));
        }
        assertEquals(risk.assess(nowNs, 0), forecast.risk(nowNs));
    }

    @Test
    void shouldForgetWhatIsUndecidedWhenTheStandbyJoinsAnew()
    {
        sendAndHold(300, 0);
        forecast.onSend(300, 300 * SAMPLE_INTERVAL_NS);
        risk.onSend(300 * SAMPLE_INTERVAL_NS, 0);
        forecast.onReconnect();
        risk.onReconnect();
        final long joinedNs = 301 * SAMPLE_INTERVAL_NS;
        assertEquals(risk.assess(joinedNs, 0), forecast.risk(joinedNs));

        // Numbered from 5 on: an old sample that was kept would be in front of them.
        forecast.onSend(5, joinedNs);
        forecast.onHeldBelow(6, joinedNs + 300_000);
        risk.onReply(risk.onSend(joinedNs, 0), joinedNs + 300_000);
        final long nowNs = joinedNs + 10_000_000;
        assertEquals(risk.assess(nowNs, 0), forecast.risk(nowNs));
    }

    @Test
    void shouldTellNoRiskWhereTheRoundTripTakesMoreThanHalfOfTheDeadline()
    {
        sendAndHold(300, 0);
        final long nowNs = 400 * SAMPLE_INTERVAL_NS;
        final double told = risk.assess(nowNs, 0);
        assertTrue(told > 0.1, () -> "the risk is " + told);
        roundTrips(100, 999_000);
        assertEquals(told, forecast.risk(nowNs));
        roundTrips(500, 1_002_000);
        assertEquals(0, forecast.risk(nowNs));
    }

    @Test
    void shouldCallOverdueWhatIsBeyondTheEstimateAndAMargin()
    {
        final OverdueEstimator estimator =
            new OverdueEstimator(new OverdueContext().quantile(0.98).floorNs(500_000).warmUpSamples(16));
        assertEquals(estimator.overdueAfterNs(), forecast.overdueAfterNs());
        for (int i = 0; i < 200; i++)
        {
            final long rttNs = 800_000 + i * 7919L % 1000 * 300;
            forecast.onRoundTrip(rttNs, i);
            estimator.onRttSample(rttNs);
            assertEquals(estimator.expectedRttNs(), forecast.roundTripNs());
            assertEquals(estimator.overdueAfterNs() + estimator.expectedRttNs() / 8, forecast.overdueAfterNs());
        }
        assertTrue(forecast.overdueAfterNs() < 1_500_000, "the warm-up is not over");
    }

    @Test
    void shouldNotTakeFewerNanosecondsThanAnyPauseOfAHost()
    {
        roundTrips(100, 80_000);
        assertEquals(500_000 + forecast.roundTripNs() / 8, forecast.overdueAfterNs());
    }

    @Test
    void shouldLearnNothingFromARoundTripThatWasHeldUp()
    {
        for (int i = 0; i < 200; i++)
        {
            forecast.onRoundTrip(380_000 + i * 7919L % 41 * 1_000, i);
        }
        final long overdueNs = forecast.overdueAfterNs();
        final long roundTripNs = forecast.roundTripNs();
        for (int i = 0; i < 3; i++)
        {
            forecast.onRoundTrip(i == 0 ? 1_000_000 : 5_000_000, i);
            assertEquals(overdueNs, forecast.overdueAfterNs());
            assertEquals(roundTripNs, forecast.roundTripNs());
        }
        forecast.onRoundTrip(790_000, 0);
        assertTrue(forecast.roundTripNs() > roundTripNs, "that one was not");
    }

    @Test
    void shouldFollowWhereAllRoundTripsMove()
    {
        roundTrips(100, 400_000);
        roundTrips(2_000, 1_200_000);
        assertEquals(1_200_000, (double)forecast.roundTripNs(), 1_000);
    }

    @Test
    void shouldIgnoreARoundTripOfAClockGoneWrong()
    {
        roundTrips(10, 0);
        roundTrips(10, -1);
        assertEquals(0, forecast.roundTripNs());
        forecast.onRoundTrip(400_000, 0);
        assertEquals(400_000, (double)forecast.roundTripNs(), 1);
    }

    @Test
    void shouldExpectAnOutageAsLongAsTheTypicalOne()
    {
        assertEquals(0, forecast.outageNs());
        for (int i = 0; i < 2_000; i++)
        {
            forecast.onOutage(i % 10 == 0 ? 90_000_000 : 3_000_000, i);
        }
        assertEquals(3_000_000, (double)forecast.outageNs(), 100_000);
    }

    private void roundTrips(final int count, final long rttNs)
    {
        for (int i = 0; i < count; i++)
        {
            forecast.onRoundTrip(rttNs, i);
        }
    }
}
