package io.antumbra.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The reference page, {@code engine/node/REFERENCE.md}: every command with its options, every system property, counter
 * and exit status, made from the code and its comments. The test fails while the page is not what the code says;
 * {@code -Dantumbra.reference.write=true} writes it.
 */
class ReferenceTest
{
    private static final Path ROOT = Path.of("../..");
    private static final Path PAGE = Path.of("REFERENCE.md");
    private static final List<String> ROOMS =
        List.of("engine/runtime", "engine/store", "aeron-transport", "ring-buffers");
    private static final int USAGE_WIDTH = 100;
    private static final String COMMENT = "/\\*\\*((?:[^*]++|\\*(?!/))*+)\\*/\\s*";
    private static final Pattern PROPERTY =
        Pattern.compile(COMMENT + "public static final String \\w+ =\\s*\"(antumbra\\.[^\"]+)\";");
    private static final Pattern COUNTER = Pattern.compile(COMMENT + "\\w+\\((\\d+), \"([^\"]+)\", (true|false)\\)");
    private static final Pattern STATUS = Pattern.compile(COMMENT + "public static final int \\w+ = (\\d+);");

    @Test
    void shouldBeWhatTheCodeSays() throws IOException
    {
        final String page = page();
        if (Boolean.getBoolean("antumbra.reference.write"))
        {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), PAGE + " is not what the code says. Write it anew: ./mvnw -q -pl " +
            "engine/node -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false " +
            "-Dantumbra.reference.write=true");
    }

    private static String page() throws IOException
    {
        final StringBuilder page = new StringBuilder("# Reference\n\nMade from the code by `ReferenceTest`; do not " +
            "edit. A test fails while this page is not what the code says.\n\n## Exit statuses\n\n");
        matches(Path.of("src/main/java/io/antumbra/node/term/ExitStatus.java"), STATUS)
            .forEach(found -> page.append("- `").append(found.group(2)).append("`: ").append(text(found.group(1)))
                .append('\n'));
        page.append(
            "\n## Counters\n\nIn the CnC file of a replica's media driver; `antumbra stat` and AeronStat show " +
                "them.\n\n| type id | label | of each stream | meaning |\n|---|---|---|---|\n");
        matches(ROOT.resolve("engine/runtime/src/main/java/io/antumbra/runtime/EngineCounter.java"), COUNTER)
            .forEach(found -> page.append("| ").append(found.group(2)).append(" | `").append(found.group(3))
                .append("` | ").append("true".equals(found.group(4)) ? "yes" : "").append(" | ")
                .append(text(found.group(1))).append(" |\n"));
        page.append("\n## System properties\n\nStart values of the settings of an embedded engine and of every " +
            "command; what is set by code or by an option wins.\n\n| property | meaning |\n|---|---|\n");
        properties().forEach((name, meaning) -> page.append("| `").append(name).append("` | ").append(meaning)
            .append(" |\n"));
        page.append("\n## Commands\n");
        AntumbraMain.commandLine().getSubcommands().forEach((name, command) -> page.append("\n### ").append(name)
            .append("\n\n```\n").append(usage(command)).append("```\n"));
        return page.toString();
    }

    private static Map<String, String> properties() throws IOException
    {
        final Map<String, String> properties = new TreeMap<>();
        for (final String room : ROOMS)
        {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room).resolve("src/main/java")))
            {
                files.filter(file -> file.toString().endsWith(".java")).flatMap(file -> matches(file, PROPERTY))
                    .forEach(found -> properties.put(found.group(2), text(found.group(1))));
            }
        }
        assertTrue(properties.size() > 50, () -> "the pattern does not find them any more: " + properties);
        return properties;
    }

    private static Stream<MatchResult> matches(final Path file, final Pattern pattern)
    {
        try
        {
            return pattern.matcher(Files.readString(file)).results().toList().stream();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static String usage(final CommandLine command)
    {
        final StringWriter text = new StringWriter();
        command.setUsageHelpAutoWidth(false).setUsageHelpWidth(USAGE_WIDTH)
            .usage(new PrintWriter(text), Ansi.OFF);
        return text.toString().lines().map(String::stripTrailing).reduce("", (before, line) -> before + line + "\n");
    }

    /** A comment as one line of Markdown. */
    private static String text(final String comment)
    {
        return comment.replaceAll("(?m)^\\s*\\*", " ")
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
            .replaceAll("\\{@link ([^}]*)}", "`$1`")
            .replaceAll("`(?:[a-z]+\\.)*#?([^`]*)`", "`$1`")
            .replaceAll("\\s+", " ").replace("|", "\\|").strip();
    }
}
