package io.antumbra.runtime;

import io.aeron.protocol.DataHeaderFlyweight;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.PeerConfig;
import io.antumbra.ring.ProducerType;
import io.antumbra.ring.RingContext;
import io.antumbra.runtime.pipeline.Pipeline;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.Durability;
import io.antumbra.store.SizeClass;
import io.antumbra.transport.DriverMode;
import io.antumbra.transport.LinkSettings;
import io.antumbra.transport.Transport;
import java.nio.file.Path;

/**
 * The settings as the parts of an engine want them, each checked: everything that can be refused before files exist.
 */
final class ConcludedContext
{
    private static final int MAX_IN_FLIGHT_DEFAULT = 16 * 1024;
    private static final int FRAME_OVERHEAD = 512;
    private static final int CONTROL_FRAME_BASE_LENGTH = 512;
    private static final int CONTROL_FRAME_LENGTH_OF_STREAM = 2048;

    final CoreConfig core;
    final PeerConfig[] peers;
    final RingContext ring;
    final ChronicleShadow.Context shadow;
    final Transport.Context transport;

    private ConcludedContext(final CoreConfig core, final PeerConfig[] peers, final RingContext ring,
        final ChronicleShadow.Context shadow, final Transport.Context transport)
    {
        this.core = core;
        this.peers = peers;
        this.ring = ring;
        this.shadow = shadow;
        this.transport = transport;
    }

    static ConcludedContext of(final Antumbra.Context ctx)
    {
        ContextCheck.check(ctx);
        final byte[] key = ctx.keyFile() == null ? null : KeyFile.read(ctx.keyFile());
        for (final Peer peer : ctx.peers())
        {
            Transport.checkEndpoint("endpoint of peer " + peer.replicaId, peer.endpoint, key != null);
            if (peer.lineBEndpoint != null)
            {
                Transport.checkEndpoint("lineBEndpoint of peer " + peer.replicaId, peer.lineBEndpoint, key != null);
            }
        }
        final CoreConfig core = core(ctx, key);
        final Transport.Context transport = transport(ctx, core);
        core.subsetMaxLength = Math.min(core.maxFrameLength,
            transport.link().mtuLength() - DataHeaderFlyweight.HEADER_LENGTH);
        final ChronicleShadow.Context shadow = shadow(ctx);
        core.maxInFlight = maxInFlight(ctx, shadow);
        core.conclude();
        ring(ctx).conclude();
        final PeerConfig[] peers = ctx.peers().stream().map((peer) -> new PeerConfig(peer.replicaId, peer.isShadowNode))
            .toArray(PeerConfig[]::new);
        return new ConcludedContext(core, peers, ring(ctx), shadow, transport);
    }

    private static CoreConfig core(final Antumbra.Context ctx, final byte[] key)
    {
        final CoreConfig core = new CoreConfig();
        core.shard = ctx.shard();
        core.replicaId = ctx.replicaId();
        core.streamCount = ctx.streams().size();
        core.maxEntryLength = ctx.maxEntryLength();
        core.maxFrameLength = Math.max(ctx.maxEntryLength() + FRAME_OVERHEAD,
            CONTROL_FRAME_BASE_LENGTH + CONTROL_FRAME_LENGTH_OF_STREAM * ctx.streams().size());
        core.heartbeatIntervalNs = ctx.heartbeatIntervalNs();
        core.startTimeoutNs = ctx.startTimeoutNs();
        core.peerTimeoutNs = ctx.peerTimeoutNs();
        core.dropStandbyAfterNs = ctx.dropStandbyAfterNs();
        core.minInSync = ctx.minInSync();
        core.syncedToDevice = ctx.durability() == Durability.SYNCED_TO_DEVICE;
        core.key = key;
        ctx.resend().applyTo(core);
        return core;
    }

    /**
     * A standby that has no slot left for what it is sent refuses it, and everything behind it is sent again: many
     * times slower than a primary that waits. What is in flight is what a standby may not know to be committed; the
     * other half of its slots is for what it knows and has not delivered yet.
     */
    private static int maxInFlight(final Antumbra.Context ctx, final ChronicleShadow.Context shadow)
    {
        final int slotCount = shadow.sizeClasses().stream().mapToInt(SizeClass::slotCount).max().orElseThrow();
        final int most = Math.max(1, slotCount / 2);
        if (ctx.maxInFlight() == 0)
        {
            return Math.max(1, Math.min(MAX_IN_FLIGHT_DEFAULT, most / ctx.streams().size()));
        }
        if (ctx.maxInFlight() < 0 || ctx.maxInFlight() > most)
        {
            throw new IllegalArgumentException("maxInFlight=" + ctx.maxInFlight() + " is not allowed: 1 to " + most +
                ", half of the slots of the class with most in sizeClasses=" + shadow.sizeClasses() +
                ", or 0 for as many as fit; configure more slots for more (" + EngineConfiguration.MAX_IN_FLIGHT_PROP +
                ", " + ChronicleShadow.Context.SIZE_CLASSES_PROP_NAME + ')');
        }
        return ctx.maxInFlight();
    }

    private static Transport.Context transport(final Antumbra.Context ctx, final CoreConfig core)
    {
        final Transport.Context transport =
            ctx.transportContext() == null ? new Transport.Context() : ctx.transportContext();
        final String endpoint = ctx.endpoint();
        transport.endpoint(endpoint)
            .allowRemote(core.key != null)
            .maxPayloadLength(core.maxEntryLength)
            .frameHeaderLength(core.maxFrameLength - core.maxEntryLength)
            .maxPeers(Math.max(transport.maxPeers(), ctx.peers().size()))
            .maxCounters(Math.max(transport.maxCounters(), EngineCounters.count(core.streamCount)));
        if (ctx.lineBEndpoint() != null)
        {
            transport.lineBEndpoint(ctx.lineBEndpoint());
        }
        if (transport.name() == null)
        {
            transport.name("s" + ctx.shard() + "-r" + ctx.replicaId() + "-" +
                endpoint.substring(endpoint.lastIndexOf(':') + 1));
        }
        if (transport.link() == null)
        {
            transport.link(LinkSettings.ofProperties());
        }
        if (ctx.threadingMode() == ThreadingMode.DEDICATED && transport.driverMode() == DriverMode.EMBEDDED_INVOKER)
        {
            transport.driverMode(DriverMode.EMBEDDED_DEDICATED);
        }
        return transport.conclude();
    }

    private static RingContext ring(final Antumbra.Context ctx)
    {
        return new RingContext()
            .slotCount(ctx.ringSlotCount())
            .slotLength(ctx.ringSlotLength())
            .maxEntryLength(ctx.maxEntryLength())
            .producerType(ctx.multiProducer() ? ProducerType.MULTI : ProducerType.SINGLE)
            .stageCount(Pipeline.STAGE_COUNT);
    }

    private static ChronicleShadow.Context shadow(final Antumbra.Context ctx)
    {
        final ChronicleShadow.Context shadow =
            ctx.shadowContext() == null ? new ChronicleShadow.Context() : ctx.shadowContext();
        final Path journalFolder = ctx.journalFolder() == null ? ctx.folder() : ctx.journalFolder();
        return shadow.folder(ctx.folder())
            .journalFolder(journalFolder)
            .shard(ctx.shard())
            .streamCount(ctx.streams().size())
            .maxEntryLength(ctx.maxEntryLength())
            .durability(ctx.durability())
            .conclude();
    }
}
