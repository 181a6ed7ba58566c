package io.antumbra.perf.jmh;

import io.antumbra.forecasting.ArimaContext;
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
 * One observation taken into an ARIMA model and the next one forecast, by order: the cost grows with the square of
 * p + q.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArimaBenchmark
{
    /** Terms of the model: p-d-q. */
    @Param({ "1-0-0", "1-1-1", "3-0-1", "3-0-2", "2-2-3", "5-0-2", "8-0-8" })
    public String order;

    private final RoundTrips roundTrips = new RoundTrips();
    private IncrementalArima model;

    /** Make the model. */
    @Setup
    public void make()
    {
        final String[] terms = order.split("-");
        model = new IncrementalArima(new ArimaContext().p(Integer.parseInt(terms[0]))
            .d(Integer.parseInt(terms[1]))
            .q(Integer.parseInt(terms[2])));
    }

    /**
     * Learn one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double update()
    {
        model.update(roundTrips.next());
        return model.forecast();
    }
}
