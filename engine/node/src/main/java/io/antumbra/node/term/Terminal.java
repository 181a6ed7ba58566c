package io.antumbra.node.term;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes for people: whether that is a terminal that can be redrawn, how wide it is and whether it
 * shows more than ASCII. Used by one thread.
 *
 * <p>The width is {@code COLUMNS} when the environment has it, else what {@code stty} says of the terminal, asked for
 * again at most every two seconds so that a resized window is followed, else 80.
 */
public final class Terminal
{
    private static final int DEFAULT_COLUMNS = 80;
    private static final int MIN_COLUMNS = 20;
    private static final long ASK_AGAIN_NS = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream out;
    private final Map<String, String> environment;
    private final boolean interactive;
    private final boolean unicode;
    private int columns;
    private long askAgainNs;
    private boolean asked;

    Terminal(final PrintStream out, final Map<String, String> environment, final boolean interactive)
    {
        this.out = out;
        this.environment = environment;
        this.interactive = interactive;
        this.unicode = isUnicode(environment);
    }

    /** @return standard output as the process found it. */
    public static Terminal standardOutput()
    {
        final Map<String, String> environment = System.getenv();
        final Charset charset = isUnicode(environment) ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
        final boolean dumb = "dumb".equals(environment.get("TERM"));
        return new Terminal(out, environment, !dumb && isTerminal(1));
    }

    /** @return where to print; in the terminal's own character set. */
    public PrintStream out()
    {
        return out;
    }

    /** @return true when lines can be redrawn in place. */
    public boolean isInteractive()
    {
        return interactive;
    }

    /** @return true when more than ASCII may be printed. */
    public boolean isUnicode()
    {
        return unicode;
    }

    /** @return true when escape sequences for colours are welcome. */
    public boolean isColoured()
    {
        return interactive && !environment.containsKey("NO_COLOR");
    }

    /**
     * @param nowNs of the caller's clock.
     * @return width in characters.
     */
    public int columns(final long nowNs)
    {
        final int given = parse(environment.get("COLUMNS"));
        if (given > 0)
        {
            return Math.max(MIN_COLUMNS, given);
        }
        if (!interactive)
        {
            return DEFAULT_COLUMNS;
        }
        if (!asked || nowNs - askAgainNs >= 0)
        {
            asked = true;
            askAgainNs = nowNs + ASK_AGAIN_NS;
            final int found = sttyColumns();
            columns = found > 0 ? Math.max(MIN_COLUMNS, found) : DEFAULT_COLUMNS;
        }
        return columns;
    }

    /**
     * @param descriptor 0, 1 or 2.
     * @return true when it is connected to a terminal.
     */
    public static boolean isTerminal(final int descriptor)
    {
        try
        {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || "/dev/console".equals(target);
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return testSays(descriptor);
        }
    }

    /** Where there is no /proc: asks the shell's own test, which sees the same descriptors. */
    private static boolean testSays(final int descriptor)
    {
        try
        {
            final Process process = new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO().start();
            return process.waitFor(500, TimeUnit.MILLISECONDS) && 0 == process.exitValue();
        }
        catch (final IOException ex)
        {
            return false;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isUnicode(final Map<String, String> environment)
    {
        for (final String name : new String[]{ "LC_ALL", "LC_CTYPE", "LANG" })
        {
            final String value = environment.get(name);
            if (null != value && !value.isEmpty())
            {
                final String lower = value.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return false;
    }

    private static int sttyColumns()
    {
        try
        {
            final Process process = new ProcessBuilder("stty", "size")
                .redirectInput(Path.of("/dev/tty").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            if (!process.waitFor(500, TimeUnit.MILLISECONDS))
            {
                process.destroyForcibly();
                return 0;
            }
            final String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return parse(answer.strip().replaceFirst("^\\d+ ", ""));
        }
        catch (final IOException ex)
        {
            return 0;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int parse(final String text)
    {
        return null != text && text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }
}
