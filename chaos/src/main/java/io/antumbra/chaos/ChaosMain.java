package io.antumbra.chaos;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Entry point of the fault runs: the root command that the runs hang from. Runs on the main thread only.
 */
@Command(name = "chaos", mixinStandardHelpOptions = true,
    subcommands = { SimulateCommand.class, PlantsCommand.class, KillCommand.class },
    description = "Fault runs: whole clusters in virtual time, and real processes under kill -9.")
public final class ChaosMain implements Runnable
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
        System.exit(new CommandLine(new ChaosMain()).execute(args));
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "No command given: name one of those below.");
    }
}
