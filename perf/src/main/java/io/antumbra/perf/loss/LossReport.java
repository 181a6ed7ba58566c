package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.TextTable;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The tables of a run. One thread. */
final class LossReport
{
    private static final double PERCENT = 100.0;
    private static final long ENOUGH_BEYOND = 100;

    private final PrintStream out;

    LossReport(final PrintStream out)
    {
        this.out = out;
    }

    void printSettings(final List<RivalKind> kinds, final long entries, final int seeds, final long firstSeed)
    {
        out.println("Virtual time, " + entries + " entries of " + Workload.ENTRY_LENGTH + " B a cell over " + seeds +
            " seeds from " + firstSeed + "; latency from the intended send time, milliseconds.");
        out.println("95 %: interval of p99.9 by a bootstrap over seeds. extra %: bytes beyond the first transmission" +
            " (retransmits, copies, probes, parity, NAKs, Aeron's heartbeats); repl. %: commits and heartbeats of the" +
            " replication, ack %: acknowledgements, both beside it. gain %: share of what the oracle gains on plain.");
        for (final RivalKind kind : kinds)
        {
            out.println("  " + kind.label + ": " + kind.settings);
        }
    }

    void printSocketSettings(final List<RivalKind> kinds, final List<Cell> cells, final SocketOptions options,
        final long firstSeed)
    {
        final double seconds =
            cells.stream().mapToDouble((cell) -> (options.lengthNs(cell) + options.warmUpNs(false)) / 1e9)
                .sum() * options.rounds * kinds.size();
        out.println("Real sockets through the relay, " + Workload.ENTRY_LENGTH + " B an entry, " + options.rounds +
            " rounds, seeds from " + firstSeed + "; latency from the intended send time, milliseconds. About " +
            Math.round(seconds / 60) + " minutes.");
        out.println("95 %: interval of p99.9 by a bootstrap over rounds. extra %: line B, retransmits, NAKs, probes," +
            " heartbeats of plain streams, for each 288 B that an entry takes by itself; repl. %: what else is on" +
            " Antumbra's line A (headers of its own, commits, heartbeats), ack %: acknowledgements.");
        for (final RivalKind kind : kinds)
        {
            out.println("  " + kind.label + ": " + kind.settings);
        }
    }

    /** Whether there are enough samples beyond the quantiles of a cell to say anything of them. */
    void printConfidence(final List<RivalResult> ofCell)
    {
        final long entries = ofCell.stream().mapToLong((result) -> result.latencies.getTotalCount()).min().orElse(0);
        final StringBuilder line = new StringBuilder("samples beyond, of the one with the fewest:");
        for (final double quantile : new double[]{ 0.99, 0.999, 0.9999 })
        {
            final long beyond = beyond(entries, quantile);
            line.append(" p").append(Goal.number(PERCENT * quantile)).append(' ').append(beyond).append(
                beyond < ENOUGH_BEYOND ? " (not confirmed)" : "");
        }
        out.println(line);
    }

    /** Samples greater than a quantile. */
    static long beyond(final long entries, final double quantile)
    {
        return entries - (long)Math.ceil(quantile * entries);
    }

    void print(final Cell cell, final List<RivalResult> ofCell)
    {
        out.println();
        out.println(cell.name);
        final TextTable table = new TextTable("rival", "p50", "p99", "p99.9", "95 %", "p99.99", "max", "gain %",
            "extra %", "repl. %", "ack %", "useful", "useless", "lost");
        final Optional<RivalResult> plain = find(ofCell, RivalKind.PLAIN);
        final Optional<RivalResult> oracle = find(ofCell, RivalKind.ORACLE);
        for (final RivalResult result : ofCell)
        {
            final double[] interval = result.p999IntervalMs();
            table.row(result.kind.label, Goal.number(result.ms(0.5)), Goal.number(result.ms(0.99)), Goal.number(result
                .ms(0.999)), Goal.number(interval[0]) + ".." + Goal.number(interval[1]), Goal.number(
                    result.ms(
                        0.9999)),
                Goal.number(result.maxMs()), gain(result, plain, oracle), Goal.number(PERCENT *
                    result.bytes.extraRatio()),
                share(result, Traffic.PROTOCOL), share(result,
                    Traffic.ACKNOWLEDGEMENT),
                Long.toString(result.useful), Long.toString(result.useless), Long
                    .toString(result.undelivered));
        }
        table.print(out);
    }

    private static Optional<RivalResult> find(final List<RivalResult> results, final String label)
    {
        return results.stream().filter((result) -> result.kind.label.equals(label)).findFirst();
    }

    private static String gain(final RivalResult result, final Optional<RivalResult> plain,
        final Optional<RivalResult> oracle)
    {
        if (plain.isEmpty() || oracle.isEmpty())
        {
            return "";
        }
        final double quantile = LossGoals.judged(result.cell);
        final double whole = plain.get().ms(quantile) - oracle.get().ms(quantile);
        return whole <= 0 ? "" : Goal.number(PERCENT * (plain.get().ms(quantile) - result.ms(quantile)) / whole);
    }

    private static String share(final RivalResult result, final Traffic traffic)
    {
        return Goal.number(PERCENT * result.bytes.bytes(traffic) / result.bytes.bytes(Traffic.FIRST));
    }

    void printGoals(final List<Goal> goals)
    {
        if (!goals.isEmpty())
        {
            out.println();
            final TextTable table = Goal.table();
            goals.forEach((goal) -> goal.addTo(table));
            table.print(out);
            out.println(goals.stream().filter(Goal::isMet).count() + " of " + goals.size() + " met");
        }
    }
}
