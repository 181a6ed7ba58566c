package io.antumbra.node.forecast;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.forecasting.IncrementalArima;
import io.antumbra.node.plot.ForecastPlot;
import io.antumbra.node.term.LiveView;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.node.term.Terminal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Feeds a column to a forecaster value by value, as if it came in live: what is forecast for a row was made before that
 * row, horizon rows earlier, by a model that had seen nothing later. Main thread only.
 *
 * <pre>
 *  values, a chunk at a time ──► model: update, forecast       timed, nothing else in between
 *                            ──► interval, scores, outputs     row by row
 *                                      ▲
 *                 pending ─────────────┘   forecasts and bounds on their way through the horizon
 * </pre>
 *
 * The interval learns how the forecasts of the horizon that is asked for went, so its coverage is right there.
 */
public final class ForecastRun
{
    private static final int CHUNK_LENGTH = 4_096;
    private static final int TIMED_LENGTH = 256;
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    private final ForecastOptions options;
    private final Forecaster model;
    private final HorizonInterval interval;
    private final Scores scores;
    private final LiveView view;
    private final long startNs = System.nanoTime();
    private final double[] values = new double[CHUNK_LENGTH];
    private final double[] made = new double[CHUNK_LENGTH];
    private final double[] next = new double[CHUNK_LENGTH];
    private final double[] deviations = new double[CHUNK_LENGTH];
    private final boolean[] isTaken = new boolean[CHUNK_LENGTH];
    private final double[] pendingForecasts;
    private final double[] pendingLowers;
    private final double[] pendingUppers;
    private final double[] pendingStretches;
    private double pendingNext = Double.NaN;
    private final ForecastRow row = new ForecastRow();
    private final ForecastPlot plot;
    private final Histogram updateNs = new Histogram(3);
    private ForecastOutput output;
    private boolean isObserved;
    private long rowCount;

    /**
     * @param options  checked.
     * @param terminal to show progress on.
     */
    public ForecastRun(final ForecastOptions options, final Terminal terminal)
    {
        this.options = options;
        model = null == options.order ? ForecastPool.auto(options.season) : arima(options);
        interval = new HorizonInterval(options.coverage, options.horizon);
        scores = new Scores(
            options.train < 0 ? ForecastOptions.TRAIN_DEFAULT : options.train, options.train > 0, options.season);
        view = new LiveView(terminal);
        pendingForecasts = new double[options.horizon];
        pendingLowers = new double[options.horizon];
        pendingUppers = new double[options.horizon];
        pendingStretches = new double[options.horizon];
        Arrays.fill(pendingForecasts, Double.NaN);
        Arrays.fill(pendingLowers, Double.NaN);
        Arrays.fill(pendingUppers, Double.NaN);
        plot = new ForecastPlot();
    }

    /**
     * Reads, forecasts and writes.
     *
     * @return what came of it.
     */
    public ForecastReport run()
    {
        try (CsvColumn column = new CsvColumn(options.input, options.column);
            ForecastOutput csv = null == options.output ? null : new ForecastOutput(options.output))
        {
            output = csv;
            int count = column.read(values);
            while (count > 0)
            {
                learn(count, column);
                judge(count);
                count = column.read(values);
            }
            if (0 == rowCount)
            {
                throw NodeException.environment("the input " + options.input +
                    " has a header and no value below it: there is nothing to forecast.");
            }
            final ForecastReport report = new ForecastReport(options, column.name(), model, scores, rowCount,
                updateNs.getValueAtPercentile(50.0));
            foresee(report);
            if (null != output)
            {
                output.finish();
            }
            report.write();
            if (null != options.plot)
            {
                draw(report, column.name());
            }
            return report;
        }
        finally
        {
            view.erase();
        }
    }

