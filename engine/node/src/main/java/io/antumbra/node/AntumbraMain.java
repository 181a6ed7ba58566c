package io.antumbra.node;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Entry point of the executable jar: the root command that the sub-commands hang from.
 * <p>
 * Exit status: 0 done, 1 a command failed, 2 the command line was wrong. Runs on the main thread only.
 */
@Command(
    name = "antumbra",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shadows a stream of entries off-heap, and replicates it to standby processes.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:done",
        "1:the command failed; the message says why",
        "2:the command line was wrong; nothing was started" })
public final class AntumbraMain implements Runnable
{
    @Spec
    private CommandSpec spec;

    /**
     * Runs one command and ends the process with its exit status.
     *
     * @param args as typed by the operator.
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
        return new CommandLine(new AntumbraMain());
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "No command given: name one of those below.");
    }
}
