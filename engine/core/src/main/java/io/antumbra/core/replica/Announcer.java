package io.antumbra.core.replica;

import java.nio.ByteBuffer;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.core.primary.Primary;
import io.antumbra.wire.AnnouncementDecoder;
import io.antumbra.wire.AnnouncementEncoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells the peers who leads now: as soon as it is known to somebody who does or did, and again to those that do not
 * follow. A hint and no more: it makes a peer look, and what it then follows has to be named by the arbiter or to prove
 * itself in the handshake.
 */
final class Announcer
{
    private final ReplicaState state;
    private final PeerConfig[] peers;
    private final Outbox outbox;
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(128));
    private final FrameSeal seal = new FrameSeal();
    private final FrameCheck check = new FrameCheck();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final AnnouncementEncoder encoder = new AnnouncementEncoder();
    private final AnnouncementDecoder decoder = new AnnouncementDecoder();
    private long saidNs;

    Announcer(final ReplicaState state, final PeerConfig[] peers, final Outbox outbox)
    {
        this.state = state;
        this.peers = peers;
        this.outbox = outbox;
    }

    /** Tells all peers whom the arbiter has named. */
    void announce(final Configuration configuration, final long nowNs)
    {
        saidNs = nowNs;
        for (final PeerConfig peer : peers)
        {
            tell(peer.replicaId(), configuration);
        }
    }

    /** Tells those that do not follow, again and again, that this replica leads. */
    void doWork(final Primary primary, final Configuration configuration, final long nowNs)
    {
        if (nowNs - saidNs >= state.config.helloIntervalNs)
        {
            saidNs = nowNs;
            for (final PeerConfig peer : peers)
            {
                if (!primary.tenure().isFollowedBy(peer.replicaId()))
                {
                    tell(peer.replicaId(), configuration);
                }
            }
        }
    }

    private void tell(final int replicaId, final Configuration configuration)
    {
        encoder.wrapAndApplyHeader(buffer, 0, headerEncoder)
            .shard(state.config.shard)
            .primaryId(configuration.primaryId)
            .primaryIncarnation(configuration.primaryIncarnation)
            .epoch(configuration.epoch);
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
            AnnouncementEncoder.TEMPLATE_ID);
        if (outbox.offer(replicaId, Outbox.LINE_A, buffer, 0, length) == Outcome.NOT_CONNECTED)
        {
            outbox.offer(replicaId, Outbox.LINE_B, buffer, 0, length);
        }
    }

    /** Decodes a peer's announcement; false when it is none of this shard by a replica that is known here. */
    boolean onFrame(final DirectBuffer from, final int offset, final int length)
    {
        if (check.templateId(from, offset, length) != AnnouncementDecoder.TEMPLATE_ID)
        {
            return false;
        }
        decoder.wrapAndApplyHeader(from, offset, headerDecoder);
        boolean isPeer = state.config.replicaId == decoder.primaryId();
        for (final PeerConfig peer : peers)
        {
            isPeer |= peer.replicaId() == decoder.primaryId();
        }
        return isPeer && decoder.shard() == state.config.shard;
    }

    int primaryId()
    {
        return decoder.primaryId();
    }

    long epoch()
    {
        return decoder.epoch();
    }
}
