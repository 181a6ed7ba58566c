package io.antumbra.perf.loss;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A rival with the settings that the report shows. Immutable; makes a new rival for each trial. */
final class RivalKind
{
    /** Aeron as it comes: what ratios are taken against. */
    static final String PLAIN = "plain";

    /** What this is about. */
    static final String ANTUMBRA = "antumbra";

    /** All that run in a cell unless some are named. */
    static final List<RivalKind> ALL = List.of(
        new RivalKind(PLAIN, "reliable stream each, retransmit linger 10 ms (Aeron's defaults)",
            (bench) -> new PlainRival(bench, TimeUnit.MILLISECONDS.toNanos(10))),
        new RivalKind("tuned", "the same, linger 150 us",
            (bench) -> new PlainRival(bench, TimeUnit.MICROSECONDS.toNanos(150))),
        new RivalKind("tuned-rtt", "the same, linger 1.25 x the undisturbed round trip",
            (bench) -> new PlainRival(bench, bench.cell.roundTripNs * 5 / 4)),
        new RivalKind("duplicate", "every entry also on an unreliable line B, at once",
            (bench) -> new DuplicateRival(bench, 0)),
        new RivalKind("delayed-duplicate", "the same, 5 ms later",
            (bench) -> new DuplicateRival(bench, TimeUnit.MILLISECONDS.toNanos(5))),
        new RivalKind("timer", "on line B when unacknowledged for the undisturbed round trip + 300 us, then x 3",
            (bench) -> new TimerRival(bench, TimerRival.Action.RESEND, timeoutNs(bench))),
        new RivalKind("probe", "16 bytes on line A when the last entry is unacknowledged as long, then x 3",
            (bench) -> new TimerRival(bench, TimerRival.Action.PROBE, timeoutNs(bench))),
        new RivalKind("parity", "parity over each 20 entries on line B", (bench) -> new ParityRival(bench, 20)),
        new RivalKind("oracle", "knows each loss, sends again at once and each 50 us until it passes",
            OracleRival::new),
        new RivalKind(ANTUMBRA, "production primary and standby, one shard for all streams, linger 150 us",
            (bench) -> new AntumbraRival(bench, 1)));

    final String label;
    final String settings;
    private final Function<Bench, Rival> factory;

    RivalKind(final String label, final String settings, final Function<Bench, Rival> factory)
    {
        this.label = label;
        this.settings = settings;
        this.factory = factory;
    }

    Rival create(final Bench bench)
    {
        return factory.apply(bench);
    }

    private static long timeoutNs(final Bench bench)
    {
        return bench.cell.roundTripNs + TimeUnit.MICROSECONDS.toNanos(300);
    }

    static RivalKind of(final String label)
    {
        return ALL.stream().filter((kind) -> kind.label.equals(label)).findFirst().orElseThrow(
            () -> new IllegalArgumentException("rivals=" + label + " is none of " + ALL.stream().map((
                kind) -> kind.label).toList()));
    }
}
