package io.antumbra.perf.loss;

import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What is said of a run on real sockets. One thread. */
final class SocketOptions
{
    /** Those of the figures that must be reached, and one of each load where nothing is lost. */
    static final List<String> CELLS = List.of("burst/none", "burst/random1", "burst/ge", "burst/blackout",
        "sparse/none", "sparse/ge", "10k/none", "10k/random5");

    private static final double BEYOND = 110;
    private static final int FIRST_WARM_UPS = 5;
    private static final double SHORTEST_SECONDS = 5;
    private static final double LONGEST_SECONDS = 3600;

    @Option(names = "--sockets", description = "Real sockets through the relay instead of virtual time, in this" +
        " JVM: one thread for both ends, one for the relay. Noise hides differences under some milliseconds. Extra" +
        " bytes: all of line B, what Aeron retransmitted, its NAKs, probes, and heartbeats of plain streams, as relay" +
        " and drivers count them, for each 288 B that an entry takes by itself. Rivals: plain, tuned, tuned-rtt," +
        " duplicate, antumbra, antumbra-100. Default: plain, tuned-rtt, duplicate, antumbra.")
    boolean isChosen;

    @Option(names = "--rounds", defaultValue = "4", paramLabel = "N", description = "With --sockets: rounds of all" +
        " rivals in each cell, in an order that turns. Default: ${DEFAULT-VALUE}.")
    int rounds = 4;

    @Option(names = "--seconds", paramLabel = "S", description = "With --sockets: counted of each rival in each cell" +
        " and round. Default: so many that 110 samples lie beyond the quantile by which the cell is judged.")
    Double seconds;

    @Option(names = "--warm-up-seconds", defaultValue = "3", paramLabel = "S", description = "With --sockets: before" +
        " that, not counted; five times as long in a rival's first round, while the JVM compiles it. Default:" +
        " ${DEFAULT-VALUE}.")
    double warmUpSeconds = 3;

    void check()
    {
        within("--rounds", rounds, 1, 1000);
        within("--seconds", seconds == null ? 1 : seconds, 0.1, LONGEST_SECONDS);
        within("--warm-up-seconds", warmUpSeconds, 0, LONGEST_SECONDS);
    }

    /** Counted time of each rival and round in a cell, ns. */
    long lengthNs(final Cell cell)
    {
        final double needed = BEYOND / (cell.workload.entriesPerSecond() * (1 - LossGoals.judged(cell))) / rounds;
        return ns(seconds == null ? Math.max(SHORTEST_SECONDS, needed) : seconds);
    }

    /**
     * Time before that, ns.
     *
     * @param isFirst of this rival in this JVM.
     */
    long warmUpNs(final boolean isFirst)
    {
        return ns(isFirst ? FIRST_WARM_UPS * warmUpSeconds : warmUpSeconds);
    }

    private static long ns(final double seconds)
    {
        return (long)(seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static void within(final String name, final double value, final double least, final double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: from " + least + " to " + most);
        }
    }
}
