package io.antumbra.core.primary;

import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.SubsetApplier;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.EpochAdoptedDecoder;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.RefusalReason;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/**
 * What comes back from standbys. Nothing moves a position unless shard, session, replica, incarnation and epoch all
 * match; everything else is counted, told once, and dropped.
 */
final class Inbox
{
    private final PrimaryState state;
    private final ControlFrames control;
    private final Greeter greeter;
    private final Beginning beginning;
    private final CommitTracker commit;
    private final SubsetApplier applier;

    private final FrameCheck check = new FrameCheck();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final HelloDecoder hello = new HelloDecoder();
    private final JoinDecoder join = new JoinDecoder();
    private final EpochAdoptedDecoder adopted = new EpochAdoptedDecoder();
    private final AcknowledgementDecoder acknowledgement = new AcknowledgementDecoder();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final SubsetDecoder subset = new SubsetDecoder();

    Inbox(final PrimaryState state, final ControlFrames control, final Greeter greeter, final Beginning beginning,
        final CommitTracker commit, final SubsetApplier applier)
    {
        this.state = state;
        this.control = control;
        this.greeter = greeter;
        this.beginning = beginning;
        this.commit = commit;
        this.applier = applier;
    }

    void onFrame(final int sessionId, final DirectBuffer buffer, final int offset, final int length,
        final long nowNs)
    {
        switch (check.templateId(buffer, offset, length))
        {
            case AcknowledgementDecoder.TEMPLATE_ID:
                onAcknowledgement(sessionId, buffer, offset, nowNs);
                break;
            case HelloDecoder.TEMPLATE_ID:
                greeter.onHello(sessionId, hello.wrapAndApplyHeader(buffer, offset, header));
                break;
            case JoinDecoder.TEMPLATE_ID:
                onJoin(sessionId, buffer, offset, nowNs);
                break;
            case EpochAdoptedDecoder.TEMPLATE_ID:
                onEpochAdopted(sessionId, buffer, offset, nowNs);
                break;
            case SubsetDecoder.TEMPLATE_ID:
                onRepair(sessionId, buffer, offset);
                break;
            case RefusalDecoder.TEMPLATE_ID:
                onRefusal(sessionId, buffer, offset);
                break;
            case FrameCheck.FOREIGN:
                state.stats.foreignFrames++;
                tellOnce(Problem.FOREIGN_FRAME,
                    "a frame of another schema arrived and was dropped: who else sends here?");
                break;
            case FrameCheck.OTHER_VERSION:
                onOtherVersion(buffer, offset, length);
                break;
            default:
                state.stats.malformedFrames++;
                tellOnce(Problem.MALFORMED_FRAME, "a frame of " + length + " bytes is malformed and was dropped");
                break;
        }
    }

    private void onOtherVersion(final DirectBuffer buffer, final int offset, final int length)
    {
        state.stats.foreignFrames++;
        header.wrap(buffer, offset);
        tellOnce(Problem.WIRE_VERSION, "a standby speaks version " + header.version() + " of the wire, this primary " +
            MessageHeaderDecoder.SCHEMA_VERSION + ": run the same release on all replicas");
        final boolean isHello = header.templateId() == HelloDecoder.TEMPLATE_ID;
        if (isHello && length >= MessageHeaderDecoder.ENCODED_LENGTH + HelloDecoder.BLOCK_LENGTH)
        {
            final int replicaId = hello.wrapAndApplyHeader(buffer, offset, header).replicaId();
            if (state.linkOfReplica(replicaId) != null)
            {
                control.refuse(replicaId, RefusalReason.WIRE_VERSION, 0, 0, 0);
            }
        }
    }

    private void onAcknowledgement(final int sessionId, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        acknowledgement.wrapAndApplyHeader(buffer, offset, header);
        final StandbyLink link = state.linkOfSession(sessionId);
        if (link == null || acknowledgement.replicaId() != link.replicaId ||
            acknowledgement.incarnation() != link.incarnation || acknowledgement.epoch() != state.epoch ||
            acknowledgement.shard() != state.config.shard || link.adoptedEpoch != state.epoch)
        {
            state.stats.refusedFrames++;
            return;
        }
        state.stats.framesReceived++;
        link.lastHeardNs = nowNs;
        link.isLost = false;
        final boolean isRewind = acknowledgement.rewind() != 0;
        final AcknowledgementDecoder.PositionsDecoder positions = acknowledgement.positions();
        while (positions.hasNext())
        {
            positions.next();
            onPosition(link, positions.streamId(), positions.heldSequence(), positions.deliveredSequence(), isRewind,
                nowNs);
        }
        link.held(nowNs);
        link.monitor.onLineB(acknowledgement.lineReceived(), acknowledgement.lineMissed());
        link.reported(acknowledgement.pauseNs(), acknowledgement.queuedEntries(), acknowledgement.syncNs(), nowNs);
        state.stats.usefulCopies += Math.max(0, acknowledgement.lineUseful() - link.usefulCopies);
        link.usefulCopies = acknowledgement.lineUseful();
        sampleRoundTrip(link, nowNs);
    }

