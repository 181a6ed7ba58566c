package io.antumbra.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.antumbra.forecasting.ArimaContext;
import io.antumbra.forecasting.IncrementalArima;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as an operator gives it, with files as they come. */
class ForecastCommandTest
{
    private static final int LENGTH = 3_000;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldForecastEachRowFromThoseBeforeIt() throws IOException
    {
        final double[] series = series();
        final Path input = write("series.csv", "time,value\n", series);
        final Path output = folder.resolve("forecast.csv");
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input.toString(), "--column", "value", "--order", "2,0,1", "--train", "500",
            "--output", output.toString(), "--json", json.toString()), err::toString);

        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(2).q(1));
        final List<String> rows = Files.readAllLines(output);
        assertEquals("row,observed,forecast,lower,upper", rows.get(0));
        assertEquals(1 + LENGTH + 1, rows.size());
        double squares = 0.0;
        double distances = 0.0;
        int covered = 0;
        double trainedSteps = 0.0;
        for (int i = 0; i < LENGTH; i++)
        {
            final String[] cells = rows.get(i + 1).split(",", -1);
            assertEquals(Integer.toString(i + 1), cells[0]);
            assertEquals(series[i], Double.parseDouble(cells[1]));
            assertEquals(0 == i ? "" : Double.toString(model.forecast()), cells[2], "row " + i);
            if (i >= 500)
            {
                final double error = series[i] - model.forecast();
                squares += error * error;
                distances += Math.abs(error);
                covered +=
                    series[i] >= Double.parseDouble(cells[3]) && series[i] <= Double.parseDouble(cells[4]) ? 1 : 0;
            }
            else
            {
                trainedSteps += 0 == i ? 0.0 : Math.abs(series[i] - series[i - 1]);
            }
            model.update(series[i]);
        }
        final String[] next = rows.get(LENGTH + 1).split(",", -1);
        assertEquals("3001", next[0]);
        assertEquals("", next[1]);
        assertEquals(Double.toString(model.forecast()), next[2]);
        assertTrue(Double.parseDouble(next[3]) < Double.parseDouble(next[4]));

        final Map<String, String> summary = numbers(json);
        final int scored = LENGTH - 500;
        assertEquals(Math.sqrt(squares / scored), Double.parseDouble(summary.get("rmse")), 1e-12);
        assertEquals(distances / scored, Double.parseDouble(summary.get("mae")), 1e-12);
        assertEquals(
            distances / scored / (trainedSteps / 499), Double.parseDouble(summary.get("mase")), 1e-12);
        assertEquals(covered / (double)scored, Double.parseDouble(summary.get("coverage")), 1e-12);
        assertEquals(0.95, Double.parseDouble(summary.get("coverage")), 0.015);
        assertEquals("2,0,1", summary.get("order"));
        assertTrue(Long.parseLong(summary.get("nsPerUpdate")) > 0);
        assertTrue(out.toString().contains("ARIMA(2,0,1)"), out.toString());
    }

    @Test
    void shouldForecastSeveralRowsAheadFromTheRowThatFarBefore() throws IOException
    {
        final double[] series = series();
        final Path output = folder.resolve("forecast.csv");
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", write("series.csv", "time,value\n", series).toString(), "--column", "2",
            "--order", "2,0,1", "--horizon", "5", "--interval", "0.8", "--output", output.toString(), "--json",
            json.toString()), err::toString);
        final IncrementalArima model = new IncrementalArima(new ArimaContext().p(2).q(1));
        final List<String> rows = Files.readAllLines(output);
        assertEquals(1 + LENGTH + 5, rows.size());
        for (int i = 0; i < LENGTH; i++)
        {
            model.update(series[i]);
            assertEquals(Double.toString(model.forecast(5)), rows.get(i + 6).split(",", -1)[2].isEmpty() ?
                "none" : i + 5 < LENGTH ? rows.get(i + 6).split(",", -1)[2] : Double.toString(model.forecast(5)));
        }
        assertEquals(Double.toString(model.forecast(1)), rows.get(LENGTH + 1).split(",", -1)[2]);
        assertEquals(Double.toString(model.forecast(5)), rows.get(LENGTH + 5).split(",", -1)[2]);
        assertEquals(0.8, Double.parseDouble(numbers(json).get("coverage")), 0.03);
    }

    @Test
    void shouldFollowASeasonByItself() throws IOException
    {
        final Random random = new Random(5);
        final double[] series = new double[600];
        for (int i = 0; i < series.length; i++)
        {
            series[i] = 100 + 0.1 * i + 30 * Math.sin(2 * Math.PI * i / 12) + random.nextGaussian();
        }
        final Path input = write("season.csv", "time,value\n", series);
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input.toString(), "--column", "value", "--season", "12", "--train", "100",
            "--json", json.toString()), err::toString);
        final Map<String, String> summary = numbers(json);
        assertEquals("auto", summary.get("order"));
        assertTrue(Double.parseDouble(summary.get("rmse")) < 2.0, summary.get("rmse"));
        assertTrue(Double.parseDouble(summary.get("mase")) < 1.5, summary.get("mase"));
    }

    @Test
    void shouldForecastWithTheSeasonalTermsThatAreAskedFor() throws IOException
    {
        final Random random = new Random(7);
        final double[] series = new double[240];
        for (int i = 0; i < series.length; i++)
        {
            series[i] = 100 + 0.5 * i + 30 * Math.sin(2 * Math.PI * i / 12) + random.nextGaussian();
        }
        final String input = write("season.csv", "time,value\n", series).toString();
        final Path output = folder.resolve("forecast.csv");
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input, "--column", "value", "--order", "0,1,2", "--seasonal", "1, 0 ,1",
            "--season", "12", "--output", output.toString(), "--json", json.toString()), err::toString);
        final IncrementalArima model =
            new IncrementalArima(new ArimaContext().p(0).d(1).q(2).seasonal(12, 1, 0, 1));
        final List<String> rows = Files.readAllLines(output);
        for (int i = 0; i < series.length; i++)
        {
            model.update(series[i]);
            assertEquals(Double.toString(model.forecast()), rows.get(i + 2).split(",", -1)[2], "row " + i);
        }
        assertEquals("0,1,2", numbers(json).get("order"));
        assertEquals("1,0,1", numbers(json).get("seasonal"));
        assertEquals("12", numbers(json).get("season"));
        assertTrue(out.toString().contains("ARIMA(0,1,2)(1,0,1)12"), out.toString());

        assertEquals(0, execute("--input", input, "--column", "value", "--json", json.toString()), err::toString);
        assertEquals("null", numbers(json).get("seasonal"));
    }

    @Test
    void shouldShowGapsAndCountThem() throws IOException
    {
        final StringBuilder text = new StringBuilder("\ufeff\"name, with comma\";\"the \"\"value\"\"\"\r\n");
        final String[] gaps = { "", "NaN", "NA", "null", "inf", "-Infinity", "\"\"" };
        for (int i = 0; i < 200; i++)
        {
            text.append("\"a;b\";").append(i % 20 < gaps.length ? gaps[i % 20] : "\"" + i + "e0\"").append("\r\n");
        }
        final Path input = Files.writeString(folder.resolve("gaps.csv"), text);
        final Path output = folder.resolve("forecast.csv");
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input.toString(), "--column", "the \"value\"", "--output",
            output.toString(), "--json", json.toString()), err::toString);
        assertEquals("70", numbers(json).get("refused"));
        assertEquals("130", numbers(json).get("values"));
        final List<String> rows = Files.readAllLines(output);
        assertTrue(rows.get(1).endsWith(",,,,"), rows.get(1));
        final String[] gap = rows.get(23).split(",", -1);
        assertEquals("", gap[1]);
        assertTrue(Double.isFinite(Double.parseDouble(gap[2])), "a gap has a forecast");
        assertTrue(out.toString().contains("70 refused"), out.toString());
    }

    @Test
    void shouldReadWhatIsCompressedAndWhatHasNoHeader() throws IOException
    {
        final Path input = folder.resolve("plain.csv.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(input)))
        {
            for (int i = 0; i < 10_000; i++)
            {
                gzip.write((i % 7 + "\t" + i + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input.toString(), "--column", "2", "--order", "1,1,0", "--json",
            json.toString()), err::toString);
        assertEquals("10000", numbers(json).get("rows"));
        assertEquals(0.0, Double.parseDouble(numbers(json).get("rmse")), 1.0);
    }

    @Test
    void shouldDrawWhatItForecast() throws Exception
    {
        final Path plot = folder.resolve("plot.svg");
        assertEquals(0, execute("--input", write("a & b.csv", "time,value\n", series()).toString(), "--column", "value",
            "--plot", plot.toString()), err::toString);
        final String text = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile())
            .getDocumentElement().getTextContent();
        assertTrue(text.contains("a & b.csv, value"), text);
        assertTrue(text.contains("observed") && text.contains("forecast") && text.contains("bounds"), text);
    }

    @Test
    void shouldNameTheColumnThatIsNotThere() throws IOException
    {
        final Path input = write("series.csv", "time,value\n", series());
        refused(2, "there is no such column in " + input + ". The columns are time, value", input, "--column", "x");
        refused(2, "--column is needed", input);
        refused(2, "there is no such column", input, "--column", "3");
        final Path twice = Files.writeString(folder.resolve("twice.csv"), "a,a\n1,2\n");
        refused(2, "there are several of that name", twice, "--column", "a");
        final Path bare = Files.writeString(folder.resolve("bare.csv"), "1,2\n3,4\n");
        refused(2, "has no header, its first line is 1, 2", bare, "--column", "value");
        final Path single = Files.writeString(folder.resolve("single.csv"), "1\n3\n");
        refused(2, "has no header", single);
    }

    @Test
    void shouldNameTheLineThatIsNoNumber() throws IOException
    {
        final Path text = Files.writeString(folder.resolve("text.csv"), "a,b\n1,2\n\"x\ny\",3\n1,four\n");
        refused(3, "line 5: 'four' is not a number", text, "--column", "b");
        for (final String odd : new String[]{ "1d", "0x1p3", "1,5", "--1", "1_000" })
        {
            final Path file = Files.writeString(folder.resolve("odd.csv"), "a;b\n1;2\n\n" + odd + ";3\n");
            refused(3, "line 4: '" + odd + "' is not a number", file, "--column", "a");
        }
        final Path narrow = Files.writeString(folder.resolve("narrow.csv"), "a,b\n1,2\n5\n");
        refused(3, "line 3: it has 1 cells, and the column is number 2 of 2", narrow, "--column", "b");
        final Path open = Files.writeString(folder.resolve("open.csv"), "a,b\n1,2\n\"5,6\n7,8\n");
        refused(3, "line 3: a cell begins with a double quote that is never closed", open, "--column", "b");
    }

    @Test
    void shouldLeaveNothingBehindWhenItFails() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("late.csv"), "v\n" + "1\n".repeat(9_000) + "x\n");
        final Path output = folder.resolve("forecast.csv");
        refused(3, "line 9002: 'x' is not a number", input, "--output", output.toString());
        assertFalse(Files.exists(output));
        try (var files = Files.list(folder))
        {
            assertEquals(1, files.count());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheRest() throws IOException
    {
        final Path input = write("series.csv", "time,value\n", series());
        for (final String order : new String[]{ "1,2", "a,b,c", "17,0,0", "1,3,1", "0,0,99", "-1,0,0", "1.5,0,0" })
        {
            refused(2, "--order " + order + ": ", input, "--column", "value", "--order", order);
        }
        for (final String seasonal : new String[]{ "1,1", "P,D,Q", "0,1,2", "0,2,0", "2,0,0", "-1,0,0" })
        {
            refused(2, "--seasonal " + seasonal + ": ", input, "--column", "value", "--order", "1,0,0", "--season",
                "12", "--seasonal", seasonal);
        }
        refused(2, "--season 12 with --order 1,0,0 needs --seasonal P,D,Q", input, "--column", "value", "--order",
            "1,0,0", "--season", "12");
        refused(2, "--seasonal 0,1,1 needs --order p,d,q", input, "--column", "value", "--season", "12",
            "--seasonal", "0,1,1");
        refused(2, "--seasonal 0,1,1 needs --season 2 to 16384, not 0", input, "--column", "value", "--order",
            "1,0,0", "--seasonal", "0,1,1");
        refused(2, "--seasonal 0,1,1 needs --season 2 to 16384, not 1", input, "--column", "value", "--order",
            "1,0,0", "--season", "1", "--seasonal", "0,1,1");
        refused(2, "--season 16385: expected 0 to 16384 rows", input, "--column", "value", "--season", "16385");
        refused(2, "--season -1", input, "--column", "value", "--season", "-1");
        refused(2, "--horizon 0", input, "--column", "value", "--horizon", "0");
        refused(2, "--horizon 10001: expected 1 to 10000 rows", input, "--column", "value", "--horizon", "10001");
        refused(2, "--interval 95.0", input, "--column", "value", "--interval", "95");
        refused(2, "--train -5", input, "--column", "value", "--train", "-5");
        refused(2, "is the input itself", input, "--column", "value", "--output", input.toString());
        refused(3, "no such file", folder.resolve("absent.csv"));
        refused(3, "(--json)", input, "--column", "value", "--json", folder.resolve("no/such/x.json").toString());
        refused(3, "is empty", Files.createFile(folder.resolve("empty.csv")));
        refused(3, "no value below it", Files.writeString(folder.resolve("header.csv"), "value\n\n"));
    }

    @Test
    void shouldScoreNothingWhenThereIsNothingToScore() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("short.csv"), "value\n1\n\n2\n\n");
        final Path json = folder.resolve("summary.json");
        assertEquals(0, execute("--input", input.toString(), "--json", json.toString()), err::toString);
        assertEquals("null", numbers(json).get("rmse"));
        assertEquals("1", numbers(json).get("refused"), "a blank line between values is a gap, one at the end nothing");
        assertTrue(out.toString().contains("none: they count after the first 10 rows"), out.toString());
    }

    private void refused(final int status, final String message, final Path input, final String... more)
    {
        final String[] arguments = new String[more.length + 2];
        arguments[0] = "--input";
        arguments[1] = input.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        err.getBuffer().setLength(0);
        assertEquals(status, execute(arguments), err::toString);
        assertTrue(err.toString().contains(message), err::toString);
        assertFalse(err.toString().contains("bug"), err::toString);
    }

    private int execute(final String... arguments)
    {
        final String[] all = new String[arguments.length + 1];
        all[0] = "forecast";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        final CommandLine commandLine = AntumbraMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(all);
    }

    private Path write(final String name, final String header, final double[] series) throws IOException
    {
        final StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < series.length; i++)
        {
            text.append(String.format(Locale.ROOT, "%d,%s%n", i, series[i]));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static double[] series()
    {
        final Random random = new Random(3);
        final double[] series = new double[LENGTH];
        for (int i = 2; i < LENGTH; i++)
        {
            series[i] = 1.2 * series[i - 1] - 0.4 * series[i - 2] + random.nextGaussian();
        }
        return series;
    }

    /** The fields at the top of a JSON object, numbers and words as text. */
    private static Map<String, String> numbers(final Path json) throws IOException
    {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json.toFile()))
        {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (JsonToken.FIELD_NAME == parser.nextToken())
            {
                final String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
                parser.skipChildren();
            }
        }
        return fields;
    }
}
