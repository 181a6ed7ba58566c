package io.antumbra.core.resend;

import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.ForecastPool;

/**
 * What one link is like: loss of both lines, round trip, jitter, delivery rate, each with its forecast. From echoed
 * timestamps, the numbers of line B, and the transport's own counts; the forecasts are made once in an interval, for
 * ten models each time are too dear for every frame, and one series after the other, for all of them at once would be
 * felt. For display and for slow decisions: what is overdue is decided by {@link io.antumbra.core.LinkForecast}, which
 * learns from each round trip. One thread.
 *
 * <p>Jitter is that of RFC 3550, section 6.4.1, from differences of round trips, for the two clocks are not compared.
 * The bandwidth that is there is the highest delivery rate of the last intervals, as BBR takes it (Cardwell et al.,
 * ACM Queue 14, 2016): rates are bounded by what was sent, and only the highest says what could be.
 */
public final class LinkMonitor
{
    /** Forecasts are made this often. */
    public static final long INTERVAL_NS = 100_000_000;

    private static final double JITTER_GAIN = 1.0 / 16;
    private static final int RATE_WINDOW = 16;

    private final Series roundTrip = series();
    private final Series jitterSeries = series();
    private final Series lossOfLineA = series();
    private final Series lossOfLineB = series();
    private final Series rate = series();
    private final Series[] all = { roundTrip, jitterSeries, lossOfLineA, lossOfLineB, rate };
    private final double[] rates = new double[RATE_WINDOW];
    private int closed = all.length;
    private int rateIndex;
    private long intervalNs;
    private long lastRttNs;
    private double jitterNs;
    private long deliveredBytes;
    private long naks;
    private long repairedBytes;
    private long sentBytes;
    private long lineReceived;
    private long lineMissed;
    private boolean hasStatistics;

    private static Series series()
    {
        final Forecaster pool = ForecastPool.ofTen();
        return new Series(pool);
    }

    /**
     * It has joined; its counts begin anew.
     *
     * @param nowNs time.
     */
    public void onJoined(final long nowNs)
    {
        intervalNs = nowNs;
        lineReceived = 0;
        lineMissed = 0;
        lastRttNs = 0;
    }

    /**
     * @param rttNs a round trip.
     */
    public void onRoundTrip(final long rttNs)
    {
        if (rttNs > 0)
        {
            jitterNs += lastRttNs == 0 ? 0 : JITTER_GAIN * (Math.abs(rttNs - lastRttNs) - jitterNs);
            lastRttNs = rttNs;
            roundTrip.add((double)rttNs);
        }
    }

    /**
     * @param bytes that the standby holds now and did not before.
     */
    public void onDelivered(final long bytes)
    {
        deliveredBytes += bytes;
    }

    /**
     * What the standby has told of line B, since it joined.
     *
     * @param received frames.
     * @param missed   frames.
     */
    public void onLineB(final long received, final long missed)
    {
        final double came = Math.max(0, received - lineReceived);
        final double lost = Math.max(0, missed - lineMissed);
        if (came + lost > 0)
        {
            lossOfLineB.add(lost / (came + lost), came + lost);
            lineReceived = received;
            lineMissed = missed;
        }
    }

    /**
     * What the transport has counted on line A since it was opened.
     *
     * @param naksReceived       requests for repair.
     * @param retransmittedBytes sent to repair.
     * @param bytes              sent in all.
     */
    public void onLineA(final long naksReceived, final long retransmittedBytes, final long bytes)
    {
        if (hasStatistics && bytes > sentBytes)
        {
            final double repaired = Math.max(0, retransmittedBytes - repairedBytes);
            final double sent = bytes - sentBytes;
            lossOfLineA.add(Math.min(1, repaired / sent), sent);
        }
        hasStatistics = true;
        naks = naksReceived;
        repairedBytes = retransmittedBytes;
        sentBytes = bytes;
    }

    /**
     * Makes one of the forecasts when it is time: call it several times in each interval.
     *
     * @param nowNs time.
     */
    public void doWork(final long nowNs)
    {
        if (closed < all.length)
        {
            all[closed++].close();
            return;
        }
        final long sinceNs = nowNs - intervalNs;
        if (sinceNs < INTERVAL_NS)
        {
            return;
        }
        intervalNs = nowNs;
        rates[rateIndex++ % RATE_WINDOW] = deliveredBytes * 1e9 / sinceNs;
        rate.add(deliveredBytes * 1e9 / sinceNs);
        deliveredBytes = 0;
        jitterSeries.add(jitterNs);
        closed = 0;
    }

    /** @return mean round trip of the last interval, ns. */
    public double roundTripNs()
    {
        return roundTrip.last();
    }

    /** @return that of the next interval, ns. */
    public double expectedRoundTripNs()
    {
        return roundTrip.forecast();
    }

    /** @return jitter now, ns. */
    public double jitterNs()
    {
        return jitterNs;
    }

    /** @return jitter of the next interval, ns. */
    public double expectedJitterNs()
    {
        return jitterSeries.forecast();
    }

    /** @return share of line A that had to be repaired in the last interval. */
    public double lossRatioOfLineA()
    {
        return lossOfLineA.last();
    }

    /** @return that of the next interval. */
    public double expectedLossRatioOfLineA()
    {
        return lossOfLineA.forecast();
    }

    /** @return share of line B that did not come in the last interval in which something was sent by it. */
    public double lossRatioOfLineB()
    {
        return lossOfLineB.last();
    }

    /** @return that of the next interval. */
    public double expectedLossRatioOfLineB()
    {
        return lossOfLineB.forecast();
    }

    /** @return bytes a second that the standby took in the last interval. */
    public double deliveryRateBytes()
    {
        return rate.last();
    }

    /** @return that of the next interval. */
    public double expectedDeliveryRateBytes()
    {
        return rate.forecast();
    }

    /** @return the highest rate of the last intervals, bytes a second: what the link can do, as far as it was tried. */
    public double bandwidthBytes()
    {
        double highest = 0;
        for (final double one : rates)
        {
            highest = Math.max(highest, one);
        }
        return highest;
    }

    /** @return requests for repair that the transport has received. */
    public long naksReceived()
    {
        return naks;
    }
}
