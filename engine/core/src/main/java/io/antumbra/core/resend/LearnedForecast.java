package io.antumbra.core.resend;

import io.antumbra.core.LinkForecast;
import io.antumbra.forecasting.OverdueContext;
import io.antumbra.forecasting.OverdueEstimator;
import io.antumbra.forecasting.StreamingQuantile;
import io.antumbra.forecasting.risk.LinkRisk;
import io.antumbra.forecasting.risk.LinkRiskContext;

/**
 * The forecast that is learned from the link itself: round trips by {@link OverdueEstimator}, the length of outages by
 * the running quantile of those that were seen, the risk by {@link LinkRisk}.
 *
 * <p>The typical round trip is the running median of all of them, so it moves where they all move, and with it what is
 * taken. Rejected: to take everything, for with one lost frame in a hundred the high quantile is then the time of a
 * repair, and what is overdue was noticed when it had long been repaired.
 *
 * <p>The risk looks at one frame in a millisecond at most, for each costs about one microsecond, most of it before the
 * frame leaves: at one in a hundred microseconds an acknowledged entry took a tenth longer. It is the risk of missing a
 * deadline; on a link whose round trip alone takes most of it, it says nothing, and is taken for none.
 */
public final class LearnedForecast implements LinkForecast
{
    /** Two tails in a hundred may be sent again for nothing; a copy costs bytes, a lost tail up to 100 ms. */
    private static final double OVERDUE_QUANTILE = 0.98;

    /** Of the expected round trip, added to that: where round trips are all alike, an answer comes just in time. */
    private static final double MARGIN = 0.125;
    private static final int WARM_UP_SAMPLES = 16;

    /** Shorter than any pause of a busy host: below this, resends would only follow the scheduler. */
    private static final long OVERDUE_FLOOR_NS = 500_000;

    /** What took so many times the typical round trip waited behind a gap: that is no round trip, and teaches none. */
    private static final double HELD_UP = 2;

    private static final double OUTAGE_QUANTILE = 0.5;
    private static final long SAMPLE_INTERVAL_NS = 1_000_000;
    private static final int SAMPLES = 1024;

    private final OverdueEstimator roundTrip = new OverdueEstimator(
        new OverdueContext().quantile(OVERDUE_QUANTILE).floorNs(OVERDUE_FLOOR_NS).warmUpSamples(WARM_UP_SAMPLES));
    private final StreamingQuantile typical = new StreamingQuantile(0.5);
    private final StreamingQuantile outage = new StreamingQuantile(OUTAGE_QUANTILE);
    private final LinkRisk risk;
    private final long deadlineNs;
    private final long[] sampled = new long[SAMPLES];
    private final long[] samples = new long[SAMPLES];
    private long oldestSample;
    private long nextSample;
    private long lastSampleNs;

    /**
     * @param deadlineNs that a frame should be acknowledged within.
     */
    public LearnedForecast(final long deadlineNs)
    {
        this.deadlineNs = deadlineNs;
        risk = new LinkRisk(new LinkRiskContext().deadlineNs(deadlineNs).capacity(SAMPLES));
    }

    @Override
    public void onRoundTrip(final long rttNs, final long nowNs)
    {
        if (rttNs <= 0)
        {
            return;
        }
        typical.update((double)rttNs);
        if (rttNs <= typical.value() * HELD_UP)
        {
            roundTrip.onRttSample(rttNs);
        }
    }

    @Override
    public void onOutage(final long lengthNs, final long nowNs)
    {
        outage.update((double)lengthNs);
    }

    @Override
    public void onReconnect()
    {
        risk.onReconnect();
        oldestSample = nextSample;
    }

    @Override
    public void onSend(final long number, final long nowNs)
    {
        if (nextSample > 0 && nowNs - lastSampleNs < SAMPLE_INTERVAL_NS)
        {
            return;
        }
        lastSampleNs = nowNs;
        if (nextSample - oldestSample == SAMPLES)
        {
            oldestSample++;
        }
        final int index = (int)nextSample++ & SAMPLES - 1;
        sampled[index] = number;
        samples[index] = risk.onSend(nowNs, 0);
    }

    @Override
    public void onHeldBelow(final long number, final long nowNs)
    {
        while (oldestSample < nextSample && sampled[(int)oldestSample & SAMPLES - 1] < number)
        {
            risk.onReply(samples[(int)oldestSample++ & SAMPLES - 1], nowNs);
        }
    }

    @Override
    public double risk(final long nowNs)
    {
        return roundTrip.expectedRttNs() > deadlineNs / 2 ? 0 : risk.assess(nowNs, 0);
    }

    @Override
    public long overdueAfterNs()
    {
        return roundTrip.overdueAfterNs() + (long)(roundTrip.expectedRttNs() * MARGIN);
    }

    @Override
    public long roundTripNs()
    {
        return roundTrip.expectedRttNs();
    }

    @Override
    public long outageNs()
    {
        return (long)outage.value();
    }
}
