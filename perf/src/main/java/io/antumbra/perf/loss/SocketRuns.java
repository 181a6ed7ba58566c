package io.antumbra.perf.loss;

import io.antumbra.perf.measure.ForeignLoad;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All trials of a cell on real sockets. Rounds are interleaved: in each one every rival meets the same network, and
 * another one begins, so that what drifts on the machine comes to all of them alike. One thread.
 */
final class SocketRuns
{
    private final SocketOptions options;
    private final long firstSeed;
    private final PrintStream out;
    private final Set<String> met = new HashSet<>();

    SocketRuns(final SocketOptions options, final long firstSeed, final PrintStream out)
    {
        this.options = options;
        this.firstSeed = firstSeed;
        this.out = out;
    }

    List<RivalResult> run(final Cell cell, final List<RivalKind> kinds)
    {
        final Map<RivalKind, List<TrialResult>> trials = new LinkedHashMap<>();
        kinds.forEach((kind) -> trials.put(kind, new ArrayList<>()));
        for (int round = 0; round < options.rounds; round++)
        {
            for (final RivalKind kind : order(kinds, round))
            {
                trials.get(kind).add(run(cell, kind, round));
            }
        }
        return trials.values().stream().map(RivalResult::new).toList();
    }

    private TrialResult run(final Cell cell, final RivalKind kind, final int round)
    {
        final ForeignLoad others = ForeignLoad.begin(List.of(), System.nanoTime());
        final TrialResult result =
            SocketTrial.run(cell, kind, firstSeed + round, options.warmUpNs(met.add(kind.label)),
                options.lengthNs(cell));
        out.println(String.format(Locale.ROOT,
            "%s %s round %d: %d entries, p50 %.2f ms, p99.9 %.2f ms; others took %.0f %% of a core", cell.name,
            kind.label, round + 1, result.latencies.getTotalCount(), result.latencies.getValueAtPercentile(50) / 1e6,
            result.latencies.getValueAtPercentile(99.9) / 1e6, others.percentOfOneCore(System.nanoTime())));
        return result;
    }

    /** Each round begins with the one after. */
    static <T> List<T> order(final List<T> rivals, final int round)
    {
        final List<T> order = new ArrayList<>(rivals);
        Collections.rotate(order, -round);
        return order;
    }
}
