package io.antumbra.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator sees who types something wrong, or asks for help. Nothing is started by any of these. */
class AntumbraMainTest
{
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldExplainEveryCommand()
    {
        for (final String command : AntumbraMain.commandLine().getSubcommands().keySet())
        {
            out.getBuffer().setLength(0);
            assertEquals(0, execute(command, "--help"));
            assertTrue(out.toString().contains("Example"), command);
            assertTrue(out.toString().contains("Exit status:"), command);
        }
        assertEquals(0, execute("--help"));
        assertTrue(out.toString().contains("demo"), out.toString());
        assertEquals(0, execute("--version"));
    }

    @Test
    void shouldRefuseAnUnknownOptionAndAnUnknownCommand()
    {
        assertEquals(2, execute("demo", "--sped", "4"));
        assertTrue(err.toString().contains("--sped"), err.toString());
        assertTrue(err.toString().contains("--speed"), "a hint at what was meant");
        assertEquals(2, execute("dmeo"));
        assertEquals(2, execute());
    }

    @Test
    void shouldSayInOneLineWhatWasWrongAndWhereTheHelpIs()
    {
        assertEquals(2, execute("forecast", "--input", "x.csv", "--train", "many"));
        assertEquals(2, execute("forecast"));
        assertEquals(
            List.of("antumbra forecast: Invalid value for option '--train': 'many' is not a long",
                "Try 'antumbra forecast --help'.", "antumbra forecast: Missing required option: '--input=FILE.csv'",
                "Try 'antumbra forecast --help'."),
            err.toString().lines().toList());
        assertEquals(2, execute());
        assertTrue(err.toString().contains("forecast"), "all commands, where none was given: " + err);
    }

    @Test
    void shouldRefuseAnUnknownStream()
    {
        refused(2, "there is no stream 'c'", primary("--stream", "a", "--stream", "b", "--input", "c=x"));
        refused(2, "has no input", primary("--stream", "a"));
        refused(2, "has an input already", primary("--stream", "a", "--input", "x", "--follow", "y"));
        refused(2, "there is no stream 'b'", primary("--stream", "a", "--follow", "b=x"));
        refused(2, "there is no stream 'b'", primary("--stream", "a", "--input", "x", "--rate", "b=5"));
        refused(2, "--stream a is there twice", primary("--stream", "a", "--stream", "a", "--input", "a=x"));
        refused(2, "no stream 'z'", primary("--stream", "a", "--input", "x", "--paced", "z"));
    }

    @Test
    void shouldRefuseValuesThatMakeNoSense() throws IOException
    {
        final String input = Files.writeString(folder.resolve("input"), "a\n").toString();
        refused(2, "--rate fast", primary("--stream", "a", "--input", input, "--rate", "fast"));
        refused(2, "both --paced and --rate",
            primary("--stream", "a", "--input", input, "--paced", "--rate", "5"));
        refused(2, "--speed needs --paced", primary("--stream", "a", "--input", input, "--speed", "5"));
        refused(2, "--priority 40000", primary("--stream", "a", "--input", input, "--priority", "40000"));
        refused(2, "--durability paper", primary("--stream", "a", "--input", input, "--durability", "paper"));
        refused(2, "--policy", primary("--stream", "a", "--input", input, "--policy", "weight>=3"));
        refused(2, "--shadow-classes", primary("--stream", "a", "--input", input, "--shadow-classes", "12y3"));
        refused(2, "'12x' is not of the shape BYTESxSLOTS",
            primary("--stream", "a", "--input", input, "--shadow-classes", "12x"));
        refused(3, "cannot create the folder " + input + ": it is there already and is no folder", "primary", "--id",
            "0", "--endpoint", "127.0.0.1:24100", "--stream", "a", "--input", input, "--dir", input);
        refused(3, "it is a folder", "standby", "--id", "1", "--endpoint", "127.0.0.1:24101", "--stream", "a",
            "--primary", "0=127.0.0.1:24100", "--dir", folder.resolve("s").toString(), "--output", folder.toString());
        refused(2, "--standby 1", primary("--stream", "a", "--input", input, "--standby", "1"));
        refused(2, "not both", "demo", "--rate", "5", "--speed", "3");
        refused(2, "at least 1000", "demo", "--entries", "3");
    }

