package io.antumbra.core.primary;

import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.resend.PeerHealth;
import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendController;
import io.antumbra.core.resend.ResendReason;
import io.antumbra.core.resend.SentFrames;

/**
 * Sends again what {@link ResendController} says is due, the most urgent first, of equals the oldest, and within the
 * budget of bytes: a copy by line B, which waits for nothing that line A waits for, or once more by line A where line B
 * does not take it; a probe for a long tail, and for a short one that a copy has not settled.
 *
 * <p>What the shadow no longer retains is not copied, and that is no failure: the standby has been sent it, and may
 * hold it without having said so yet.
 *
 * <p>Where line B carries a link alone nothing else repairs it, and what comes behind a loss is dropped: all that is
 * not held is then sent anew, as new, without a budget.
 */
final class Resender
{
    private static final int COPIES_PER_DUTY_CYCLE = 16;

    /** Frames that are looked at for one duty cycle; those behind wait for the next. */
    private static final int FRAMES_PER_LOOK = 256;
    private static final int ABOVE_ALL = Integer.MAX_VALUE;

    private final PrimaryState state;
    private final LinkFrames frames;
    private final DataLines lines;
    private final ControlFrames control;

    /** Copies of the link at hand that are on their way, and whether it gets no more in this duty cycle. */
    private int underWay;
    private boolean isSpent;

    Resender(final PrimaryState state, final LinkFrames frames, final DataLines lines, final ControlFrames control)
    {
        this.state = state;
        this.frames = frames;
        this.lines = lines;
        this.control = control;
    }

    /** Returns frames sent. */
    int doWork(final StandbyLink link, final long nowNs)
    {
        if (link.sent.isEmpty())
        {
            return 0;
        }
        if (link.isOnLineB)
        {
            goBackWhenOverdue(link, nowNs);
            return 0;
        }
        return link.health.state() == PeerHealth.State.FAILED ? 0 : resendTail(link, nowNs) + resendGaps(link, nowNs);
    }

    private int resendTail(final StandbyLink link, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final ResendController controller = link.controller;
        final long oldest = sent.oldest();
        final long newest = sent.next() - 1;
        final long newestNs = sent.sendTimeNs(newest);
        if (!controller.isTailDue(newestNs, nowNs))
        {
            return 0;
        }
        int copies = 0;
        if (controller.isTailCopied((int)(newest - oldest + 1)))
        {
            for (int priority = sent.highestPriority(newest + 1, ABOVE_ALL); priority >= 0; priority =
                sent.highestPriority(newest + 1, priority))
            {
                copies += copyTail(link, priority, nowNs);
            }
        }
        if (copies == 0 && control.probe(link, nowNs))
        {
            state.stats.probesSent++;
            controller.budget().spend(ControlFrames.PROBE_LENGTH);
            state.decisions.note(link.replicaId, -1, 0, 0, ResendAction.PROBE, ResendReason.TAIL, controller, nowNs);
        }
        controller.onTailAction(newestNs, nowNs);
        return copies;
    }

    private int copyTail(final StandbyLink link, final int priority, final long nowNs)
    {
        final SentFrames sent = link.sent;
        int copies = 0;
        for (long number = sent.oldest(); number < sent.next(); number++)
        {
            if (sent.priority(number) == priority && sent.copies(number) == 0 &&
                !sent.isHeld(number, link.acknowledged) && isAffordable(link, number))
            {
                copies += copy(link, number, ResendReason.TAIL, nowNs) ? 1 : 0;
            }
        }
        return copies;
    }

    private int resendGaps(final StandbyLink link, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final long end = Math.min(sent.next(), sent.oldest() + FRAMES_PER_LOOK);
        int copies = 0;
        underWay = 0;
        isSpent = false;
        for (int priority = sent.highestPriority(end, ABOVE_ALL); priority >= 0 && !isSpent; priority =
            sent.highestPriority(end, priority))
        {
            copies += resendGaps(link, priority, end, COPIES_PER_DUTY_CYCLE - copies, nowNs);
        }
        return copies;
    }

