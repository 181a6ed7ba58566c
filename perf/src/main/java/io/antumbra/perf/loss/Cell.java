package io.antumbra.perf.loss;

import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.impair.RecordedTrace;
import java.util.function.Supplier;

/** One load on one kind of network. Immutable; the settings are made anew for each direction. */
final class Cell
{
    private static final long LONG_ROUND_TRIP_NS = 5_000_000;
    private static final int LONG_WINDOW_LENGTH = 2 * 1024 * 1024;

    final String name;
    final Workload workload;
    final String network;

    /** Undisturbed round trip, as an operator would measure it: rivals with fixed time-outs are given it, ns. */
    final long roundTripNs;

    private final Supplier<ImpairmentSettings> settings;

    Cell(final Workload workload, final String network, final long roundTripNs,
        final Supplier<ImpairmentSettings> settings)
    {
        name = workload.label + "/" + network;
        this.workload = workload;
        this.network = network;
        this.roundTripNs = roundTripNs;
        this.settings = settings;
    }

    /** What each direction of each line does. */
    ImpairmentSettings settings()
    {
        return settings.get();
    }

    /** Aeron's default, or, where a round trip is long, the one of the engine's throughput profile: for all rivals. */
    int windowLength()
    {
        return roundTripNs > LONG_ROUND_TRIP_NS ? LONG_WINDOW_LENGTH : StreamSettings.DEFAULT_WINDOW_LENGTH;
    }

    RecordedTrace trace()
    {
        return settings().trace;
    }
}
