package io.antumbra.node;

import io.antumbra.node.command.DemoCommand;
import io.antumbra.node.command.ForecastCommand;
import io.antumbra.node.command.InspectCommand;
import io.antumbra.node.command.PrimaryCommand;
import io.antumbra.node.command.RelayCommand;
import io.antumbra.node.command.ShadowCommand;
import io.antumbra.node.command.StandbyCommand;
import io.antumbra.node.command.StatCommand;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.AntumbraException;
import io.antumbra.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Entry point of the executable jar: the root command that the sub-commands hang from. Runs on the main thread only.
 *
 * <p>What an operator can mend is printed as one message, without a stack trace; anything else is a bug and is printed
 * with it.
 */
@Command(
    name = "antumbra",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
        DemoCommand.class, PrimaryCommand.class, StandbyCommand.class, ShadowCommand.class, InspectCommand.class,
        StatCommand.class, ForecastCommand.class, RelayCommand.class },
    description = {
        "Shadows a stream of entries off-heap before they are sent, and replicates it to standby processes: what was " +
            "acknowledged survives a kill -9 of any of them.",
        "", "Begin with 'antumbra demo'; 'antumbra COMMAND --help' explains each command with examples." },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:done", "1:something acknowledged was lost or duplicated, or damage was found",
        "2:the command line was wrong; nothing was started",
        "3:the configuration or the environment does not allow it; the message says what to do",
        "4:a peer refused: another version, key or shard" })
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
        return new CommandLine(new AntumbraMain()).setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(AntumbraMain::onParameters)
            .setExecutionExceptionHandler(AntumbraMain::onException);
    }

    /** Says what was wrong in one line, and where the help is: with all of it below, nobody would see that line. */
    private static int onParameters(final ParameterException ex, final String[] args)
    {
        final CommandLine command = ex.getCommandLine();
        if (args.length > 0)
        {
            final String name = command.getCommandSpec().qualifiedName();
            command.getErr().println(name + ": " + ex.getMessage());
            UnmatchedArgumentException.printSuggestions(ex, command.getErr());
            command.getErr().println("Try '" + name + " --help'.");
        }
        else
        {
            command.getErr().println(ex.getMessage());
            command.usage(command.getErr());
        }
        return ExitStatus.USAGE;
    }

    private static int onException(final Exception ex, final CommandLine command, final ParseResult parsed)
    {
        if (ex instanceof NodeException problem)
        {
            command.getErr().println("antumbra " + command.getCommandName() + ": " + problem.getMessage());
            if (ExitStatus.USAGE == problem.exitStatus())
            {
                command.getErr().println("Try 'antumbra " + command.getCommandName() + " --help'.");
            }
            return problem.exitStatus();
        }
        if (isForOperators(ex))
        {
            command.getErr().println("antumbra " + command.getCommandName() + ": " + ex.getMessage());
            return ExitStatus.ENVIRONMENT;
        }
        command.getErr().println("antumbra " + command.getCommandName() + ": this is a bug, please report it:");
        ex.printStackTrace(command.getErr());
        return ExitStatus.ENVIRONMENT;
    }

    /** The transport's own exception is named by its name: this room does not use that one. */
    private static boolean isForOperators(final Exception ex)
    {
        return ex instanceof AntumbraException || ex instanceof StoreException ||
            "TransportException".equals(ex.getClass().getSimpleName());
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "No command given: name one of those below.");
    }
}
