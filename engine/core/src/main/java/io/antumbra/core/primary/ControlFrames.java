package io.antumbra.core.primary;

import java.nio.ByteBuffer;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.Handshake;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.Proofs;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.ChallengeEncoder;
import io.antumbra.wire.FetchRangeEncoder;
import io.antumbra.wire.HeartbeatEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.NewEpochEncoder;
import io.antumbra.wire.RefusalEncoder;
import io.antumbra.wire.RefusalReason;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes and sends what a primary says beside data. Nothing here is kept when a peer's buffer is full: each message is
 * repeated by a timer or by the peer's own question. It goes by line B where line A is away.
 */
final class ControlFrames
{
    private static final int POSITION_LENGTH = 64;
    private static final long NO_ANSWER_WANTED = 0;

    /** In place of the in-sync set, of which the primary is always a member. */
    private static final long PROBE = 0;
    private static final int PROBED_STREAMS = 4;

    /** Bytes of a probe for which there is room for its streams; less than any entry with its headers. */
    static final int PROBE_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + HeartbeatEncoder.BLOCK_LENGTH +
        HeartbeatEncoder.PositionsEncoder.sbeHeaderSize() +
        HeartbeatEncoder.PositionsEncoder.sbeBlockLength();

    private final PrimaryState state;
    private final UnsafeBuffer buffer;
    private final FrameSeal seal = new FrameSeal();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ChallengeEncoder challenge = new ChallengeEncoder();
    private final NewEpochEncoder newEpoch = new NewEpochEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final RefusalEncoder refusal = new RefusalEncoder();
    private final FetchRangeEncoder fetchRange = new FetchRangeEncoder();

