package io.antumbra.perf.jmh;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.ExponentialSmoothing;
import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.IncrementalArima;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One observation taken into a pool of forecasters and the next one forecast, by how many members it has. Ten and
 * fourteen are the pools that {@link ForecastPool#auto} makes, without and with a season; two and five are made of the
 * cheaper half of its kinds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark
{
    private static final int SEASON = 12;

    /** How many. */
    @Param({ "2", "5", "10", "14" })
    public int members;

    private final RoundTrips roundTrips = new RoundTrips();
    private ForecastPool pool;

    /** Make the pool. */
    @Setup
    public void make()
    {
        switch (members)
        {
            case 2:
                pool = new ForecastPool(arima(1, 0, 1), ExponentialSmoothing.lastValue());
                break;
            case 5:
                pool =
                    new ForecastPool(arima(3, 0, 0), arima(2, 0, 1), arima(1, 1, 1), ExponentialSmoothing.average(0.2),
                        ExponentialSmoothing.lastValue());
                break;
            default:
                pool = ForecastPool.auto(10 == members ? 0 : SEASON);
        }
        if (pool.memberCount() != members)
        {
            throw new IllegalStateException(members + " members are measured, but the pool has " + pool.memberCount());
        }
    }

    /**
     * Learn one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double update()
    {
        pool.update(roundTrips.next());
        return pool.forecast();
    }

    private static Forecaster arima(final int p, final int d, final int q)
    {
        return new IncrementalArima(new ArimaContext().p(p).d(d).q(q));
    }
}
