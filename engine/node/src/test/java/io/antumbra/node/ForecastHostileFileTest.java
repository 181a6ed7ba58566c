package io.antumbra.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files that somebody may well hand to {@code forecast}: each gives the right result or a clear refusal. */
class ForecastHostileFileTest
{
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldRefuseWhatIsTooLargeAndScoreWhatIsLarge() throws IOException
    {
        final StringBuilder text = new StringBuilder("value\n");
        for (int i = 0; i < 400; i++)
        {
            text.append(200 == i ? "1e308" : 201 == i ? "-1e308" : 0 == i % 2 ? "1e300" : "-1e300").append('\n');
        }
        final Map<String, String> summary = summary(text.toString(), "--order", "0,0,0");
        assertEquals("2", summary.get("refused"));
        assertEquals(1e300, Double.parseDouble(summary.get("rmse")), 1e298);
        assertEquals(1e300, Double.parseDouble(summary.get("mae")), 1e298);
        assertEquals(0.5, Double.parseDouble(summary.get("mase")), 0.01);
    }

    @Test
    void shouldCoverWhatIsLarge() throws IOException
    {
        final Random random = new Random(1);
        final StringBuilder text = new StringBuilder("value\n");
        for (int i = 0; i < 2_000; i++)
        {
            text.append(1e300 * random.nextDouble()).append('\n');
        }
        final Map<String, String> summary = summary(text.toString(), "--interval", "0.9");
        assertEquals(0.9, Double.parseDouble(summary.get("coverage")), 0.02);
        assertEquals(0.9e300, Double.parseDouble(summary.get("meanWidth")), 0.1e300);
    }

    @Test
    void shouldBeCertainOfAConstant() throws IOException
    {
        final Map<String, String> summary = summary("value\n" + "0.1\n".repeat(300));
        assertEquals("0.0", summary.get("rmse"));
        assertEquals("0.0", summary.get("mae"));
        assertEquals("null", summary.get("mase"), "the last value is never wrong, so there is nothing to compare with");
        assertEquals("1.0", summary.get("coverage"));
        final List<String> rows = Files.readAllLines(folder.resolve("forecast.csv"));
        assertEquals(302, rows.size());
        assertEquals("301,,0.1,0.1,0.1", rows.get(301));
    }

    @Test
    void shouldTakeASingleRow() throws IOException
    {
        for (final String text : new String[]{ "value\n5\n", "value\n5", "value\r\n5\r\n\r\n" })
        {
            final Map<String, String> summary = summary(text, "--horizon", "2");
            assertEquals("1", summary.get("rows"));
            assertEquals("null", summary.get("rmse"));
            assertEquals(
                List.of("row,observed,forecast,lower,upper", "1,5.0,,,", "2,,5.0,,", "3,,5.0,,"),
                Files.readAllLines(folder.resolve("forecast.csv")));
        }
    }

    @Test
    void shouldTakeAFileOfNothingButGaps() throws IOException
    {
        final Map<String, String> summary = summary("value\n" + "NaN\n".repeat(50));
        assertEquals("50", summary.get("refused"));
        assertEquals("0", summary.get("values"));
        assertEquals("51,,,,", Files.readAllLines(folder.resolve("forecast.csv")).get(51));
    }

    @Test
    void shouldReadTheSameOutOfEveryDress() throws IOException
    {
        final Random random = new Random(1);
        final StringBuilder plain = new StringBuilder("value\n");
        final StringBuilder quoted = new StringBuilder("\"at, on\",\"value\"\r\n");
        final StringBuilder marked = new StringBuilder("\ufeffvalue;note\n");
        final StringBuilder tabbed = new StringBuilder("\ufeff\"value\"\tnote\r\n");
        for (int i = 0; i < 300; i++)
        {
            final double value = random.nextGaussian();
            plain.append(value).append('\n');
            quoted.append("\"1,5 \"\"x\"\"\r\n2\",\"").append(value).append("\"\r\n");
            marked.append("  ").append(value).append(" ;a,b\n\n");
            tabbed.append(value).append("\t\r\n");
        }
        plain.setLength(plain.length() - 1);
        summary(plain.toString(), "--column", "value");
        final List<String> expected = Files.readAllLines(folder.resolve("forecast.csv"));
        assertEquals(302, expected.size());
        final String old = plain.toString().replace('\n', '\r');
        for (final String text : List.of(quoted.toString(), marked.toString(), tabbed.toString(), old))
        {
            summary(text, "--column", "value");
            assertEquals(expected, Files.readAllLines(folder.resolve("forecast.csv")));
        }
    }

