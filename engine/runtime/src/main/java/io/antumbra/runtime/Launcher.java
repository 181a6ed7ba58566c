package io.antumbra.runtime;

import io.antumbra.core.Nonces;
import io.antumbra.ring.EntryRing;
import io.antumbra.transport.Transport;
import java.security.SecureRandom;
import org.agrona.CloseHelper;

/**
 * Builds an engine from its concluded settings, and takes down what it has built when a part refuses. The shadow comes
 * before the transport: opening it may take seconds, in which nobody would drive the media driver.
 */
final class Launcher
{
    private final Antumbra.Context ctx;
    private final ConcludedContext concluded;
    private final ErrorRecorder errors;
    private final Events events;
    private Storage storage;
    private Transport transport;

    Launcher(final Antumbra.Context ctx)
    {
        this.ctx = ctx;
        concluded = ctx.concluded();
        errors = new ErrorRecorder(ctx.errorHandler());
        events = new Events(ctx.eventListener(), errors);
    }

    Antumbra launch()
    {
        try
        {
            storage = Storage.open(concluded.shadow);
            errors.open(concluded.shadow.journalFolder());
            if (concluded.transport.errorHandler() == null)
            {
                concluded.transport.errorHandler(errors);
            }
            transport = Transport.launch(concluded.transport);
            for (final Peer peer : ctx.peers())
            {
                transport.addPeer(peer.replicaId, peer.endpoint, peer.lineBEndpoint);
            }
            return engine();
        }
        catch (final RuntimeException | Error ex)
        {
            CloseHelper.quietClose(transport);
            CloseHelper.quietClose(storage);
            errors.close();
            throw ex;
        }
    }

    private Antumbra engine()
    {
        final boolean isPrimary = ctx.role() == Role.PRIMARY;
        final EngineParts parts = parts(isPrimary ? State.STARTING : State.JOINING);
        final Closing closing = new Closing(ctx.closeTimeoutNs());
        final SecureRandom random = new SecureRandom();
        final Nonces nonces = random::nextLong;
        warn();
        final ReplicaAgent agent;
        if (isPrimary)
        {
            WarmUp.forecasts();
            final PrimaryAgent primary = new PrimaryAgent(parts, closing, concluded.core, concluded.peers, nonces,
                new GuardedPolicy(ctx.shadowingPolicy(), errors), ctx.acknowledgementListener());
            primary.start(BootId.current());
            agent = primary;
        }
        else
        {
            final StandbyAgent standby = new StandbyAgent(parts, closing, concluded.core, ctx.peers().get(0).replicaId,
                nonces, ctx.handler() == null ? null : new GuardedHandler(ctx.handler(), errors));
            standby.start(BootId.current());
            agent = standby;
        }
        return new Antumbra(ctx, parts, agent, closing);
    }

    private EngineParts parts(final State initial)
    {
        final EngineStatus status = new EngineStatus(initial);
        final EngineClock clock = new EngineClock(concluded.transport.epochClock());
        final EntryRing ring = new EntryRing(concluded.ring);
        final int streamCount = ctx.streams().size();
        final EngineCounters counters = new EngineCounters(transport, ctx.shard(), ctx.replicaId(), streamCount);
        final ProducerCheck producerCheck = new ProducerCheck(streamCount, !ctx.multiProducer());
        final OfferGuard guard = new OfferGuard(!ctx.multiProducer());
        final Stream[] streams = new Stream[streamCount];
        for (int id = 0; id < streamCount; id++)
        {
            streams[id] = new Stream(id, ctx.streams().get(id), ring, status, clock, producerCheck, guard, counters);
            streams[id].startAt(storage.shadow.end(id));
        }
        return new EngineParts(storage, transport, ring, status, clock, counters, errors, events, streams,
            guard, ctx.affinityCpu());
    }

    private void warn()
    {
        if (concluded.core.key == null)
        {
            events.tell(EventKind.WARNING, -1, 0, "no pre-shared key: only loopback endpoints are accepted, and every" +
                " local process can join. Set keyFile to change both");
        }
        else
        {
            events.tell(EventKind.WARNING, -1, 0, "the key authenticates sessions; frames themselves are not" +
                " authenticated yet: keep the network between the replicas closed to others");
        }
        if (ctx.role() == Role.PRIMARY && ctx.minInSync() == 1 && !ctx.peers().isEmpty())
        {
            events.tell(EventKind.WARNING, -1, 0,
                "minInSync=1: entries may be acknowledged that only this replica holds");
        }
    }
}
