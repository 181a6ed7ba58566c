package io.antumbra.runtime;

import io.antumbra.ring.EntryRing;
import io.antumbra.transport.Transport;

/** What launch has made and the parts of an engine share; they hold this, never the engine. Fields are fixed. */
final class EngineParts
{
    final Storage storage;
    final Transport transport;
    final EntryRing ring;
    final EngineStatus status;
    final EngineClock clock;
    final EngineCounters counters;
    final ErrorRecorder errors;
    final Events events;
    final Stream[] streams;
    final OfferGuard offerGuard;
    final int affinityCpu;

    EngineParts(final Storage storage, final Transport transport, final EntryRing ring, final EngineStatus status,
        final EngineClock clock, final EngineCounters counters, final ErrorRecorder errors, final Events events,
        final Stream[] streams, final OfferGuard offerGuard, final int affinityCpu)
    {
        this.storage = storage;
        this.transport = transport;
        this.ring = ring;
        this.status = status;
        this.clock = clock;
        this.counters = counters;
        this.errors = errors;
        this.events = events;
        this.streams = streams;
        this.offerGuard = offerGuard;
        this.affinityCpu = affinityCpu;
    }
}