    private void learn(final int count, final CsvColumn column)
    {
        for (int start = 0; start < count; start += TIMED_LENGTH)
        {
            final int end = Math.min(count, start + TIMED_LENGTH);
            final long beginNs = System.nanoTime();
            learn(start, end, options.horizon);
            updateNs.recordValue((System.nanoTime() - beginNs) / (end - start));
            progress(rowCount + end, column.ratio());
        }
    }

    private void learn(final int start, final int end, final int horizon)
    {
        for (int i = start; i < end; i++)
        {
            isTaken[i] = model.update(values[i]);
            next[i] = model.forecast();
            made[i] = 1 == horizon ? next[i] : model.forecast(horizon);
            deviations[i] = 1 == horizon ? 1.0 : deviation(horizon);
        }
    }

    /** Over that of the next row. */
    private double deviation(final int step)
    {
        final double ofNext = model.deviation(1);
        return ofNext > 0.0 ? model.deviation(step) / ofNext : 1.0;
    }

    private void judge(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int place = (int)(rowCount % options.horizon);
            row.number = ++rowCount;
            row.observed = isTaken[i] ? values[i] : Double.NaN;
            row.forecast = pendingForecasts[place];
            row.lower = pendingLowers[place];
            row.upper = pendingUppers[place];
            scores.row(row.observed, row.forecast, row.lower, row.upper);
            if (isTaken[i])
            {
                isObserved = true;
                learnOutcome(place);
            }
            emit();
            pend(place, i);
        }
    }

    private void learnOutcome(final int place)
    {
        if (!Double.isNaN(pendingNext))
        {
            interval.learnNext(row.observed, pendingNext);
        }
        if (!Double.isNaN(row.lower))
        {
            interval.learnAhead(row.observed, row.lower, row.upper, pendingStretches[place]);
        }
    }

    /** Before the first value there is nothing to forecast from. */
    private void pend(final int place, final int index)
    {
        pendingNext = isObserved ? next[index] : Double.NaN;
        pendingForecasts[place] = isObserved ? made[index] : Double.NaN;
        interval.around(pendingForecasts[place], deviations[index], options.horizon);
        pendingLowers[place] = interval.lower();
        pendingUppers[place] = interval.upper();
        pendingStretches[place] = interval.stretch();
    }

    /** What is to come after the last row. */
    private void foresee(final ForecastReport report)
    {
        for (int step = 1; step <= options.horizon; step++)
        {
            row.number = rowCount + step;
            row.observed = Double.NaN;
            row.forecast = isObserved ? model.forecast(step) : Double.NaN;
            interval.around(row.forecast, deviation(step), step);
            row.lower = interval.lower();
            row.upper = interval.upper();
            report.future(row);
            emit();
            progress(rowCount, 1.0);
        }
    }

    private void emit()
    {
        if (null != output)
        {
            output.write(row);
        }
        if (null != options.plot)
        {
            plot.add(row.observed, row.forecast, row.lower, row.upper);
        }
    }

    private void draw(final ForecastReport report, final String name)
    {
        try
        {
            plot.write(options.plot, options.input.getFileName() + ", " + name, report.subtitle());
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the picture " + options.plot + " (--plot)", ex);
        }
    }

    private void progress(final long learnedCount, final double ratio)
    {
        final long nowNs = System.nanoTime();
        if (nowNs - startNs > QUIET_NS)
        {
            view.update(nowNs, ratio, String.format(Locale.ROOT, "%.1f s", (nowNs - startNs) / 1e9),
                List.of(Numbers.count(learnedCount, "row", "rows"), "rmse " + ForecastReport.shown(scores.rmse())));
        }
    }

    private static IncrementalArima arima(final ForecastOptions options)
    {
        final int[] order = options.order;
        final int[] seasonal = options.seasonal;
        final ArimaContext context = new ArimaContext().p(order[0]).d(order[1]).q(order[2]);
        if (null != seasonal)
        {
            context.seasonal(options.season, seasonal[0], seasonal[1], seasonal[2]);
        }
        return new IncrementalArima(context);
    }
}
