package io.antumbra.core.primary;

import io.antumbra.core.CoreStats;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendController;
import io.antumbra.core.resend.ResendReason;
import io.antumbra.core.resend.SentFrames;

/**
 * Puts frames of entries on the two lines of a link. What is sent first goes by line A, and by line B only where line A
 * is away. Copies go by line B; they move no cursor.
 */
final class DataLines
{
    private final PrimaryState state;

    DataLines(final PrimaryState state)
    {
        this.state = state;
    }

    /** Sends what this standby has not been sent, or is to be sent anew. */
    boolean send(final StandbyLink link, final SubsetFrame frame, final long nowNs)
    {
        final long result = onLineA(link, frame);
        final boolean isAway = result == Outcome.NOT_CONNECTED;
        final boolean isSent = result >= 0 || (isAway && onLineB(link, frame));
        link.isRefused = !isSent;
        if (!isSent)
        {
            state.stats.framesRefused++;
            return false;
        }
        link.isOnLineB = isAway;
        state.stats.framesSent++;
        final int streamId = frame.streamId();
        if (link.acknowledged[streamId] >= link.sentThrough[streamId])
        {
            link.waitingSinceNs = nowNs;
        }
        link.sent(streamId, frame.lastSequence(), state.committed[streamId], nowNs);
        link.controller.onFresh(link.sent.next(), frame.sealedLength(), nowNs);
        final int priority = frame.hasUnprotected() ? SentFrames.NEVER_COPIED : frame.priority();
        link.sent.add(streamId, frame.firstSequence(), frame.lastSequence(), priority, frame.sealedLength(), nowNs);
        if (!isAway && !frame.hasUnprotected())
        {
            doubleAtOnce(link, frame, nowNs);
        }
        return true;
    }

    /** Each frame goes by both lines while the risk is high; now and then one does to learn how line B is. */
    private void doubleAtOnce(final StandbyLink link, final SubsetFrame frame, final long nowNs)
    {
        final ResendController controller = link.controller;
        final int length = frame.sealedLength();
        final boolean isRisky = controller.isDoubled() && controller.budget().has(length);
        if (isRisky && copy(link, frame))
        {
            controller.budget().spend(length);
            link.sent.copied(link.sent.next() - 1, nowNs);
            note(link, frame, ResendAction.COPY, ResendReason.RISK, nowNs);
        }
        else if (!isRisky && controller.isExperiment(length, nowNs) && copy(link, frame))
        {
            link.sent.copied(link.sent.next() - 1, nowNs);
            note(link, frame, ResendAction.COPY, ResendReason.EXPERIMENT, nowNs);
        }
    }

    /** Counts what was sent again, and writes down why. */
    void note(final StandbyLink link, final SubsetFrame frame, final ResendAction action, final ResendReason reason,
        final long nowNs)
    {
        final CoreStats stats = state.stats;
        stats.resentTails += reason == ResendReason.TAIL ? 1 : 0;
        stats.resentGaps += reason == ResendReason.GAP ? 1 : 0;
        stats.resentAgain += reason == ResendReason.AGAIN ? 1 : 0;
        stats.resentForRisk += reason == ResendReason.RISK ? 1 : 0;
        stats.resentForHealth += reason == ResendReason.PEER_UNHEALTHY ? 1 : 0;
        stats.resentAsExperiment += reason == ResendReason.EXPERIMENT ? 1 : 0;
        state.decisions.note(link.replicaId, frame.streamId(), frame.firstSequence(), frame.lastSequence(), action,
            reason, link.controller, nowNs);
    }

    /** Sends a copy by line B. */
    boolean copy(final StandbyLink link, final SubsetFrame frame)
    {
        final boolean isSent = onLineB(link, frame);
        state.stats.copiesSent += isSent ? 1 : 0;
        return isSent;
    }

    /** Sends it once more by line A: useless if something behind it shows the gap, and all there is without line B. */
    boolean repeat(final StandbyLink link, final SubsetFrame frame)
    {
        final boolean isSent = onLineA(link, frame) >= 0;
        state.stats.framesSent += isSent ? 1 : 0;
        return isSent;
    }

    private long onLineA(final StandbyLink link, final SubsetFrame frame)
    {
        final long result = state.outbox.offer(link.replicaId, Outbox.LINE_A, frame.buffer(), 0, frame.sealedLength());
        state.stats.bytesOnLineA += result >= 0 ? frame.sealedLength() : 0;
        return result;
    }

    private boolean onLineB(final StandbyLink link, final SubsetFrame frame)
    {
        frame.number(link.lineNumber + 1);
        final long result = state.outbox.offer(link.replicaId, Outbox.LINE_B, frame.buffer(), 0, frame.sealedLength());
        frame.number(0);
        if (result < 0)
        {
            return false;
        }
        link.lineNumber++;
        state.stats.bytesOnLineB += frame.sealedLength();
        return true;
    }
}