    ControlFrames(final PrimaryState state)
    {
        this.state = state;
        final int capacity = 1024 + state.config.streamCount * EpochHistory.CAPACITY * POSITION_LENGTH;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity));
    }

    boolean challenge(final Handshake handshake, final Proofs proofs)
    {
        challenge.wrapAndApplyHeader(buffer, 0, header)
            .shard(handshake.shard)
            .primaryId(handshake.primaryId)
            .primaryIncarnation(handshake.primaryIncarnation)
            .replicaId(handshake.standbyId)
            .replicaIncarnation(handshake.standbyIncarnation)
            .epoch(state.epoch)
            .standbyNonceHigh(handshake.standbyNonceHigh)
            .standbyNonceLow(handshake.standbyNonceLow)
            .nonceHigh(handshake.primaryNonceHigh)
            .nonceLow(handshake.primaryNonceLow)
            .putProof(proofs.prove(Proofs.PRIMARY, handshake), 0, Proofs.LENGTH);
        return send(handshake.standbyId, challenge.sbeTemplateId(), challenge.encodedLength());
    }

    /** Offers the epoch to a standby that has joined and not adopted it yet. */
    void offerEpoch(final StandbyLink link, final long nowNs)
    {
        if (state.epoch == 0 || !link.isBound || link.adoptedEpoch == state.epoch)
        {
            return;
        }
        link.lastControlNs = nowNs;
        final EpochHistory history = state.epochState.history();
        if (history.size() == EpochHistory.CAPACITY && link.joinAdoptedEpoch < history.epochAt(0) && link.hasEntries())
        {
            link.isBeyondShadow = true;
            refuse(link.replicaId, RefusalReason.HISTORY, 0, 0, 0);
            if (state.problems.isNew(Problem.HISTORY_TOO_OLD, link.replicaId))
            {
                state.tell(Problem.HISTORY_TOO_OLD, link.replicaId, "standby " + link.replicaId +
                    " last followed epoch " + link.joinAdoptedEpoch + ", the history here starts at " +
                    history.epochAt(0) + ": give it a copy of a complete shadow folder");
            }
            return;
        }
        newEpoch(link);
    }

    private boolean newEpoch(final StandbyLink link)
    {
        final EpochHistory history = state.epochState.history();
        newEpoch.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .epoch(state.epoch)
            .primaryId(state.config.replicaId)
            .primaryIncarnation(state.epochState.incarnation)
            .configurationVersion(state.epochState.configurationVersion)
            .inSyncSet(state.epochState.inSyncSet)
            .claimedEpoch(link.joinAdoptedEpoch);
        final int from = firstEpochToTell(link, history);
        final NewEpochEncoder.HistoryEncoder group = newEpoch
            .historyCount((history.size() - from) * history.streamCount());
        for (int i = from; i < history.size(); i++)
        {
            for (int streamId = 0; streamId < history.streamCount(); streamId++)
            {
                group.next()
                    .epoch(history.epochAt(i))
                    .streamId(streamId)
                    .firstSequence(history.firstSequenceAt(i, streamId));
            }
        }
        return send(link.replicaId, newEpoch.sbeTemplateId(), newEpoch.encodedLength());
    }

    /** From the epoch that the standby last adopted, so that it can tell that nothing is missing between. */
    private static int firstEpochToTell(final StandbyLink link, final EpochHistory history)
    {
        for (int i = history.size() - 1; i > 0; i--)
        {
            if (history.epochAt(i) <= link.joinAdoptedEpoch)
            {
                return i;
            }
        }
        return 0;
    }

    /** Also before there is an epoch: then it says only that the join has arrived, and that there is time to wait. */
    boolean heartbeat(final StandbyLink link, final long nowNs)
    {
        link.rank = state.rank(link);
        final boolean isSent = positions(link, nowNs, nowNs);
        link.lastControlNs = isSent ? nowNs : link.lastControlNs;
        return isSent;
    }

    /** Tells committed positions only: an answer to each would be one more frame for every pause between entries. */
    boolean announceCommits(final StandbyLink link, final long nowNs)
    {
        return positions(link, NO_ANSWER_WANTED, nowNs);
    }

    /**
     * Shows on line A what was sent there. The transport sees its own gap by it; should that be whole, and something be
     * missing all the same, the standby sees it by the ends of the first streams that wait.
     */
    boolean probe(final StandbyLink link, final long nowNs)
    {
        beginHeartbeat(link, nowNs, PROBE);
        final HeartbeatEncoder.PositionsEncoder positions = heartbeat.positionsCount(PROBED_STREAMS);
        int probed = 0;
        for (int streamId = 0; streamId < state.config.streamCount && probed < PROBED_STREAMS; streamId++)
        {
            if (link.acknowledged[streamId] < link.nextToSend[streamId] - 1)
            {
                positions.next()
                    .streamId(streamId)
                    .endSequence(link.nextToSend[streamId] - 1)
                    .committedSequence(state.committed[streamId]);
                probed++;
            }
        }
        positions.resetCountToIndex();
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + heartbeat.encodedLength(),
            heartbeat.sbeTemplateId());
        return state.outbox.offer(link.replicaId, Outbox.LINE_A, buffer, 0, length) >= 0;
    }

    private void beginHeartbeat(final StandbyLink link, final long sendTimestampNs, final long inSyncSet)
    {
        heartbeat.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .primaryId(state.config.replicaId)
            .epoch(state.epoch)
            .sendTimestampNs(sendTimestampNs)
            .configurationVersion(state.epochState.configurationVersion)
            .inSyncSet(inSyncSet)
            .replicaIncarnation(link.incarnation)
            .rank(link.rank);
    }

    private boolean positions(final StandbyLink link, final long sendTimestampNs, final long nowNs)
    {
        beginHeartbeat(link, sendTimestampNs, state.epochState.inSyncSet);
        final int streamCount = state.config.streamCount;
        final HeartbeatEncoder.PositionsEncoder positions = heartbeat.positionsCount(streamCount);
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            positions.next()
                .streamId(streamId)
                .endSequence(state.shadow.end(streamId))
                .committedSequence(state.committed[streamId]);
        }
        if (!send(link.replicaId, heartbeat.sbeTemplateId(), heartbeat.encodedLength()))
        {
            return false;
        }
        link.controller.onShown(nowNs);
        System.arraycopy(state.committed, 0, link.announcedCommit, 0, streamCount);
        link.lastFrameNs = nowNs;
        return true;
    }

    boolean refuse(final int replicaId, final RefusalReason reason, final int streamId, final long firstSequence,
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
        return send(replicaId, refusal.sbeTemplateId(), refusal.encodedLength());
    }

    boolean fetchRange(final StandbyLink link, final int streamId, final long firstSequence, final long lastSequence)
    {
        fetchRange.wrapAndApplyHeader(buffer, 0, header)
            .shard(state.config.shard)
            .replicaId(link.replicaId)
            .streamId(streamId)
            .firstSequence(firstSequence)
            .lastSequence(lastSequence);
        return send(link.replicaId, fetchRange.sbeTemplateId(), fetchRange.encodedLength());
    }

    private boolean send(final int replicaId, final int templateId, final int encodedLength)
    {
        final int length = seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, templateId);
        final long result = state.outbox.offer(replicaId, Outbox.LINE_A, buffer, 0, length);
        return result >= 0 || (result == Outcome.NOT_CONNECTED &&
            state.outbox.offer(replicaId, Outbox.LINE_B, buffer, 0, length) >= 0);
    }
}
