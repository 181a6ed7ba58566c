package io.antumbra.perf.jmh;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.IncrementalArima;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One round trip taken into the forecast, in the order that the engine uses. The series is made up: a base of 10 us
 * with noise, slow drift and one outlier in a thousand, drawn before the measurement from a fixed seed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForecastBenchmark
{
    private static final int LENGTH = 1 << 14;
    private static final long SEED = 42;

    private final double[] roundTripsNs = new double[LENGTH];
    private IncrementalArima arima;
    private int next;

    /** Draw the series. */
    @Setup
    public void draw()
    {
        final Random random = new Random(SEED);
        double driftNs = 0;
        for (int i = 0; i < LENGTH; i++)
        {
            driftNs = 0.99 * driftNs + 100 * random.nextGaussian();
            final double outlierNs = random.nextInt(1000) == 0 ? 1_000_000 : 0;
            roundTripsNs[i] = 10_000 + driftNs + Math.abs(500 * random.nextGaussian()) + outlierNs;
        }
        arima = new IncrementalArima(new ArimaContext().p(3).q(1));
    }

    /**
     * Learn one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double arima()
    {
        arima.update(roundTripsNs[next++ & (LENGTH - 1)]);
        return arima.forecast();
    }
}
