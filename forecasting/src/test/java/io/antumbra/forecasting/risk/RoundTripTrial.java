package io.antumbra.forecasting.risk;

import io.antumbra.forecasting.ForecastPool;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A {@link RoundTripForecast} on a trace in the order in which things became known, beside the pool that is fed with
 * the same replies, and the one received last. Errors are of logarithms, from the eleventh send on.
 */
final class RoundTripTrial
{
    private static final int SKIPPED = 10;
    private static final long MILLISECOND = 1_000_000;
    private static final long RUN_NS = 10_000_000 * MILLISECOND;

    private final PingTrace trace;
    private final RoundTripForecast forecast = new RoundTripForecast();
    private final ForecastPool received = ForecastPool.ofTen();
    private final PriorityQueue<long[]> underWay =
        new PriorityQueue<>(Comparator.<long[]> comparingLong(reply -> reply[0]).thenComparingLong(reply -> reply[1]));
    private final long[] expectedNs;
    private double last = Double.NaN;
    private double square;
    private double squareOfReceived;
    private double squareOfLast;

    private RoundTripTrial(final PingTrace trace)
    {
        this.trace = trace;
        expectedNs = new long[trace.length()];
    }

    /**
     * Each run on a clock that goes on: what is under way at its end is received before the next one.
     */
    static RoundTripTrial of(final PingTrace trace)
    {
        final RoundTripTrial trial = new RoundTripTrial(trace);
        for (int i = 0; i < trace.length(); i++)
        {
            trial.send(i);
        }
        return trial;
    }

    double ratio()
    {
        return Math.sqrt(square / squareOfLast);
    }

    double ratioOfReceived()
    {
        return Math.sqrt(squareOfReceived / squareOfLast);
    }

    long[] expectedNs()
    {
        return expectedNs.clone();
    }

    @Override
    public String toString()
    {
        return String.format(
            "%s, log round-trip time, causal: %.4f of the error of the one received last, the pool by replies %.4f",
            trace, ratio(), ratioOfReceived());
    }

    private void send(final int packet)
    {
        final long nowNs = trace.run(packet) * RUN_NS + trace.sendTimeMs(packet) * MILLISECOND;
        while (!underWay.isEmpty() && underWay.peek()[0] <= nowNs)
        {
            final long[] reply = underWay.poll();
            last = Math.log(trace.rttMs((int)reply[1]));
            received.update(last);
            forecast.onReply(reply[1], reply[0]);
        }
        final long number = forecast.onSend(nowNs);
        expectedNs[packet] = forecast.expectedNs();
        if (PingTrace.LOST_MS == trace.rttMs(packet))
        {
            return;
        }

        final double value = Math.log(trace.rttMs(packet));
        if (packet >= SKIPPED && !Double.isNaN(last))
        {
            square += Math.pow(value - Math.log((double)expectedNs[packet] / MILLISECOND), 2);
            squareOfReceived += Math.pow(value - received.forecast(), 2);
            squareOfLast += Math.pow(value - last, 2);
        }
        underWay.add(new long[]{ nowNs + trace.rttMs(packet) * MILLISECOND, number });
    }
}
