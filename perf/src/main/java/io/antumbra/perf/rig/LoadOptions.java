package io.antumbra.perf.rig;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The load, as the user gives it to the command and the command to the process that makes it.
 */
final class LoadOptions
{
    private static final double MAX_ENTRIES = 100e6;

    @Option(names = "--length", defaultValue = "256", paramLabel = "BYTES",
        description = "Bytes of one entry; default ${DEFAULT-VALUE}.")
    int length;

    @Option(names = "--rate", defaultValue = "10000", paramLabel = "N",
        description = "Entries a second (round trip only); default ${DEFAULT-VALUE}.")
    double rate;

    @Option(names = "--seconds", defaultValue = "30", paramLabel = "S",
        description = "Measured time of one round; default ${DEFAULT-VALUE}.")
    double seconds;

    @Option(names = "--warmup-seconds", defaultValue = "20", paramLabel = "S",
        description = "Time before that, under the same load; default ${DEFAULT-VALUE}.")
    double warmupSeconds;

    /** Most that are due while measured: each is kept until the end. */
    int maxEntries()
    {
        return (int)Math.ceil(rate * seconds) + 1;
    }

    /** Refuse what makes no sense. */
    void check()
    {
        range("--length", length, Long.BYTES, 64 * 1024);
        range("--rate", rate, 1, 10_000_000);
        range("--seconds", seconds, 0.1, Math.min(3600, MAX_ENTRIES / rate));
        range("--warmup-seconds", warmupSeconds, 0, 3600);
    }

    double totalSeconds()
    {
        return warmupSeconds + seconds;
    }

    List<String> toArguments()
    {
        return new ArrayList<>(List.of("--length", Integer.toString(length), "--rate", Double.toString(rate),
            "--seconds", Double.toString(seconds), "--warmup-seconds", Double.toString(warmupSeconds)));
    }

    private static void range(final String name, final double value, final double min, final double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new IllegalArgumentException(name + '=' + value + " is not allowed: from " + min + " to " + max);
        }
    }
}
