package io.antumbra.node.forecast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.antumbra.forecasting.ForecastPool;
import io.antumbra.forecasting.Forecaster;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What came of a forecast: as lines for people, as JSON for machines. A figure that nothing was there for is null.
 *
 * <pre>
 *   { "rmse": 15.9, "mae": 11.7, "mase": 0.42, "coverage": 0.948, "nsPerUpdate": 612, "order": "auto", ...
 *     "weights": [ { "member": "ARIMA(5,0,2)", "weight": 0.41 }, ... ],
 *     "future": [ { "step": 1, "forecast": 431.2, "lower": 398.0, "upper": 470.5 }, ... ] }
 * </pre>
 */
public final class ForecastReport
{
    private static final int MAX_NAMED = 3;
    private static final int WARM_ROWS = 20_000;

    private final ForecastOptions options;
    private final String column;
    private final Forecaster model;
    private final Scores scores;
    private final long rowCount;
    private final long nsPerUpdate;
    private final List<double[]> future = new ArrayList<>();

    ForecastReport(
        final ForecastOptions options, final String column, final Forecaster model, final Scores scores,
        final long rowCount,
        final long nsPerUpdate)
    {
        this.options = options;
        this.column = column;
        this.model = model;
        this.scores = scores;
        this.rowCount = rowCount;
        this.nsPerUpdate = nsPerUpdate;
    }

    /** The next row after the end of the input. */
    void future(final ForecastRow row)
    {
        future.add(new double[]{ row.forecast, row.lower, row.upper });
    }

    /** @return lines for people. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add(options.input + ", " + column + ": " +
            Numbers.count(model.observationCount(), "value", "values") + ", " +
            Numbers.count(model.rejectedCount()) + " refused (gaps, not finite)");
        lines.add("  model      " + modelName(MAX_NAMED));
        if (0 == scores.scoredCount())
        {
            lines.add("  scores     none: they count after the first " + train() + " rows (--train), and there are " +
                rowCount);
        }
        else
        {
            lines.add("  scored     " + Numbers.count(scores.scoredCount(), "row", "rows") + " after the first " +
                train() + ", each forecast " + Numbers.count(options.horizon, "row", "rows") + " before");
            lines.add("  errors     rmse " + shown(scores.rmse()) + ", mae " + shown(scores.mae()) + ", mase " +
                shown(scores.mase()) + " (below 1: better than " +
                (options.season > 1 ? "a season ago" : "the last value") + ")");
            lines.add(String.format(Locale.ROOT, "  interval   %s %% asked for, %s %% covered, mean width %s",
                shown(100 * options.coverage), shown(100 * scores.coverage()), shown(scores.meanWidth())));
        }
        for (int step = 1; step <= Math.min(future.size(), MAX_NAMED); step++)
        {
            final double[] next = future.get(step - 1);
            lines.add((1 == step ? "  next       " : "             ") + shown(next[0]) + "  [" + shown(next[1]) + ", " +
                shown(next[2]) + "]");
        }
        lines.add("  cost       " + Numbers.count(nsPerUpdate) + " ns an update with its forecast" +
            (rowCount < WARM_ROWS ? " (the JVM's warm-up included)" : " (median of blocks of 256 rows)"));
        return lines;
    }

    String subtitle()
    {
        return modelName(1) + ", " + Numbers.count(options.horizon, "row", "rows") + " ahead: rmse " +
            shown(scores.rmse()) + ", " + shown(100 * options.coverage) + " % interval covers " +
            shown(100 * scores.coverage()) + " %";
    }

    /** Writes the summary, where one was asked for. */
    void write()
    {
        if (null == options.json)
        {
            return;
        }
        try (OutputStream out = Files.newOutputStream(options.json);
            JsonGenerator json = new JsonFactory().createGenerator(out))
        {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            number(json, "rmse", scores.rmse());
            number(json, "mae", scores.mae());
            number(json, "mase", scores.mase());
            number(json, "coverage", scores.coverage());
            number(json, "meanWidth", scores.meanWidth());
            json.writeNumberField("nsPerUpdate", nsPerUpdate);
            json.writeStringField("order", null == options.order ? "auto" : text(options.order));
            json.writeStringField("seasonal", null == options.seasonal ? null : text(options.seasonal));
            json.writeStringField("column", column);
            json.writeNumberField("season", options.season);
            json.writeNumberField("horizon", options.horizon);
            json.writeNumberField("interval", options.coverage);
            json.writeNumberField("train", train());
            json.writeNumberField("rows", rowCount);
            json.writeNumberField("values", model.observationCount());
            json.writeNumberField("refused", model.rejectedCount());
            json.writeNumberField("scored", scores.scoredCount());
            weights(json);
            future(json);
            json.writeEndObject();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the summary " + options.json + " (--json)", ex);
        }
    }

    private void weights(final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("weights");
        if (model instanceof ForecastPool pool)
        {
            for (int i = 0; i < pool.memberCount(); i++)
            {
                json.writeStartObject();
                json.writeStringField("member", pool.member(i).toString());
                json.writeNumberField("weight", pool.weight(i));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void future(final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("future");
        for (int i = 0; i < future.size(); i++)
        {
            json.writeStartObject();
            json.writeNumberField("step", i + 1);
            number(json, "forecast", future.get(i)[0]);
            number(json, "lower", future.get(i)[1]);
            number(json, "upper", future.get(i)[2]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String text(final int[] order)
    {
        return order[0] + "," + order[1] + "," + order[2];
    }

    private String modelName(final int named)
    {
        if (!(model instanceof ForecastPool pool))
        {
            return model.toString();
        }
        return "auto" + (options.season > 1 ? ", season " + options.season : "") + ": " +
            IntStream.range(0, pool.memberCount())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -pool.weight(i)))
                .limit(named)
                .map(i -> Math.round(100 * pool.weight(i)) + " % " + pool.member(i))
                .collect(Collectors.joining(", "));
    }

    private long train()
    {
        return options.train < 0 ? ForecastOptions.TRAIN_DEFAULT : options.train;
    }

    private static void number(final JsonGenerator json, final String name, final double value) throws IOException
    {
        if (Double.isFinite(value))
        {
            json.writeNumberField(name, value);
        }
        else
        {
            json.writeNullField(name);
        }
    }

    /** Five digits, without zeros at the end. */
    static String shown(final double value)
    {
        if (!Double.isFinite(value))
        {
            return "-";
        }
        final double size = Math.abs(value);
        if (0.0 != size && (size < 1e-4 || size >= 1e9))
        {
            return String.format(Locale.ROOT, "%.4e", value);
        }
        final int decimals = (int)Math.max(0, Math.min(8, 4 - Math.floor(Math.log10(Math.max(size, 1e-4)))));
        final String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