    private void sampleRoundTrip(final StandbyLink link, final long nowNs)
    {
        if (acknowledgement.echoedTimestampNs() != 0)
        {
            link.answered(acknowledgement.echoedTimestampNs(), nowNs);
            final long rttNs = nowNs - acknowledgement.echoedTimestampNs() - acknowledgement.holdNs();
            link.controller.forecast().onRoundTrip(nowNs - acknowledgement.echoedTimestampNs(), nowNs);
            link.monitor.onRoundTrip(rttNs);
            state.stats.lastRttNs = rttNs;
            state.stats.overdueAfterNs = link.controller.overdueAfterNs();
            extendLease(link, nowNs);
        }
    }

    /**
     * The standby promised after it had seen the timestamp that it echoes, so a lease that is counted from there, by
     * our own clock, is over before the promise is.
     */
    private void extendLease(final StandbyLink link, final long nowNs)
    {
        final long leaseNs = Math.min(acknowledgement.leaseNs(), state.config.readLeaseNs);
        final long untilNs = acknowledgement.echoedTimestampNs() + state.config.lessDrift(leaseNs);
        final boolean isLater = !link.hasLease || untilNs - link.leaseUntilNs > 0;
        if (leaseNs > 0 && isLater && acknowledgement.echoedTimestampNs() - nowNs <= 0)
        {
            link.hasLease = true;
            link.leaseUntilNs = untilNs;
        }
    }

    private void onPosition(final StandbyLink link, final int streamId, final long held, final long delivered,
        final boolean isRewind, final long nowNs)
    {
        if (streamId < 0 || streamId >= state.config.streamCount || held > state.shadow.end(streamId))
        {
            state.stats.malformedFrames++;
            return;
        }
        link.delivered[streamId] = delivered;
        if (held > link.acknowledged[streamId])
        {
            link.acknowledged[streamId] = held;
            link.progressNs[streamId] = nowNs;
            link.waitingSinceNs = nowNs;
            link.goBacks = 0;
            link.nextToSend[streamId] = Math.max(link.nextToSend[streamId], held + 1);
            commit.update(streamId, nowNs);
        }
        if (isRewind && held == link.acknowledged[streamId])
        {
            link.nextToSend[streamId] = held + 1;
        }
    }

    private void onJoin(final int sessionId, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        final StandbyLink link = greeter.onJoin(sessionId, join.wrapAndApplyHeader(buffer, offset, header), nowNs);
        if (link != null)
        {
            control.offerEpoch(link, nowNs);
        }
    }

    private void onEpochAdopted(final int sessionId, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        adopted.wrapAndApplyHeader(buffer, offset, header);
        final StandbyLink link = state.linkOfSession(sessionId);
        if (link == null || adopted.incarnation() != link.incarnation || adopted.epoch() != state.epoch ||
            adopted.shard() != state.config.shard || link.adoptedEpoch == state.epoch)
        {
            state.stats.refusedFrames++;
            return;
        }
        final EpochAdoptedDecoder.HoldingsDecoder holdings = adopted.holdings();
        while (holdings.hasNext())
        {
            holdings.next();
            final int streamId = holdings.streamId();
            if (streamId < 0 || streamId >= state.config.streamCount ||
                holdings.endSequence() > state.shadow.end(streamId))
            {
                state.stats.malformedFrames++;
                return;
            }
            link.resume(streamId, holdings.endSequence(), nowNs);
        }
        link.adoptedEpoch = state.epoch;
        link.lastHeardNs = nowNs;
        link.waitingSinceNs = nowNs;
        state.listener.onStandbyJoined(link.replicaId, link.incarnation);
        commit.updateAll(nowNs);
    }

    private void onRepair(final int sessionId, final DirectBuffer buffer, final int offset)
    {
        subset.wrapAndApplyHeader(buffer, offset, header);
        if (!beginning.isRepairing() || state.linkOfSession(sessionId) == null ||
            subset.shard() != state.config.shard || subset.streamId() < 0 ||
            subset.streamId() >= state.config.streamCount)
        {
            state.stats.refusedFrames++;
            return;
        }
        if (applier.apply(subset) == Outcome.CORRUPT)
        {
            state.stats.corruptEntries++;
        }
    }

    private void onRefusal(final int sessionId, final DirectBuffer buffer, final int offset)
    {
        refusal.wrapAndApplyHeader(buffer, offset, header);
        if (refusal.reason() == RefusalReason.PROOF)
        {
            greeter.onProofRefused(sessionId, refusal);
            return;
        }
        final StandbyLink link = state.linkOfSession(sessionId);
        if (!beginning.isRepairing() || link == null || refusal.replicaId() != link.replicaId ||
            refusal.shard() != state.config.shard || refusal.streamId() < 0 ||
            refusal.streamId() >= state.config.streamCount || refusal.reason() != RefusalReason.GAP_BEYOND_SHADOW)
        {
            state.stats.refusedFrames++;
            return;
        }
        beginning.onCannotServe(link, refusal.streamId(), refusal.firstSequence(), refusal.oldestSequence());
    }

    private void tellOnce(final Problem problem, final String message)
    {
        if (state.problems.isNew(problem, -1))
        {
            state.tell(problem, -1, message);
        }
    }
}