    @Test
    void shouldRefuseARelayThatMakesNoSense() throws IOException
    {
        refused(2, "--flow here: expected HOST:PORT=HOST:PORT", "relay", "--flow", "here");
        refused(2, "loss 101: expected per cent from 0 to 100", relay("--loss", "101"));
        refused(2, "burst 0.1: expected BEGIN/END", relay("--burst", "0.1"));
        refused(2, "burstEndRatio=0 is not allowed", relay("--burst", "0.1/0"));
        refused(2, "delay-us -1: expected 0 or more microseconds", relay("--delay-us", "-1"));
        refused(2, "keep-order maybe: expected yes or no", relay("--keep-order", "maybe"));
        refused(2, "reorderRatio=0.01 is not allowed", relay("--reorder", "1", "--keep-order", "yes"));
        refused(2, "bandwidth 3: expected at least 8 bits", relay("--bandwidth", "3"));
        refused(2, "flap-ms 3: expected UP/DOWN", relay("--flap-ms", "3"));
        refused(2, "way sideways: expected forward, back or both", relay("--way", "sideways"));
        refused(2, "flow 2: expected a number from 1 to 1", relay("--set", "flow=2 loss=1"));
        refused(2, "--seconds -1", relay("--seconds", "-1"));
        refused(3, "no such file", relay("--trace", folder.resolve("absent").toString()));
        final Path noTrace = Files.writeString(folder.resolve("no trace.csv"), "a,b\n1,2\n");
        refused(3, "no trace.csv:1 names no t_send_ms", relay("--trace", noTrace.toString()));
        refused(3, "is not a loopback address", "relay", "--flow", "192.0.2.1:24201=127.0.0.1:24101");
        refused(3, "(--json)", relay("--json", folder.resolve("absent/relay.json").toString()));
        refused(3, "slots=0", relay("--slots", "0"));
    }

    private static String[] relay(final String... more)
    {
        final List<String> all = new ArrayList<>(List.of("relay", "--flow", "127.0.0.1:24201=127.0.0.1:24101"));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @Test
    void shouldNameAnInputThatCannotBeRead()
    {
        refused(3, "no such file", "demo", "--input", folder.resolve("absent").toString(), "--output",
            folder.resolve("run1").toString());
        refused(3, "it is a folder", "demo", "--input", folder.toString(), "--output",
            folder.resolve("run2").toString());
        assertFalse(Files.exists(folder.resolve("run1")), "nothing is begun");
        final String absent = folder.resolve("absent").toString();
        refused(3, "no such file", primary("--stream", "a", "--input", absent));
        refused(3, "it is a folder", primary("--stream", "a", "--follow", folder.toString()));
        assertFalse(Files.exists(folder.resolve("p0")), "nothing is begun");
    }

    @Test
    void shouldRefuseTimesThatAreNotThere() throws IOException
    {
        final String input = Files.writeString(folder.resolve("input"), "no time here\n").toString();
        refused(3, "does not begin with a receive time", "demo", "--input", input, "--speed", "2", "--output",
            folder.resolve("run").toString());
    }

    @Test
    void shouldSayThatThereIsNoShadow()
    {
        refused(3, "holds no shadow", "inspect", folder.toString());
        refused(3, "no replica was ever started", "stat", "--dir", folder.toString());
        assertEquals(2, execute("stat"), "one of --dir and --aeron-dir is needed");
    }

    private String[] primary(final String... more)
    {
        final List<String> all = new ArrayList<>(List.of(
            "primary", "--id", "0", "--endpoint", "127.0.0.1:24100", "--dir", folder.resolve("p0").toString()));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private void refused(final int exitStatus, final String message, final String... args)
    {
        err.getBuffer().setLength(0);
        assertEquals(exitStatus, execute(args), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(err.toString().contains("\tat "), "a stack trace is for bugs: " + err);
    }

    private int execute(final String... args)
    {
        final CommandLine commandLine = AntumbraMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
