package io.antumbra.node.command;

import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.SeasonalSmoothing;
import io.antumbra.node.forecast.ForecastOptions;
import io.antumbra.node.forecast.ForecastRun;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.OutputFile;
import io.antumbra.node.term.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code forecast}: one column of a file through the forecasters that the engine uses, value by value. */
@Command(
    name = "forecast",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Forecasts one column of a CSV file with the engine's own online models, with bounds, and says how well.",
        "",
        "The values are fed one by one, as if they came in live: the forecast for a row was made --horizon rows " +
            "before it, and nothing is fitted on the whole file. An empty cell or NaN is a gap: the model refuses " +
            "it, the summary counts it, the forecast for it stands. After the last row come --horizon rows of " +
            "what is next.",
        "",
        "--order auto weighs ten models (with --season fourteen, most of which follow it) by how well each did of " +
            "late; the summary shows the weights." },
    footerHeading = "%nExamples:%n",
    footer = {
        "  antumbra forecast --input rtt.csv --column rtt_ms",
        "  antumbra forecast --input air.csv --season 12 --horizon 12 --train 101 --plot air.svg",
        "  antumbra forecast --input rtt.csv --column 3 --order 3,0,1 --interval 0.9 --output rtt-forecast.csv",
        "  antumbra forecast --input air.csv --order 0,1,1 --seasonal 0,1,1 --season 12 --horizon 12",
        "",
        "The columns of --output are row,observed,forecast,lower,upper; an empty cell means that there is nothing. The",
        "keys of --json are rmse, mae, mase, coverage, nsPerUpdate, order and more." },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:done", "2:the command line was wrong, or names a column that is not there",
        "3:the input or an output cannot be used; the message names the line and what to do" })
