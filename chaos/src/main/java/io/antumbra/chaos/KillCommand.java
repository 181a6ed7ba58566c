package io.antumbra.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.antumbra.chaos.process.KillReport;
import io.antumbra.chaos.process.KillRun;
import io.antumbra.chaos.process.KillSettings;
import org.agrona.SystemUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills real replicas under load, round after round. */
@Command(name = "kill", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs a primary and two standbys as processes under flat-out load, kills -9 one or two of them in each round, " +
        "compares what they left, byte for byte, with what was acknowledged, and starts them again.",
    "With --stop it stops them for a while instead (SIGSTOP, SIGCONT), a standby and the primary in turn: each must " +
        "build its media driver anew where the time is beyond the time-outs (10 s), and be in sync again.",
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

    @Option(names = "--plant", paramLabel = "NAME", defaultValue = KillSettings.NO_PLANT,
        description = "A fault for one standby that must be caught: ACKNOWLEDGE_BEFORE_SHADOW or SKIP_CATCH_UP.")
    private String plant;

    @Option(names = "--stop", paramLabel = "TIME",
        description = "Stop a process for this time and continue it, instead of killing it; such as 30s.")
    private String stop;

    @Override
    public Integer call() throws IOException
    {
        if (rounds < 1)
        {
            throw new ParameterException(spec.commandLine(), "--rounds=" + rounds + " is not allowed: 1 or more");
        }
        if (stop != null && !KillSettings.NO_PLANT.equals(plant))
        {
            throw new ParameterException(spec.commandLine(), "--stop with --plant=" + plant +
                " is not allowed: plants are for kills, leave one of the two out");
        }
        final long drawn = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
        final Path target = folder != null ? folder : Files.createTempDirectory("antumbra-kill-");
        Files.createDirectories(target);
        final PrintWriter out = spec.commandLine().getOut();
        out.println("seed " + drawn + ", files in " + target);
        out.flush();
        final KillSettings settings = new KillSettings(drawn, rounds, (long)(minutes * TimeUnit.MINUTES.toNanos(1)),
            target, plant, stopNs(), List.of());
        final KillReport report = KillRun.run(settings, line ->
        {
            out.println(line);
            out.flush();
        });
        report.print(out);
        return report.findings().isEmpty() ? 0 : 1;
    }

    private long stopNs()
    {
        try
        {
            final long stopNs = stop == null ? 0 : SystemUtil.parseDuration("--stop", stop);
            if (stop == null || stopNs > 0)
            {
                return stopNs;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new ParameterException(spec.commandLine(), "--stop=" + stop + " is not allowed: 30s or 1500ms", ex);
        }
        throw new ParameterException(spec.commandLine(), "--stop=" + stop + " is not allowed: more than 0s");
    }
}
