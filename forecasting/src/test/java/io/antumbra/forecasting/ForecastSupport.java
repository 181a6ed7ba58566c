package io.antumbra.forecasting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * What the tests of this package share: seeds, recorded series, one-step errors.
 */
final class ForecastSupport
{
    /**
     * Observations at the start that are left out of errors, as the papers do.
     */
    static final int SKIPPED = 10;

    private ForecastSupport()
    {
    }

    /**
     * The seed of random tests: a fixed one, or that of system property {@code antumbra.test.seed}; printed.
     */
    static long seed(final String testName)
    {
        final long seed = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);
        System.out.println(testName + ": -Dantumbra.test.seed=" + seed);
        return seed;
    }

    static IncrementalArima arima(final int p, final int d, final int q)
    {
        return new IncrementalArima(new ArimaContext().p(p).d(d).q(q));
    }

    /**
     * The numbers of a one-column file with a header.
     */
    static double[] series(final String name)
    {
        final InputStream in = Objects.requireNonNull(ForecastSupport.class.getResourceAsStream(name), name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1).mapToDouble(Double::parseDouble).toArray();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * The pings of a recorded trace: run, send time and round-trip time in milliseconds, in the order of sending.
     */
    static List<int[]> pings(final String name)
    {
        final InputStream in = Objects.requireNonNull(ForecastSupport.class.getResourceAsStream(name), name);
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1)
                .map(line -> Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray()).toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Root mean square of the one-step errors from an observation on, online from the first one.
     */
    static double rootMeanSquareError(final double[] series, final int from, final Forecaster forecaster)
    {
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = series[i] - forecaster.forecast();
            sum += i < from ? 0.0 : error * error;
            forecaster.update(series[i]);
        }
        return Math.sqrt(sum / (series.length - from));
    }

    /**
     * Root mean square of the one-step errors, online from the first observation: the sum leaves out the start, the
     * divisor does not, as in the published figures.
     */
    static double rootMeanSquareError(final double[] series, final Forecaster forecaster)
    {
        double sum = 0.0;
        for (int i = 0; i < series.length; i++)
        {
            final double error = series[i] - forecaster.forecast();
            sum += i < SKIPPED ? 0.0 : error * error;
            forecaster.update(series[i]);
        }
        return Math.sqrt(sum / series.length);
    }

    static double rootMeanSquareErrorOfLastValue(final double[] series)
    {
        double sum = 0.0;
        for (int i = SKIPPED; i < series.length; i++)
        {
            final double error = series[i] - series[i - 1];
            sum += error * error;
        }
        return Math.sqrt(sum / series.length);
    }
}
