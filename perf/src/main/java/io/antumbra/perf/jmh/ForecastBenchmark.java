package io.antumbra.perf.jmh;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.ExponentialSmoothing;
import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.IncrementalArima;
import io.antumbra.forecasting.LogarithmicForecaster;
import io.antumbra.forecasting.OverdueEstimator;
import io.antumbra.forecasting.SeasonalSmoothing;
import io.antumbra.forecasting.StreamingQuantile;
import io.antumbra.forecasting.calibration.BrierScore;
import io.antumbra.forecasting.calibration.PlattCalibrator;
import io.antumbra.forecasting.calibration.ReliabilityTable;
import io.antumbra.forecasting.change.CumulativeSum;
import io.antumbra.forecasting.change.LevelShiftDetector;
import io.antumbra.forecasting.change.SlopeDetector;
import io.antumbra.forecasting.failure.PhiAccrualContext;
import io.antumbra.forecasting.failure.PhiAccrualDetector;
import io.antumbra.forecasting.interval.ConformalInterval;
import io.antumbra.forecasting.risk.LinkRisk;
import io.antumbra.forecasting.risk.LinkRiskContext;
import io.antumbra.forecasting.risk.RoundTripForecast;
import io.antumbra.forecasting.warning.HostMetric;
import io.antumbra.forecasting.warning.HostWarning;
import io.antumbra.forecasting.warning.TimeToThreshold;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One observation each: baselines, seasonal models and forecasts several steps ahead; and what stands around the
 * models: quantile, interval, overdue round trips, change, risk, calibration, failure detection, early warning.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForecastBenchmark
{
    private static final long HEARTBEAT_NS = 10_000_000;
    private static final long SAMPLE_NS = 1_000_000_000;
    private static final int HEARTBEATS = 100_000;
    private static final int WARMED = 1_000;
    private static final int SEASON = 12;
    private static final long DEADLINE_NS = 12_000;
    private static final int RISK_WINDOW = 10;

    private final RoundTrips roundTrips = new RoundTrips();
    private final ExponentialSmoothing last = ExponentialSmoothing.lastValue();
    private final ExponentialSmoothing average = ExponentialSmoothing.average(0.2);
    private final ExponentialSmoothing holt = ExponentialSmoothing.holt(0.3, 0.1);
    private final SeasonalSmoothing seasonal = SeasonalSmoothing.holtWinters(SEASON, 0.3, 0.05, 0.2);
    private final SeasonalSmoothing lastSeason = SeasonalSmoothing.lastSeason(SEASON);
    private final IncrementalArima seasonalArima = newSeasonalArima();
    private final LogarithmicForecaster logarithmic = new LogarithmicForecaster(ExponentialSmoothing.holt(0.3, 0.1));
    private final LogarithmicForecaster logarithmicArima = new LogarithmicForecaster(newSeasonalArima());
    private final ForecastPool pool = ForecastPool.auto(SEASON);
    private final StreamingQuantile quantile = new StreamingQuantile(0.99);
    private final ConformalInterval interval = new ConformalInterval(0.9);
    private final OverdueEstimator overdue = new OverdueEstimator();
    private final PhiAccrualDetector detector =
        new PhiAccrualDetector(new PhiAccrualContext().expectedIntervalNs(HEARTBEAT_NS), 0);
    private final TimeToThreshold warning = TimeToThreshold.rising(1e6, SAMPLE_NS, 120 * SAMPLE_NS);
    private final LinkRisk risk =
        new LinkRisk(new LinkRiskContext().deadlineNs(DEADLINE_NS).window(RISK_WINDOW));
    private final RoundTripForecast roundTrip = new RoundTripForecast();
    private final HostWarning host = new HostWarning(SAMPLE_NS, 120 * SAMPLE_NS);
    private final CumulativeSum sum = CumulativeSum.ofRunLength(1.0, 10_000.0);
    private final LevelShiftDetector levelShift = new LevelShiftDetector(1.0, 10_000.0);
    private final SlopeDetector slope = new SlopeDetector(60.0, 4.0);
    private final BrierScore brier = new BrierScore();
    private final ReliabilityTable reliability = new ReliabilityTable(10);
    private final PlattCalibrator calibrator = new PlattCalibrator();
    private long nowNs;

    /** Let the detector know its peer, and the pool its series. */
    @Setup
    public void listen()
    {
        for (int i = 0; i < WARMED; i++)
        {
            pool.update(roundTrips.next());
        }
        for (int i = 0; i < HEARTBEATS; i++)
        {
            heartbeat();
        }
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double lastValue()
    {
        return next(last);
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double average()
    {
        return next(average);
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double holt()
    {
        return next(holt);
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double holtWinters()
    {
        return next(seasonal);
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double lastSeason()
    {
        return next(lastSeason);
    }

    /**
     * Take one into ARIMA(2,0,1)(0,1,1)12, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double seasonalArima()
    {
        return next(seasonalArima);
    }

    /**
     * Take one, forecast the next: two strict logarithms and powers more than {@link #holt()}.
     *
     * @return the forecast.
     */
    @Benchmark
    public double logarithmicHolt()
    {
        return next(logarithmic);
    }

    /**
     * Take one, forecast the next.
     *
     * @return the forecast.
     */
    @Benchmark
    public double logarithmicSeasonalArima()
    {
        return next(logarithmicArima);
    }

    /**
     * Forecast a season ahead with the pool of fourteen, which {@link PoolBenchmark} feeds.
     *
     * @return the forecast.
     */
    @Benchmark
    public double poolAhead()
    {
        return pool.forecast(SEASON);
    }

    /**
     * How far off that is to be expected.
     *
     * @return standard deviation.
     */
    @Benchmark
    public double poolDeviationAhead()
    {
        return pool.deviation(SEASON);
    }

    /**
     * Take one into the quantile.
     *
     * @return the quantile.
     */
    @Benchmark
    public double quantile()
    {
        quantile.update(roundTrips.next());
        return quantile.value();
    }

    /**
     * Bounds around the next, then learn it, with the average as the forecast.
     *
     * @return the width.
     */
    @Benchmark
    public double conformalInterval()
    {
        final double value = roundTrips.next();
        final double forecast = average.forecast();
        final double width = interval.upper(forecast, 1.0) - interval.lower(forecast, 1.0);
        interval.update(value, forecast, 1.0);
        average.update(value);
        return width;
    }

    /**
     * Take a round trip, tell from when on the next one is overdue.
     *
     * @return nanoseconds.
     */
    @Benchmark
    public long overdue()
    {
        overdue.onRttSample((long)roundTrips.next());
        return overdue.overdueAfterNs();
    }

    /**
     * Send and have the reply at once: the whole cost of a send, learning included.
     *
     * @return the probability that it is late.
     */
    @Benchmark
    public double risk()
    {
        nowNs += DEADLINE_NS;
        final long number = risk.onSend(nowNs, 0);
        nowNs += (long)roundTrips.next();
        risk.onReply(number, nowNs);
        return risk.probability();
    }

    /**
     * Send, tell how long it will take, and have the reply: the pool of ten with the weights of what is under way.
     *
     * @return nanoseconds.
     */
    @Benchmark
    public long roundTrip()
    {
        nowNs += DEADLINE_NS;
        final long number = roundTrip.onSend(nowNs);
        final long expectedNs = roundTrip.expectedNs();
        nowNs += (long)roundTrips.next();
        roundTrip.onReply(number, nowNs);
        return expectedNs;
    }

    /**
     * Make a score a probability, then learn its outcome.
     *
     * @return the probability.
     */
    @Benchmark
    public double calibrator()
    {
        final double score = 1e-3 * (roundTrips.next() - DEADLINE_NS);
        final double probability = calibrator.probability(score);
        calibrator.update(score, score > 0.0);
        return probability;
    }

    /**
     * Take a heartbeat, with the duty cycle that it came in.
     *
     * @return whether its interval was learned.
     */
    @Benchmark
    public boolean heartbeat()
    {
        nowNs += HEARTBEAT_NS / 4;
        detector.onDutyCycle(nowNs);
        nowNs += (long)roundTrips.next();
        return detector.onHeartbeat(nowNs);
    }

    /**
     * How suspect a peer is that has been silent for some time.
     *
     * @return phi.
     */
    @Benchmark
    public double phi()
    {
        return detector.phi(nowNs + 1_000 * (long)roundTrips.next());
    }

    /**
     * Take a sample of a host metric, tell when it crosses its threshold.
     *
     * @return nanoseconds.
     */
    @Benchmark
    public long timeToThreshold()
    {
        nowNs += SAMPLE_NS;
        warning.onSample(nowNs, roundTrips.next());
        return warning.expectedNs();
    }

    /**
     * Take one, standardised, into the test for a change of known mean and deviation.
     *
     * @return whether it changed.
     */
    @Benchmark
    public int cumulativeSum()
    {
        return sum.update(1e-3 * (roundTrips.next() - DEADLINE_NS));
    }

    /**
     * Take one, learn its level and spread, tell a shift.
     *
     * @return whether it shifted.
     */
    @Benchmark
    public int levelShift()
    {
        return levelShift.update(roundTrips.next());
    }

    /**
     * Take one, tell whether it rises or falls.
     *
     * @return which.
     */
    @Benchmark
    public int slope()
    {
        return slope.update(roundTrips.next());
    }

    /**
     * Score a probability.
     *
     * @return whether it was one.
     */
    @Benchmark
    public boolean brier()
    {
        return brier.update(1e-5 * roundTrips.next() % 1.0, true);
    }

    /**
     * Take a probability into the reliability table.
     *
     * @return whether it was one.
     */
    @Benchmark
    public boolean reliability()
    {
        return reliability.update(1e-5 * roundTrips.next() % 1.0, true);
    }

    /**
     * Take a sample of each metric of a host, tell which runs out first.
     *
     * @return the metric.
     */
    @Benchmark
    public HostMetric hostWarning()
    {
        nowNs += SAMPLE_NS;
        final double value = 1e-5 * roundTrips.next();
        host.onSample(HostMetric.CPU_RATIO, nowNs, value);
        host.onSample(HostMetric.MEMORY_RATIO, nowNs, value);
        host.onSample(HostMetric.PAUSE_RATIO, nowNs, value);
        host.onSample(HostMetric.DISK_LATENCY_MS, nowNs, value);
        return host.first();
    }

    private double next(final Forecaster forecaster)
    {
        forecaster.update(roundTrips.next());
        return forecaster.forecast();
    }

    private static IncrementalArima newSeasonalArima()
    {
        return new IncrementalArima(new ArimaContext().p(2).q(1).seasonal(SEASON, 0, 1, 1));
    }
}
