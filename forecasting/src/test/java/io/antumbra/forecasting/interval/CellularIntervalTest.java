package io.antumbra.forecasting.interval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.ExponentialSmoothing;
import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.IncrementalArima;
import io.antumbra.forecasting.risk.PingTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 90 % intervals of recorded round-trip times, in row order. They are whole milliseconds; on the logarithms the
 * inclusive bounds hold the same ones.
 */
class CellularIntervalTest
{
    private static final String TRACES = "io.antumbra.forecasting.risk.PingTrace#all";

    @ParameterizedTest
    @MethodSource(TRACES)
    void shouldCoverInEachQuarterAroundAnArima(final PingTrace trace)
    {
        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(3).q(1));
        assertCoveredAtLessThanConstantWidth(trace, model);
    }

    @ParameterizedTest
    @MethodSource(TRACES)
    void shouldCoverInEachQuarterAroundAPool(final PingTrace trace)
    {
        assertCoveredAtLessThanConstantWidth(trace, ForecastPool.ofTen());
    }

    /**
     * The differences of last values are mostly equal ones, 0 the most frequent.
     */
    @ParameterizedTest
    @MethodSource(TRACES)
    void shouldCoverInEachQuarterAroundTheLastValue(final PingTrace trace)
    {
        assertCoveredAtLessThanConstantWidth(trace, ExponentialSmoothing.lastValue());
    }

    private static void assertCoveredAtLessThanConstantWidth(
        final PingTrace trace, final Forecaster forecaster)
    {
        final double[] logRtts = new double[trace.length()];
        for (int i = 0; i < logRtts.length; i++)
        {
            logRtts[i] = Math.log(trace.rttMs(i));
        }

        final IntervalScore score = IntervalScore.of(logRtts, forecaster, new ConformalInterval(0.9));
        System.out.printf("5G %s, log round-trip time, 90 %% around %s: %s%n", trace,
            forecaster.getClass().getSimpleName(), score);
        assertTrue(score.coverage() >= 0.88 && score.coverage() <= 0.93, score::toString);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            final double coverage = score.coverageInQuarter(quarter);
            assertTrue(coverage >= 0.88 && coverage <= 0.93, score::toString);
        }
        assertTrue(score.meanWidth() <= score.constantWidth(), score::toString);
        assertTrue(score.meanWidth() <= score.stillWidthOfEqualTails(), score::toString);
    }
}
