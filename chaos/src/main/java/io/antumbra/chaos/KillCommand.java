package io.antumbra.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.antumbra.chaos.process.KillReport;
import io.antumbra.chaos.process.KillRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills real replicas under load, round after round. */
@Command(name = "kill", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs a primary and two standbys as processes under flat-out load, kills -9 one or two of them in each round, " +
        "compares what they left, byte for byte, with what was acknowledged, and starts them again.",
    "The exit status is 0 when nothing was lost and nothing came twice." })
final class KillCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "20",
        description = "How many rounds; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", paramLabel = "S", description = "Draws whom to kill and when; default random.")
    private Long seed;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "30",
        description = "No round begins after this time; default ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--folder", paramLabel = "DIR",
        description = "For shadows, logs and results; default a new one among the temporary files.")
    private Path folder;

    @Option(names = "--plant", paramLabel = "NAME", defaultValue = "none",
        description = "A fault for one standby that must be caught: ACKNOWLEDGE_BEFORE_SHADOW or SKIP_CATCH_UP.")
    private String plant;

    @Override
    public Integer call() throws IOException
    {
        if (rounds < 1)
        {
            throw new ParameterException(spec.commandLine(), "--rounds=" + rounds + " is not allowed: 1 or more");
        }
        final long drawn = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        final Path target = folder != null ? folder : Files.createTempDirectory("antumbra-kill-");
        Files.createDirectories(target);
        final PrintWriter out = spec.commandLine().getOut();
        out.println("seed " + drawn + ", files in " + target);
        out.flush();
        final KillReport report = KillRun.run(drawn, rounds, (long)(minutes * TimeUnit.MINUTES.toNanos(1)), target,
            plant, line ->
            {
                out.println(line);
                out.flush();
            });
        report.print(out);
        return report.findings().isEmpty() ? 0 : 1;
    }
}