public final class ForecastCommand implements Callable<Integer>
{
    private static final Pattern TRIPLE = Pattern.compile("(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})");
    private static final int MAX_HORIZON = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
        names = "--input", paramLabel = "FILE.csv", required = true,
        description = "File to read; .gz is decompressed. Comma, semicolon or tab between cells, quotes as in " +
            "RFC 4180.")
    private Path input;

    @Option(
        names = "--column", paramLabel = "NAME",
        description = "Column to forecast, by the name in the first line or by its number from 1, which a file " +
            "without a header needs. Default: the only one.")
    private String column;

    @Option(
        names = "--order", paramLabel = "p,d,q", defaultValue = "auto",
        description = "auto, or autoregressive terms, differences and moving-average terms of one ARIMA model, such " +
            "as 2,1,1. Default: ${DEFAULT-VALUE}.")
    private String order;

    @Option(
        names = "--seasonal", paramLabel = "P,D,Q",
        description = "The same three over a season, each 0 or 1, for a model with --order p,d,q: with --season S it " +
            "is ARIMA(p,d,q)(P,D,Q)S.")
    private String seasonal;

    @Option(
        names = "--season", paramLabel = "S", defaultValue = "0",
        description = "Rows in a season, such as 12 for months of a year; 0 for none. A model with --order p,d,q " +
            "follows it by --seasonal.")
    private int season;

    @Option(
        names = "--horizon", paramLabel = "H", defaultValue = "1",
        description = "Rows ahead, up to " + MAX_HORIZON + "; the cost of a row grows with it. Default: " +
            "${DEFAULT-VALUE}.")
    private int horizon;

    @Option(
        names = "--interval", paramLabel = "SHARE", defaultValue = "0.95",
        description = "Share of the values that the bounds are to hold. Default: ${DEFAULT-VALUE}.")
    private double interval;

    @Option(
        names = "--train", paramLabel = "N",
        description = "Scores count only after the first N rows, and mase is scaled by them. Default: after the " +
            "first " + ForecastOptions.TRAIN_DEFAULT + ", and mase is scaled by the scored rows.")
    private Long train;

    @Option(names = "--output", paramLabel = "FILE.csv", description = "Write forecast and bounds of every row.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary for machines.")
    private Path json;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw values, forecasts and bounds.")
    private Path plot;

    @Override
    public Integer call()
    {
        final ForecastOptions options = new ForecastOptions();
        options.input = input;
        options.column = column;
        options.order = order();
        options.seasonal = seasonal();
        options.season = season;
        options.horizon = horizon;
        options.coverage = interval;
        options.train = null == train ? -1 : train;
        options.output = writable("--output", output);
        options.json = writable("--json", json);
        options.plot = writable("--plot", plot);
        checkApart("--json", json, "--output", output);
        checkApart("--plot", plot, "--output", output);
        checkApart("--plot", plot, "--json", json);
        check(options);
        final PrintWriter out = spec.commandLine().getOut();
        new ForecastRun(options, Terminal.standardOutput()).run().lines().forEach(out::println);
        out.flush();
        return ExitStatus.OK;
    }

    private void check(final ForecastOptions options)
    {
        checkSeason(options);
        if (horizon < 1 || horizon > MAX_HORIZON)
        {
            throw usage("--horizon " + horizon + ": expected 1 to " + MAX_HORIZON + " rows.");
        }
        if (!(interval > 0.0 && interval < 1.0))
        {
            throw usage("--interval " + interval + ": expected a share above 0 and below 1, such as 0.95.");
        }
        if (null != train && train < 0)
        {
            throw usage("--train " + train + ": expected 0 or more rows.");
        }
    }

    private void checkSeason(final ForecastOptions options)
    {
        if (season < 0 || season > SeasonalSmoothing.MAX_SEASON)
        {
            throw usage("--season " + season + ": expected 0 to " + SeasonalSmoothing.MAX_SEASON + " rows.");
        }
        if (null != options.seasonal && null == options.order)
        {
            throw usage("--seasonal " + seasonal + " needs --order p,d,q, such as 2,1,1: --order auto knows what to " +
                "do with a season.");
        }
        if (null != options.seasonal && season < 2)
        {
            throw usage("--seasonal " + seasonal + " needs --season 2 to " + SeasonalSmoothing.MAX_SEASON + ", not " +
                season + ".");
        }
        if (season > 1 && null != options.order && null == options.seasonal)
        {
            throw usage("--season " + season + " with --order " + order + " needs --seasonal P,D,Q, such as 0,1,1: " +
                "without it that model follows no season. Or take --order auto.");
        }
    }

    private int[] order()
    {
        if ("auto".equalsIgnoreCase(order.strip()))
        {
            return null;
        }
        final int[] terms = triple("--order", order, "auto or three whole numbers p,d,q, such as 2,1,1");
        if (terms[0] > ArimaContext.MAX_TERMS || terms[2] > ArimaContext.MAX_TERMS)
        {
            throw usage("--order " + order + ": p and q are at most " + ArimaContext.MAX_TERMS + ".");
        }
        if (terms[1] > ArimaContext.MAX_DIFFERENCES)
        {
            throw usage("--order " + order + ": d is at most " + ArimaContext.MAX_DIFFERENCES + ".");
        }
        return terms;
    }

    private int[] seasonal()
    {
        if (null == seasonal)
        {
            return null;
        }
        final int[] terms = triple("--seasonal", seasonal, "three whole numbers P,D,Q, such as 0,1,1");
        if (Math.max(terms[0], Math.max(terms[1], terms[2])) > ArimaContext.MAX_SEASONAL_TERMS)
        {
            throw usage("--seasonal " + seasonal + ": P, D and Q are at most " + ArimaContext.MAX_SEASONAL_TERMS +
                ".");
        }
        return terms;
    }

    private static int[] triple(final String option, final String text, final String expected)
    {
        final Matcher matcher = TRIPLE.matcher(text.strip());
        if (!matcher.matches())
        {
            throw usage(option + " " + text + ": expected " + expected + ".");
        }
        final int[] triple = new int[3];
        for (int i = 0; i < triple.length; i++)
        {
            triple[i] = Integer.parseInt(matcher.group(i + 1));
        }
        return triple;
    }

    private Path writable(final String option, final Path file)
    {
        if (null == file)
        {
            return null;
        }
        OutputFile.requireWritable(option, file);
        if (isSame(file, input))
        {
            throw usage(option + " " + file + " is the input itself. Name another file.");
        }
        return file;
    }

    /** One would write over the other. */
    private static void checkApart(
        final String option, final Path file, final String other, final Path otherFile)
    {
        if (null != file && null != otherFile && isSame(file, otherFile))
        {
            throw usage(option + " " + file + " is the file of " + other + ". Name another file.");
        }
    }

    /** By whatever name, unless it is a pipe or a device. */
    private static boolean isSame(final Path file, final Path other)
    {
        try
        {
            if (Files.exists(file) && Files.exists(other))
            {
                return Files.isRegularFile(file) && Files.isSameFile(file, other);
            }
            return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot compare " + file + " with " + other, ex);
        }
    }

    private static NodeException usage(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }
}
