package io.antumbra.perf;

import io.antumbra.perf.engine.IdleCommand;
import io.antumbra.perf.engine.OpenCommand;
import io.antumbra.perf.jmh.JmhCommand;
import io.antumbra.perf.loss.LossCommand;
import io.antumbra.perf.rig.RoundtripCommand;
import io.antumbra.perf.rig.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Entry point of {@code perf.jar}: the root command that the measurements hang from. Main thread only.
 */
@Command(
    name = "perf",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measures Antumbra, and what it is compared with in the same run.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:measured; whether the goals were met is in the output",
        "1:the measurement failed; the message says why",
        "2:the command line was wrong; nothing was started" })
public final class PerfMain implements Runnable
{
    @Spec
    private CommandSpec spec;

    /** For the command line's parser. */
    PerfMain()
    {
    }

    /**
     * Runs one measurement and ends the process with its exit status.
     *
     * @param args as typed.
     */
    public static void main(final String[] args)
    {
        System.exit(commandLine().execute(args));
    }

    /**
     * The whole command line, without running it.
     *
     * @return a new parser with every command registered.
     */
    static CommandLine commandLine()
    {
        final CommandLine jmh = new CommandLine(new JmhCommand())
            .setUnmatchedOptionsArePositionalParams(true);
        return new CommandLine(new PerfMain()).addSubcommand(jmh).addSubcommand(new RoundtripCommand())
            .addSubcommand(new ThroughputCommand())
            .addSubcommand(new LossCommand())
            .addSubcommand(new IdleCommand())
            .addSubcommand(new OpenCommand());
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "No command given: name one of those below.");
    }
}