    @Test
    void shouldTakeAMillionRows() throws IOException
    {
        final Random random = new Random(2);
        final Path input = folder.resolve("long.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(input))
        {
            writer.write("value\n");
            for (int i = 0; i < 1_000_000; i++)
            {
                writer.write(Integer.toString(random.nextInt(1_000)));
                writer.write('\n');
            }
        }
        final Map<String, String> summary = summary(input, "--order", "1,0,0", "--interval", "0.8");
        assertEquals("1000000", summary.get("rows"));
        assertEquals("999990", summary.get("scored"));
        assertEquals(288.7, Double.parseDouble(summary.get("rmse")), 1.0);
        assertEquals(0.8, Double.parseDouble(summary.get("coverage")), 0.005);
        try (var rows = Files.lines(folder.resolve("forecast.csv")))
        {
            assertEquals(1_000_002, rows.count());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatIsNoCsv() throws IOException
    {
        final byte[] zeros = new byte[3_000_000];
        refused("longer than", zeros);
        final byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        refused("", noise);
        refused("it is UTF-16 or no text at all", "value\n1\n2\n".getBytes(StandardCharsets.UTF_16));
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(whole))
        {
            gzip.write("value\n1\n2\n3\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        }
        refused("", Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
        err.getBuffer().setLength(0);
        assertEquals(3, execute("--input", folder.toString()), err::toString);
        assertTrue(err.toString().contains(folder.toString()), err::toString);
    }

    @Test
    void shouldRefuseARowWithCellsThatHaveNoColumn() throws IOException
    {
        refused("line 3: it has more cells than the 1 of the first line", "value\n1\n2,5\n");
        refused("line 2: it has more cells than the 2 of the first line", "a;b\n1;2; ;3\n");
        final Map<String, String> summary = summary("a;b\n1;2;\n3;4;; \n", "--column", "b");
        assertEquals("2", summary.get("values"), "nothing but separators at the end of a line are no cells");
    }

    @Test
    void shouldRefuseAnInputThatCanBeReadOnlyOnce()
    {
        assertEquals(3, execute("--input", "/dev/null"), err::toString);
        assertTrue(err.toString().contains("/dev/null: it is a pipe or a device"), err::toString);
    }

    @Test
    void shouldWriteIntoAPipeAndLeaveItThere() throws IOException, InterruptedException
    {
        final Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        final Path input = Files.writeString(folder.resolve("input.csv"), "value\n5\n");
        try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw"))
        {
            assertEquals(0, execute("--input", input.toString(), "--output", pipe.toString()), err::toString);
            assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe), "the pipe was replaced by a file");
            final byte[] rows = new byte["row,observed,forecast,lower,upper\n1,5.0,,,\n2,,5.0,,\n".length()];
            reader.readFully(rows);
            assertTrue(new String(rows, StandardCharsets.UTF_8).endsWith("\n2,,5.0,,\n"));
        }
    }

    @Test
    void shouldNeverWriteTwoThingsIntoOneFile() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("input.csv"), "value\n5\n");
        final Path link = Files.createSymbolicLink(folder.resolve("link.csv"), input);
        final String same = folder.resolve("./same").toString();
        final String[][] pairs = {
            { "--output", link.toString(), "is the input itself" },
            { "--plot", link.toString(), "is the input itself" },
            { "--json", same, "is the file of --output", "--output", folder.resolve("same").toString() },
            { "--plot", same, "is the file of --json", "--json", folder.resolve("same").toString() },
            { "--plot", same, "is the file of --output", "--output", folder.resolve("same").toString() } };
        for (final String[] pair : pairs)
        {
            err.getBuffer().setLength(0);
            final String[] arguments =
                pair.length > 3 ? new String[]{ "--input", input.toString(), pair[0], pair[1], pair[3], pair[4] } :
                    new String[]{ "--input", input.toString(), pair[0], pair[1] };
            assertEquals(2, execute(arguments), err::toString);
            assertTrue(err.toString().contains(pair[0] + " " + pair[1] + " " + pair[2]), err::toString);
        }
        assertEquals("value\n5\n", Files.readString(input));
    }

    @Test
    void shouldDrawAColumnWhoseNameXmlHasNoFormFor() throws Exception
    {
        final Path plot = folder.resolve("plot.svg");
        summary("\"va\u0001l\nue\"\n1\n2\n3\n", "--plot", plot.toString());
        final String text = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile())
            .getDocumentElement().getTextContent();
        assertTrue(text.contains("va l ue"), text);
    }

    private void refused(final String message, final String content) throws IOException
    {
        refused(message, content.getBytes(StandardCharsets.UTF_8));
    }

    private void refused(final String message, final byte[] content) throws IOException
    {
        final Path input = Files.write(folder.resolve("hostile.csv"), content);
        err.getBuffer().setLength(0);
        final int status = execute("--input", input.toString(), "--column", "1");
        assertTrue(2 == status || 3 == status, () -> status + ": " + err);
        assertTrue(err.toString().contains(message) && err.toString().contains("hostile.csv"), err::toString);
        assertFalse(err.toString().contains("bug"), err::toString);
    }

    private Map<String, String> summary(final String text, final String... more) throws IOException
    {
        return summary(Files.writeString(folder.resolve("input.csv"), text), more);
    }

    /** The fields at the top of the JSON summary, numbers as text; forecast.csv holds the rows. */
    private Map<String, String> summary(final Path input, final String... more) throws IOException
    {
        final Path json = folder.resolve("summary.json");
        final String[] arguments = Arrays.copyOf(more, more.length + 6);
        System.arraycopy(
            new String[]{
                "--input", input.toString(), "--output", folder.resolve("forecast.csv").toString(), "--json",
                json.toString() },
            0, arguments, more.length, 6);
        assertEquals(0, execute(arguments), err::toString);
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

    private int execute(final String... arguments)
    {
        final String[] all = new String[arguments.length + 1];
        all[0] = "forecast";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        final CommandLine commandLine = AntumbraMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(all);
    }
}
