package io.antumbra.runtime;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.primary.Primary;
import io.antumbra.runtime.pipeline.Pipeline;
import io.antumbra.transport.Lines;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/**
 * Runs a primary: the pipeline from the ring to the standbys, and the machine that decides what is acknowledged. Owned
 * by the engine's thread; {@link #dropStandby} may be called by any.
 */
final class PrimaryAgent extends ReplicaAgent
{
    private static final double PPM = 1e6;

    private final Primary primary;
    private final Pipeline pipeline;
    private final LineSampler sampler;
    private final DecisionRecorder decisions;
    private final AtomicLong standbysToDrop = new AtomicLong();
    private final int streamCount;

    PrimaryAgent(final EngineParts parts, final Closing closing, final CoreConfig config, final PeerConfig[] standbys,
        final Nonces nonces, final ShadowingPolicy policy, final AcknowledgementListener listener)
    {
        super(parts, closing);
        primary = new Primary(config, standbys, parts.storage.shadow, parts.storage.journal, parts.transport::offer,
            nonces, policy, new PrimaryEvents(parts, listener));
        streamCount = config.streamCount;
        pipeline = new Pipeline(parts.ring, primary, config);
        sampler = new LineSampler(parts.transport, primary, standbys, nowNs);
        decisions = new DecisionRecorder(parts.storage.folder, parts.storage.deleteOnClose, parts.clock);
    }

    void start(final long bootId)
    {
        primary.start(bootId, nowNs);
        mirror();
    }

    /** The operator's decision, by any thread; the outcome is an event. */
    void dropStandby(final int replicaId)
    {
        standbysToDrop.getAndAccumulate(1L << replicaId, (set, bit) -> set | bit);
    }

    @Override
    int send(final long timeNs, final long timeEpochNs)
    {
        return primary.isLeading() ? pipeline.doWork(timeNs, timeEpochNs) : 0;
    }

    @Override
    int rest(final long timeNs)
    {
        if (status.state() == State.STARTING && primary.isLeading() && parts.transport.areCountersShown())
        {
            lead();
        }
        if (standbysToDrop.get() != 0)
        {
            dropStandbys(timeNs);
        }
        sampler.doWork(timeNs);
        final int work = primary.doWork(timeNs);
        decisions.doWork(primary.decisions());
        parts.storage.shadow.touchNext();
        return work;
    }

    private void lead()
    {
        for (final Stream stream : parts.streams)
        {
            stream.startAt(primary.end(stream.id()));
        }
        status.state(State.LEADING);
        status.open();
        parts.events.tell(EventKind.LEADING, -1, primary.epoch(), "entries are accepted in epoch " + primary.epoch());
    }

    private void dropStandbys(final long timeNs)
    {
        long left = standbysToDrop.getAndSet(0);
        while (left != 0)
        {
            final int replicaId = Long.numberOfTrailingZeros(left);
            left &= left - 1;
            final int outcome = primary.dropStandby(replicaId, timeNs);
            if (outcome != Outcome.OK)
            {
                parts.events.tell(EventKind.WARNING, replicaId, outcome, "standby " + replicaId + " is not dropped: " +
                    (outcome == Outcome.NOT_PRIMARY ? "this replica does not lead yet" :
                        "it is not in the in-sync set, or too few would be left (minInSync)"));
            }
        }
    }

    @Override
    void frame(final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (lineStreamId == Lines.ACKNOWLEDGEMENTS)
        {
            primary.onFrame(sessionId, buffer, offset, length, nowNs);
        }
    }

    @Override
    void sessionBegun(final int lineStreamId, final int sessionId)
    {
        // acknowledgements have one line only
    }

    @Override
    void sessionGone(final int lineStreamId, final int sessionId)
    {
        if (lineStreamId == Lines.ACKNOWLEDGEMENTS)
        {
            primary.onSessionGone(sessionId, nowNs);
        }
    }

    @Override
    void transportReset()
    {
        primary.onTransportReset(nowNs);
    }

    @Override
    long progress()
    {
        long sum = primary.stats().framesSent;
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            sum += primary.end(streamId) + primary.committed(streamId);
        }
        return sum;
    }

    @Override
    void mirror()
    {
        for (final Stream stream : parts.streams)
        {
            final int streamId = stream.id();
            final long committed = primary.committed(streamId);
            counters.set(EngineCounter.ACCEPTED, streamId, stream.position());
            counters.set(EngineCounter.SHADOWED, streamId, primary.end(streamId));
            counters.set(EngineCounter.ACKNOWLEDGED, streamId, committed);
            counters.set(EngineCounter.COMMITTED, streamId, committed);
            counters.set(EngineCounter.OLDEST_RETAINED, streamId, parts.storage.shadow.oldestRetained(streamId));
        }
        counters.set(EngineCounter.EPOCH, primary.epoch());
        counters.set(EngineCounter.IN_SYNC, primary.isLeading() ? primary.inSyncCount() : 0);
        counters.set(EngineCounter.INCARNATION, primary.incarnation());
        counters.set(EngineCounter.RETRANSMIT_LINGER_NS, sampler.lingerNs());
        counters.set(EngineCounter.RISK_PPM, (long)(primary.risk() * PPM));
    }

    @Override
    void closeFiles()
    {
        decisions.close();
    }

    @Override
    CoreStats stats()
    {
        return primary.stats();
    }

    @Override
    boolean isDrained()
    {
        return !primary.isLeading() || (!parts.offerGuard.isBusy() && parts.ring.isDrained() && unacknowledged() == 0);
    }

    @Override
    long unacknowledged()
    {
        long count = 0;
        for (final Stream stream : parts.streams)
        {
            final long end = Math.max(stream.position(), primary.end(stream.id()));
            count += Math.max(0, end - primary.committed(stream.id()));
        }
        return count;
    }

    @Override
    public String roleName()
    {
        return "antumbra-primary";
    }
}
