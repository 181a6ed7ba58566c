package io.antumbra.core.resend;

import io.antumbra.core.LinkForecast;
import io.antumbra.forecasting.OverdueContext;
import io.antumbra.forecasting.OverdueEstimator;
import io.antumbra.forecasting.StreamingQuantile;

/**
 * The forecast that is learned from the link itself: round trips by {@link OverdueEstimator}, the length of outages by
 * the running quantile of those that were seen.
 */
public final class LearnedForecast implements LinkForecast
{
    /** One tail in a thousand is resent for nothing; a resend costs bytes, a lost tail up to 100 ms. */
    private static final double OVERDUE_QUANTILE = 0.999;

    /** Shorter than any pause of a busy host: below this, resends would only follow the scheduler. */
    private static final long OVERDUE_FLOOR_NS = 500_000;

    private static final double OUTAGE_QUANTILE = 0.5;

    private final OverdueEstimator roundTrip = new OverdueEstimator(
        new OverdueContext().quantile(OVERDUE_QUANTILE).floorNs(OVERDUE_FLOOR_NS));
    private final StreamingQuantile outage = new StreamingQuantile(OUTAGE_QUANTILE);

    @Override
    public void onRoundTrip(final long rttNs, final long nowNs)
    {
        roundTrip.onRttSample(rttNs);
    }

    @Override
    public void onOutage(final long lengthNs, final long nowNs)
    {
        outage.update((double)lengthNs);
    }

    @Override
    public void onReconnect()
    {
        // What was learned of the way to this standby is the best guess for the way to its next start.
    }

    @Override
    public long overdueAfterNs()
    {
        return roundTrip.overdueAfterNs();
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
