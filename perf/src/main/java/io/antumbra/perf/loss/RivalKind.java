package io.antumbra.perf.loss;

import io.antumbra.core.CoreConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A rival with the settings that the report shows. Immutable; makes a new rival for each trial. */
final class RivalKind
{
    /** Aeron as it comes: what ratios are taken against. */
    static final String PLAIN = "plain";

    /** What this is about. */
    static final String ANTUMBRA = "antumbra";

    /** Antumbra with constants in place of the forecaster, tuned for each cell on other seeds. */
    static final String FIXED = "antumbra-fixed";

    /** Antumbra that may spend as much as those that send everything twice. */
    static final String WHOLE_BUDGET = "antumbra-100";

    /** Static parity, in each cell at the bytes that Antumbra spends there. */
    static final String PARITY = "parity";

    /** The bound. */
    static final String ORACLE = "oracle";

    /** Of tuned rivals: the shortest that does not crowd a link that has nothing else to do. */
    static final long TUNED_STATUS_MESSAGE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** All that run in a cell unless some are named. */
    static final List<RivalKind> ALL = List.of(
        new RivalKind(PLAIN, "reliable stream each, retransmit linger 10 ms (Aeron's defaults)",
            (bench) -> new PlainRival(bench, TimeUnit.MILLISECONDS.toNanos(10),
                StreamSettings.DEFAULT_STATUS_MESSAGE_NS)),
        new RivalKind("tuned", "the same, linger 150 us, status messages after 10 ms in place of 200",
            (bench) -> new PlainRival(bench, TimeUnit.MICROSECONDS.toNanos(150), TUNED_STATUS_MESSAGE_NS)),
        new RivalKind("tuned-rtt", "the same, linger 1.25 x the undisturbed round trip, status messages after 10 ms",
            (bench) -> new PlainRival(bench, bench.cell.roundTripNs * 5 / 4, TUNED_STATUS_MESSAGE_NS)),
        new RivalKind("duplicate", "every entry also on an unreliable line B, at once",
            (bench) -> new DuplicateRival(bench, 0)),
        new RivalKind("delayed-duplicate", "the same, 5 ms later",
            (bench) -> new DuplicateRival(bench, TimeUnit.MILLISECONDS.toNanos(5))),
        new RivalKind("timer", "on line B when unacknowledged for the undisturbed round trip + 300 us, then x 3",
            (bench) -> new TimerRival(bench, TimerRival.Action.RESEND, timeoutNs(bench))),
        new RivalKind("probe", "16 bytes on line A when the last entry is unacknowledged as long, then x 3",
            (bench) -> new TimerRival(bench, TimerRival.Action.PROBE, timeoutNs(bench))),
        parity(20),
        new RivalKind(ORACLE, "knows each loss, sends again at once and each 50 us until it passes",
            OracleRival::new),
        antumbra(ANTUMBRA,
            "production primary and standby, one shard for all streams, copies at most 5 %, linger as it asks," +
                " status messages as its transport paces them",
            (config) ->
            {
            }),
        antumbra(WHOLE_BUDGET, "the same, copies at most 100 %", (config) -> config.copyShare = 1),
        fixed(1, 1, 1),
        antumbra("antumbra-random", "the same, the forecaster answers anything from 1 us to 10 s",
            (config) -> config.linkForecasts = Forecasts.random(1)),
        antumbra("antumbra-stuck", "the same, the forecaster always answers 10 ms",
            (config) -> config.linkForecasts = Forecasts.stuck(TimeUnit.MILLISECONDS.toNanos(10))),
        antumbra("antumbra-nan", "the same, the forecaster always answers 0: a NaN as a time",
            (config) -> config.linkForecasts = Forecasts.stuck((long)Double.NaN)));

    final String label;
    final String settings;
    private final Function<Bench, Rival> factory;

    RivalKind(final String label, final String settings, final Function<Bench, Rival> factory)
    {
        this.label = label;
        this.settings = settings;
        this.factory = factory;
    }

    private static RivalKind antumbra(final String label, final String settings, final Consumer<CoreConfig> change)
    {
        return new RivalKind(label, settings, (bench) -> new AntumbraRival(bench, change));
    }

    /** Antumbra with constants in place of the forecaster. */
    static RivalKind fixed(final long overdueNs, final long roundTripNs, final long outageNs)
    {
        return antumbra(FIXED,
            "the same, the forecaster answers constants, tuned for each cell on other seeds: overdue" +
                " after " + overdueNs / 1000 + " us, round trip " + roundTripNs / 1000 + " us, outage " +
                outageNs / 1000 +
                " us",
            (config) -> config.linkForecasts = Forecasts.fixed(overdueNs, roundTripNs, outageNs));
    }

    /** A frame of parity on line B over each so many entries. */
    static RivalKind parity(final int groupSize)
    {
        return new RivalKind(PARITY, "parity over each " + groupSize + " entries on line B; in a cell over as many" +
            " as make its bytes equal to Antumbra's", (bench) -> new ParityRival(bench, groupSize));
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
