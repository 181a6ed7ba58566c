package io.antumbra.perf.loss;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Which of the rivals exist on real sockets, too. Stateless. */
final class SocketRivals
{
    /** Those that run unless some are named. */
    static final List<String> DEFAULTS = List.of(RivalKind.PLAIN, "tuned-rtt", "duplicate", RivalKind.ANTUMBRA);

    private static final Map<String, Function<SocketBench, SocketRival>> FACTORIES = new LinkedHashMap<>();

    static
    {
        FACTORIES.put(RivalKind.PLAIN, (bench) -> new SocketAeronRival(bench, TimeUnit.MILLISECONDS.toNanos(10),
            StreamSettings.DEFAULT_STATUS_MESSAGE_NS, false));
        FACTORIES.put("tuned", (bench) -> new SocketAeronRival(bench, TimeUnit.MICROSECONDS.toNanos(150),
            RivalKind.TUNED_STATUS_MESSAGE_NS, false));
        FACTORIES.put("tuned-rtt", (bench) -> new SocketAeronRival(bench, bench.cell.roundTripNs * 5 / 4,
            RivalKind.TUNED_STATUS_MESSAGE_NS, false));
        FACTORIES.put("duplicate", (bench) -> new SocketAeronRival(bench, TimeUnit.MILLISECONDS.toNanos(10),
            StreamSettings.DEFAULT_STATUS_MESSAGE_NS, true));
        FACTORIES.put(RivalKind.ANTUMBRA, (bench) -> new SocketAntumbraRival(bench, 0.05));
        FACTORIES.put(RivalKind.WHOLE_BUDGET, (bench) -> new SocketAntumbraRival(bench, 1));
    }

    private SocketRivals()
    {
    }

    static SocketRival create(final RivalKind kind, final SocketBench bench)
    {
        return FACTORIES.get(kind.label).apply(bench);
    }

    /**
     * Their kinds.
     *
     * @param labels of rivals.
     * @throws IllegalArgumentException when one is none, or exists in virtual time only.
     */
    static List<RivalKind> kinds(final List<String> labels)
    {
        final List<RivalKind> kinds = new ArrayList<>();
        for (final String label : labels)
        {
            final RivalKind kind = RivalKind.of(label);
            if (!FACTORIES.containsKey(label))
            {
                throw new IllegalArgumentException("rivals=" + label + " exists in virtual time only; with --sockets" +
                    " allowed are " + FACTORIES.keySet());
            }
            kinds.add(kind);
        }
        return kinds;
    }
}
