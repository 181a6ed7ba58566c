package io.antumbra.perf.jmh;

import io.antumbra.runtime.JvmFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs benchmarks in forked JVMs that get the engine's flags, always with the allocation profiler, and prints what was
 * measured beside what it should be. Main thread only.
 */
@Command(
    name = "jmh",
    description = "Runs the JMH benchmarks and prints each figure beside its goal. Takes JMH's own options; -h lists " +
        "them. Without -wi, -i, -f, -w, -r it takes 5 warm-up and 5 measured iterations of one second in 2 JVMs. " +
        "The allocation profiler (-prof gc) is always on.")
public final class JmhCommand implements Callable<Integer>
{
    private static final int ITERATIONS = 5;
    private static final int FORKS = 2;
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 2;

    @Parameters(arity = "0..*", paramLabel = "JMH-OPTION", description = "Regular expression, and options of JMH.")
    private List<String> arguments = new ArrayList<>();

    /** For the command line's parser. */
    public JmhCommand()
    {
    }

    @Override
    public Integer call() throws IOException, RunnerException
    {
        final CommandLineOptions given;
        try
        {
            given = new CommandLineOptions(arguments.toArray(new String[0]));
        }
        catch (final CommandLineOptionException ex)
        {
            System.err.println(ex.getMessage() + ": see perf.jar jmh -h");
            return WRONG_COMMAND_LINE;
        }
        if (given.shouldHelp())
        {
            given.showHelp();
            return 0;
        }
        if (given.shouldList())
        {
            new Runner(given).list();
            return 0;
        }
        return run(given);
    }

    private static int run(final CommandLineOptions given) throws IOException, RunnerException
    {
        final Path resultFile = Path.of(given.getResult().orElse("target/perf/jmh.json"));
        if (resultFile.getParent() != null)
        {
            Files.createDirectories(resultFile.getParent());
        }
        final ChainedOptionsBuilder options = new OptionsBuilder().parent(given)
            .jvmArgsAppend(flags(given).toArray(new String[0]))
            .addProfiler(GCProfiler.class)
            .warmupIterations(given.getWarmupIterations().orElse(ITERATIONS))
            .measurementIterations(given.getMeasurementIterations().orElse(ITERATIONS))
            .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
            .measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)))
            .forks(given.getForkCount().orElse(FORKS))
            .resultFormat(given.getResultFormat().orElse(ResultFormatType.JSON))
            .result(resultFile.toString());

        final Collection<RunResult> results = new Runner(options.build()).run();
        final JmhSummary summary = new JmhSummary(results);
        summary.print(System.out);
        final Path goalsFile = resultFile.resolveSibling("goals-" + resultFile.getFileName());
        Files.writeString(goalsFile, summary.json(), StandardCharsets.UTF_8);
        System.out.println("Results of JMH: " + resultFile + "; goals: " + goalsFile);
        return summary.isAllocationFree() ? 0 : FAILED;
    }

    private static List<String> flags(final CommandLineOptions given)
    {
        final List<String> flags = new ArrayList<>();
        given.getJvmArgsAppend().orElse(List.of()).forEach(flags::add);
        flags.addAll(JvmFlags.forChildJvm());
        return flags;
    }
}
