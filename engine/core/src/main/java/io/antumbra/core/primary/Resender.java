package io.antumbra.core.primary;

import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.resend.ResendController;
import io.antumbra.core.resend.SentFrames;

/**
 * Sends again what is overdue, the oldest first: a copy by line B, which waits for nothing that line A waits for, or
 * once more by line A where line B does not take it. Again and again until it is held, each time later, and within the
 * budget of bytes. When each is due decides {@link ResendController}.
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

    private final PrimaryState state;
    private final LinkFrames frames;
    private final DataLines lines;

    Resender(final PrimaryState state, final LinkFrames frames, final DataLines lines)
    {
        this.state = state;
        this.frames = frames;
        this.lines = lines;
    }

    /** Returns frames sent. */
    int doWork(final StandbyLink link, final long nowNs)
    {
        final SentFrames sent = link.sent;
        if (sent.isEmpty())
        {
            return 0;
        }
        final long overdueAfterNs = link.controller.overdueAfterNs();
        if (link.isOnLineB)
        {
            goBackWhenOverdue(link, overdueAfterNs, nowNs);
            return 0;
        }
        final long end = Math.min(sent.next(), sent.oldest() + FRAMES_PER_LOOK);
        int copies = 0;
        for (long number = sent.oldest(); number < end && copies < COPIES_PER_DUTY_CYCLE; number++)
        {
            if (sent.copies(number) == 0 && nowNs - sent.sendTimeNs(number) < overdueAfterNs)
            {
                break;
            }
            if (isDue(link, number, nowNs) && !sent.isHeld(number, link.acknowledged))
            {
                if (!link.controller.budget().has(sent.lengthBytes(number)))
                {
                    state.stats.budgetExhausted++;
                    break;
                }
                copies += copy(link, number, nowNs) ? 1 : 0;
            }
        }
        return copies;
    }

    private static boolean isDue(final StandbyLink link, final long number, final long nowNs)
    {
        final int copies = link.sent.copies(number);
        return copies == 0 || nowNs - link.sent.copyTimeNs(number) >= link.controller.distanceNs(copies);
    }

    private boolean copy(final StandbyLink link, final long number, final long nowNs)
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
        if (!lines.copy(link, frame) && !(isFirst && lines.repeat(link, frame)))
        {
            return false;
        }
        link.controller.budget().spend(frame.sealedLength());
        state.stats.retransmitted += frame.count();
        for (long sequence = frame.firstSequence(); sequence <= frame.lastSequence(); sequence++)
        {
            state.shadow.retransmitted(streamId, sequence);
        }
        return true;
    }

    private void goBackWhenOverdue(final StandbyLink link, final long overdueAfterNs, final long nowNs)
    {
        final SentFrames sent = link.sent;
        final long ageNs = nowNs - sent.sendTimeNs(sent.oldest());
        if (ageNs < overdueAfterNs || (link.goBacks > 0 && ageNs < link.controller.distanceNs(link.goBacks)))
        {
            return;
        }
        link.goBacks++;
        sent.clear();
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            link.nextToSend[streamId] = link.acknowledged[streamId] + 1;
        }
    }
}
