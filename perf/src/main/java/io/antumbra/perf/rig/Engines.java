package io.antumbra.perf.rig;

import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.ThreadingMode;
import io.antumbra.transport.Transport;

/**
 * The settings that both replicas of the rig share: as an application would embed them, driven by the measuring thread.
 * Stateless.
 */
final class Engines
{
    /** The one stream. */
    static final String STREAM = "load";

    /** Replica id of the loading process. */
    static final int PRIMARY_ID = 0;

    /** Replica id of the other one. */
    static final int STANDBY_ID = 1;

    /** What is in flight stays in a core's cache until it is acknowledged: a sixth faster than the default 16384. */
    private static final int FLOOD_IN_FLIGHT = 4096;

    private Engines()
    {
    }

    static Antumbra.Context context(final NodeOptions options)
    {
        return new Antumbra.Context()
            .endpoint(options.endpoint)
            .streams(STREAM)
            .folder(options.folder)
            .journalFolder(options.journalFolder)
            .threadingMode(ThreadingMode.INVOKER)
            .multiProducer(false)
            .maxInFlight(options.isFlood ? FLOOD_IN_FLIGHT : 0)
            .eventListener((kind, replicaId, value, message) -> System.err.println(options.name + ": " + kind + ' ' +
                message))
            .errorHandler((throwable) -> System.err.println(options.name + ": " + throwable))
            .transportContext(new Transport.Context().name(options.name).link(options.link()));
    }
}
