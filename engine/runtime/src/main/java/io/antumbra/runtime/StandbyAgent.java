package io.antumbra.runtime;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.Nonces;
import io.antumbra.core.standby.Standby;
import io.antumbra.transport.Lines;
import org.agrona.DirectBuffer;

/** Runs a standby or a shadow node. Owned by the engine's thread. */
final class StandbyAgent extends ReplicaAgent
{
    private final Standby standby;
    private final int streamCount;
    private final DataSessions sessions = new DataSessions();

    StandbyAgent(final EngineParts parts, final Closing closing, final CoreConfig config, final int primaryId,
        final Nonces nonces, final EntryHandler handler)
    {
        super(parts, closing);
        streamCount = config.streamCount;
        standby = new Standby(config, primaryId, parts.storage.shadow, parts.storage.journal, parts.transport::offer,
            nonces, handler, new StandbyEvents(parts.events, primaryId));
    }

    void start(final long bootId)
    {
        standby.start(bootId, nowNs);
        mirror();
    }

    @Override
    int send(final long timeNs, final long timeEpochNs)
    {
        return standby.acknowledge(timeNs) ? 1 : 0;
    }

    @Override
    int rest(final long timeNs)
    {
        final int work = standby.deliver(timeNs);
        parts.storage.shadow.touchNext();
        final State state = standby.isFollowing() ? State.FOLLOWING : State.JOINING;
        if (status.state() != state)
        {
            status.state(state);
        }
        return work;
    }

    @Override
    void frame(final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (lineStreamId != Lines.ACKNOWLEDGEMENTS)
        {
            standby.onFrame(lineStreamId, sessionId, buffer, offset, length, nowNs);
        }
    }

    @Override
    void sessionBegun(final int lineStreamId, final int sessionId)
    {
        if (lineStreamId != Lines.ACKNOWLEDGEMENTS)
        {
            sessions.onAvailable(sessionId);
        }
    }

    @Override
    void sessionGone(final int lineStreamId, final int sessionId)
    {
        if (lineStreamId != Lines.ACKNOWLEDGEMENTS && sessions.onUnavailable(sessionId))
        {
            standby.onSessionGone(sessionId, nowNs);
        }
    }

    @Override
    void transportReset()
    {
        standby.onTransportReset(nowNs);
    }

    @Override
    long progress()
    {
        long sum = 0;
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            sum += standby.end(streamId) + standby.delivered(streamId);
        }
        return sum;
    }

    @Override
    void mirror()
    {
        for (final Stream stream : parts.streams)
        {
            final int streamId = stream.id();
            counters.set(EngineCounter.SHADOWED, streamId, standby.end(streamId));
            counters.set(EngineCounter.ACKNOWLEDGED, streamId, parts.storage.shadow.promised(streamId));
            counters.set(EngineCounter.COMMITTED, streamId, standby.committed(streamId));
            counters.set(EngineCounter.DELIVERED, streamId, standby.delivered(streamId));
            counters.set(EngineCounter.OLDEST_RETAINED, streamId, parts.storage.shadow.oldestRetained(streamId));
        }
        counters.set(EngineCounter.EPOCH, standby.epoch());
        counters.set(EngineCounter.IN_SYNC, standby.isFollowing() ? 1 : 0);
        counters.set(EngineCounter.INCARNATION, standby.incarnation());
    }

    @Override
    void closeFiles()
    {
        // none
    }

    @Override
    CoreStats stats()
    {
        return standby.stats();
    }

    @Override
    boolean isDrained()
    {
        return true;
    }

    @Override
    long unacknowledged()
    {
        return 0;
    }

    @Override
    public String roleName()
    {
        return "antumbra-standby";
    }
}