    private int resendGaps(final StandbyLink link, final int priority, final long end, final int most, final long nowNs)
    {
        final SentFrames sent = link.sent;
        int copies = 0;
        for (long number = sent.oldest(); number < end && !isSpent; number++)
        {
            if (sent.priority(number) != priority || sent.isHeld(number, link.acknowledged))
            {
                continue;
            }
            if (isUnderWay(link, number, nowNs))
            {
                underWay++;
                continue;
            }
            final ResendReason reason = reason(link, number, nowNs);
            if (reason == null)
            {
                break;
            }
            isSpent = underWay >= link.controller.window() || !isAffordable(link, number);
            if (!isSpent && copy(link, number, reason, nowNs))
            {
                copies++;
                underWay++;
                isSpent = copies == most;
            }
        }
        return copies;
    }

    private static boolean isUnderWay(final StandbyLink link, final long number, final long nowNs)
    {
        final int copies = link.sent.copies(number);
        return copies > 0 && !link.controller.isNextDue(copies, link.sent.copyTimeNs(number), nowNs);
    }

    /** Why it is to be copied now; null when it is not, and neither is anything of its priority behind it. */
    private static ResendReason reason(final StandbyLink link, final long number, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final ResendController controller = link.controller;
        if (sent.copies(number) > 0)
        {
            controller.onCopyLost();
            return ResendReason.AGAIN;
        }
        if (number < link.copyBelow)
        {
            return ResendReason.PEER_UNHEALTHY;
        }
        if (number + 1 == sent.next())
        {
            final boolean isRisky =
                controller.level() != ResendController.Level.LOW && controller.budget().isHalfLeft();
            return isRisky ? ResendReason.RISK : null;
        }
        return controller.isGapDue(sent.sendTimeNs(number + 1), nowNs) ? ResendReason.GAP : null;
    }

    private boolean isAffordable(final StandbyLink link, final long number)
    {
        final boolean isAffordable = link.controller.budget().has(link.sent.lengthBytes(number));
        state.stats.budgetExhausted += isAffordable ? 0 : 1;
        return isAffordable;
    }

    private boolean copy(final StandbyLink link, final long number, final ResendReason reason, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final int streamId = sent.streamId(number);
        final long first = Math.max(sent.first(number), link.acknowledged[streamId] + 1);
        final boolean isFirst = sent.copies(number) == 0;
        sent.copied(number, nowNs);
        if (first < state.shadow.oldestRetained(streamId) ||
            !frames.build(link, streamId, first, sent.last(number), nowNs))
        {
            return false;
        }
        final SubsetFrame frame = frames.frame();
        final boolean isCopied = lines.copy(link, frame);
        if (!isCopied && !(isFirst && lines.repeat(link, frame)))
        {
            return false;
        }
        link.controller.budget().spend(frame.sealedLength());
        lines.note(link, frame, isCopied ? ResendAction.COPY : ResendAction.REPEAT, reason, nowNs);
        state.stats.retransmitted += frame.count();
        for (long sequence = frame.firstSequence(); sequence <= frame.lastSequence(); sequence++)
        {
            state.shadow.retransmitted(streamId, sequence);
        }
        return true;
    }

    private void goBackWhenOverdue(final StandbyLink link, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final ResendController controller = link.controller;
        final long ageNs = nowNs - sent.sendTimeNs(sent.oldest());
        if (ageNs < controller.overdueAfterNs() ||
            (link.goBacks > 0 && ageNs < controller.goBackDistanceNs(link.goBacks)))
        {
            return;
        }
        link.goBacks++;
        sent.clear();
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            link.nextToSend[streamId] = link.acknowledged[streamId] + 1;
        }
        state.decisions.note(link.replicaId, -1, 0, 0, ResendAction.GO_BACK, ResendReason.LINE_A_AWAY, controller,
            nowNs);
    }
}
