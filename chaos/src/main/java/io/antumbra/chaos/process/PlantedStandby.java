package io.antumbra.chaos.process;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.antumbra.chaos.plant.Plant;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.Problem;
import io.antumbra.core.Shadow;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.standby.Standby;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.EpochJournal;
import io.antumbra.transport.FrameHandler;
import io.antumbra.transport.LinkSettings;
import io.antumbra.transport.Lines;
import io.antumbra.transport.Transport;
import org.agrona.DirectBuffer;

/**
 * A standby with a bug, put together from the production parts here, because the engine has no switch for it: the same
 * machine, transport and shadow, with a planted wrapper between machine and shadow.
 */
final class PlantedStandby implements FrameHandler, StandbyListener
{
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int FRAGMENTS = 64;
    private static final int CONTROL_LENGTH = 512 + 2048 * ReplicaSpec.STREAM_COUNT;

    private final Transport transport;
    private final Standby standby;
    private long nowNs;

    private PlantedStandby(final ReplicaSpec spec, final Shadow shadow, final EpochJournal journal)
    {
        final CoreConfig config = new CoreConfig();
        config.shard = ReplicaSpec.SHARD;
        config.replicaId = spec.replicaId;
        config.streamCount = ReplicaSpec.STREAM_COUNT;
        config.maxEntryLength = ReplicaSpec.MAX_ENTRY_LENGTH;
        config.maxFrameLength = Math.max(ReplicaSpec.MAX_ENTRY_LENGTH + 512, CONTROL_LENGTH);
        transport = Transport.launch(new Transport.Context()
            .name("planted-" + spec.replicaId + "-" + spec.ports[spec.replicaId])
            .endpoint(spec.endpoint(spec.replicaId))
            .maxPayloadLength(config.maxEntryLength)
            .frameHeaderLength(config.maxFrameLength - config.maxEntryLength)
            .link(LinkSettings.ofProperties()));
        transport.addPeer(ReplicaSpec.PRIMARY_ID, spec.endpoint(ReplicaSpec.PRIMARY_ID));
        final SecureRandom random = new SecureRandom();
        standby = new Standby(config.conclude(), ReplicaSpec.PRIMARY_ID, shadow, journal, transport::offer,
            random::nextLong, new RecordingHandler(new PositionFile(spec.positionFile(), ReplicaSpec.STREAM_COUNT)),
            this);
    }

    static void run(final ReplicaSpec spec, final ParentLine parent) throws IOException
    {
        final ChronicleShadow.Context ctx = new ChronicleShadow.Context()
            .folder(spec.shadowFolder())
            .journalFolder(spec.shadowFolder())
            .shard(ReplicaSpec.SHARD)
            .streamCount(ReplicaSpec.STREAM_COUNT)
            .maxEntryLength(ReplicaSpec.MAX_ENTRY_LENGTH)
            .sizeClasses(ReplicaSpec.sizeClasses())
            .conclude();
        try (ChronicleShadow shadow = ChronicleShadow.launch(ctx); EpochJournal journal = new EpochJournal(ctx))
        {
            final Ports ports = Plant.valueOf(spec.plant).ports();
            final PlantedStandby planted = new PlantedStandby(spec, ports.shadow(new Seat(spec), shadow), journal);
            ReplicaMain.announce(spec, planted.transport.context().aeronDirectory().getPath());
            planted.loop(parent);
        }
    }

    private void loop(final ParentLine parent)
    {
        nowNs = System.nanoTime();
        standby.start(0, nowNs);
        while (!parent.isEnded())
        {
            nowNs = System.nanoTime();
            final int work = transport.doWork(nowNs) + transport.poll(this, FRAGMENTS) + standby.doWork(nowNs);
            if (work == 0)
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        transport.close();
    }

    @Override
    public void onFrame(final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (lineStreamId == Lines.LINE_A)
        {
            standby.onFrame(lineStreamId, sessionId, buffer, offset, length, nowNs);
        }
    }

    @Override
    public void onSessionAvailable(final int lineStreamId, final int sessionId)
    {
        // A session means nothing before its hello is proved.
    }

    @Override
    public void onSessionUnavailable(final int lineStreamId, final int sessionId)
    {
        if (lineStreamId == Lines.LINE_A)
        {
            standby.onSessionGone(sessionId, nowNs);
        }
    }

    @Override
    public void onTransportReset()
    {
        standby.onTransportReset(nowNs);
    }

    @Override
    public void onJoined(final long epoch)
    {
        System.out.println("joined epoch " + epoch);
    }

    @Override
    public void onPrimaryLost()
    {
        System.out.println("primary lost");
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        System.out.println("orphans of stream " + streamId + ": " + count + " from " + first);
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        System.out.println(problem + ": " + message);
    }

    /** Whose ports these are. */
    private static final class Seat implements Ports.Seat
    {
        private final ReplicaSpec spec;

        Seat(final ReplicaSpec spec)
        {
            this.spec = spec;
        }

        @Override
        public int replicaId()
        {
            return spec.replicaId;
        }

        @Override
        public boolean isPrimary()
        {
            return false;
        }

        @Override
        public long followers()
        {
            return 0;
        }

        @Override
        public int starts()
        {
            return 1;
        }

        @Override
        public long primaryEnd(final int streamId)
        {
            return spec.primaryEnds[streamId];
        }
    }
}
