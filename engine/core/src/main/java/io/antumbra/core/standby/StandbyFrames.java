package io.antumbra.core.standby;

import java.nio.ByteBuffer;

import io.antumbra.core.EntryView;
import io.antumbra.core.Handshake;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Proofs;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementEncoder;
import io.antumbra.wire.EpochAdoptedEncoder;
import io.antumbra.wire.HelloEncoder;
import io.antumbra.wire.JoinEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.RefusalEncoder;
import io.antumbra.wire.RefusalReason;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes and sends what a standby says; a refused frame is said again by the caller's timer. */
final class StandbyFrames
{
    private static final int HOLDING_LENGTH = 64;

    private final StandbyState state;
    private final UnsafeBuffer buffer;
    private final EntryView view = new EntryView();
    private final FrameSeal seal = new FrameSeal();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final HelloEncoder hello = new HelloEncoder();
    private final JoinEncoder join = new JoinEncoder();
    private final EpochAdoptedEncoder adopted = new EpochAdoptedEncoder();
    private final RefusalEncoder refusal = new RefusalEncoder();
    private final AcknowledgementEncoder acknowledgement = new AcknowledgementEncoder();

    StandbyFrames(final StandbyState state)
    {
        this.state = state;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(1024 + state.config.streamCount * HOLDING_LENGTH));
    }

    boolean hello(final Handshake handshake)
    {
        hello.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .replicaId(state.config.replicaId)
            .incarnation(state.epochState.incarnation)
            .promisedEpoch(state.epochState.promisedEpoch)
            .nonceHigh(handshake.standbyNonceHigh)
            .nonceLow(handshake.standbyNonceLow)
            .streamCount(state.config.streamCount)
            .maxEntryLength(state.config.maxEntryLength);
        return send(hello.sbeTemplateId(), hello.encodedLength());
    }

    /** Claims to have adopted an epoch last: the primary tells its history from there on. */
    boolean join(final byte[] proof, final long adoptedEpoch)
    {
        join.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .replicaId(state.config.replicaId)
            .incarnation(state.epochState.incarnation)
            .promisedEpoch(state.epochState.promisedEpoch)
            .adoptedEpoch(adoptedEpoch)
            .eligible(state.replica.isEligible() ? (short)1 : (short)0)
            .putProof(proof, 0, Proofs.LENGTH);
        final JoinEncoder.HoldingsEncoder holdings = join.holdingsCount(state.config.streamCount);
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            final long end = state.shadow.end(streamId);
            final boolean isReadable = end > 0 && state.shadow.read(streamId, end, view) == Outcome.OK;
            holdings.next()
                .streamId(streamId)
                .endSequence(end)
                .endOriginEpoch(isReadable ? view.meta().originEpoch : 0)
                .oldestRetained(state.shadow.oldestRetained(streamId))
                .promisedSequence(state.shadow.promised(streamId));
        }
        return send(join.sbeTemplateId(), join.encodedLength());
    }

    boolean epochAdopted()
    {
        adopted.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .epoch(state.epoch)
            .replicaId(state.config.replicaId)
            .incarnation(state.epochState.incarnation);
        final EpochAdoptedEncoder.HoldingsEncoder holdings = adopted.holdingsCount(state.config.streamCount);
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            holdings.next().streamId(streamId).endSequence(state.shadow.held(streamId));
        }
        return send(adopted.sbeTemplateId(), adopted.encodedLength());
    }

    boolean acknowledge(final long echoedTimestampNs, final long holdNs, final boolean isRewind, final long pauseNs)
    {
        final LineReceipts receipts = state.receipts;
        acknowledgement.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .replicaId(state.config.replicaId)
            .epoch(state.epoch)
            .incarnation(state.epochState.incarnation)
            .echoedTimestampNs(echoedTimestampNs)
            .holdNs(holdNs)
            .rewind(isRewind ? (short)1 : (short)0)
            .leaseNs(state.leaseNs)
            .lineReceived(receipts.received())
            .lineMissed(receipts.missed())
            .lineUseful(receipts.useful())
            .pauseNs(pauseNs)
            .queuedEntries(0)
            .syncNs(state.shadow.syncNs());
        long queuedEntries = 0;
        final AcknowledgementEncoder.PositionsEncoder positions = acknowledgement
            .positionsCount(state.config.streamCount);
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            final long held = state.shadow.held(streamId);
            queuedEntries += Math.max(0, held - state.delivered[streamId]);
            positions.next()
                .streamId(streamId)
                .heldSequence(held)
                .deliveredSequence(state.delivered[streamId]);
        }
        acknowledgement.queuedEntries(queuedEntries);
        return send(acknowledgement.sbeTemplateId(), acknowledgement.encodedLength());
    }

    /** What a primary that repairs itself asked for cannot be had from here. */
    boolean cannotServe(final int streamId, final long firstSequence, final long oldestSequence)
    {
        return refuse(RefusalReason.GAP_BEYOND_SHADOW, streamId, firstSequence, oldestSequence);
    }

    /** The primary's proof of the key does not hold: without a word it would see one hello after the other. */
    boolean refuseProof()
    {
        return refuse(RefusalReason.PROOF, 0, 0, 0);
    }

    private boolean refuse(final RefusalReason reason, final int streamId, final long firstSequence,
        final long oldestSequence)
    {
        refusal.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .replicaId(state.config.replicaId)
            .epoch(state.epoch)
            .reason(reason)
            .streamId(streamId)
            .firstSequence(firstSequence)
            .oldestSequence(oldestSequence);
        return send(refusal.sbeTemplateId(), refusal.encodedLength());
    }

    private boolean send(final int templateId, final int encodedLength)
    {
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, templateId);
        return state.outbox.offer(state.primaryId, Outbox.ACKNOWLEDGEMENTS, buffer, 0, length) >= 0;
    }
}
