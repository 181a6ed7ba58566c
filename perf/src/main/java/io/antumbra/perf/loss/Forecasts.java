package io.antumbra.perf.loss;

import io.antumbra.core.LinkForecast;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * Forecasters that learn nothing, in place of the one that does: what is left of Antumbra then shows what forecasting
 * is worth, and that it is safe without. Each answer comes from a function of what is asked (0: when a frame is
 * overdue, 1: the round trip, 2: the length of an outage). One thread.
 */
final class Forecasts implements LinkForecast
{
    private static final int OVERDUE = 0;
    private static final int ROUND_TRIP = 1;
    private static final int OUTAGE = 2;

    private final LongUnaryOperator answer;

    private Forecasts(final LongUnaryOperator answer)
    {
        this.answer = answer;
    }

    /** Constants, as an operator would configure them. */
    static LinkForecast.Factory fixed(final long overdueNs, final long roundTripNs, final long outageNs)
    {
        return (replicaId) -> new Forecasts((what) -> what == OVERDUE ? overdueNs : what == ROUND_TRIP ? roundTripNs :
            outageNs);
    }

    /** Anything from a microsecond to ten seconds, each power of ten as likely as the other, a new one at each call. */
    static LinkForecast.Factory random(final long seed)
    {
        return (replicaId) ->
        {
            final SplittableRandom random = new SplittableRandom(seed);
            return new Forecasts((what) -> (long)(1e3 * Math.pow(10, 7 * random.nextDouble())));
        };
    }

    /** The same answer for ever. */
    static LinkForecast.Factory stuck(final long answerNs)
    {
        return (replicaId) -> new Forecasts((what) -> answerNs);
    }

    @Override
    public void onRoundTrip(final long rttNs, final long nowNs)
    {
        // learns nothing
    }

    @Override
    public void onOutage(final long lengthNs, final long nowNs)
    {
        // learns nothing
    }

    @Override
    public void onReconnect()
    {
        // learns nothing
    }

    @Override
    public long overdueAfterNs()
    {
        return answer.applyAsLong(OVERDUE);
    }

    @Override
    public long roundTripNs()
    {
        return answer.applyAsLong(ROUND_TRIP);
    }

    @Override
    public long outageNs()
    {
        return answer.applyAsLong(OUTAGE);
    }
}
