package io.antumbra.core.primary;

import io.antumbra.core.frame.SubsetFrame;

/**
 * Everything that goes to a standby as data. The fast path sends the subset just shadowed to every standby that is up
 * to it; what is overdue goes again by {@link Resender}. Whoever is behind, because its buffer was full, it lost
 * something, or it has just joined, is served from the shadow by the same cursor, a bounded number of frames each
 * duty cycle: one mechanism for back pressure, rewind and catch-up, and nobody waits for anybody else. Rejected: a
 * queue for each standby; the shadow has it all, in order, and does not grow while one of them is away.
 */
final class LinkSender
{
    private static final int FRAMES_PER_DUTY_CYCLE = 16;

    private final PrimaryState state;
    private final LinkFrames frames;
    private final DataLines lines;
    private final Resender resender;

    LinkSender(final PrimaryState state, final ControlFrames control)
    {
        this.state = state;
        frames = new LinkFrames(state, control);
        lines = new DataLines(state);
        resender = new Resender(state, frames, lines, control);
    }

    /** Sends the frame of a subset just shadowed; true when at least one standby took it. */
    boolean sendFresh(final SubsetFrame frame, final long nowNs)
    {
        boolean isSent = false;
        for (final StandbyLink link : state.links)
        {
            if (link.isFollowing(state.epoch) && link.nextToSend[frame.streamId()] == frame.firstSequence() &&
                frame.lastSequence() <= sendLimit(link, frame.streamId()))
            {
                isSent |= lines.send(link, frame, nowNs);
            }
        }
        return isSent;
    }

    /**
     * It refused the last frame, and there is something that it has not been sent, so it will be asked again. A refused
     * copy of what it has acknowledged meanwhile is forgotten: nobody would ever ask again.
     */
    boolean isHeldUp(final StandbyLink link)
    {
        if (link.isRefused)
        {
            for (int streamId = 0; streamId < state.config.streamCount; streamId++)
            {
                if (link.nextToSend[streamId] <= state.shadow.end(streamId))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /** Serves whoever is behind, and overdue tails; returns frames sent. */
    int doWork(final long nowNs)
    {
        int sent = 0;
        for (final StandbyLink link : state.links)
        {
            if (link.isFollowing(state.epoch))
            {
                for (int streamId = 0; streamId < state.config.streamCount; streamId++)
                {
                    goBackWhenStuck(link, streamId, nowNs);
                    sent += catchUp(link, streamId, nowNs);
                }
                sent += resender.doWork(link, nowNs);
            }
        }
        return sent;
    }

    private int catchUp(final StandbyLink link, final int streamId, final long nowNs)
    {
        final long limit = sendLimit(link, streamId);
        int sent = 0;
        while (link.nextToSend[streamId] <= limit && sent < FRAMES_PER_DUTY_CYCLE)
        {
            final long first = link.nextToSend[streamId];
            if (!frames.build(link, streamId, first, limit, nowNs))
            {
                link.isRefused = false;
                break;
            }
            if (!lines.send(link, frames.frame(), nowNs))
            {
                break;
            }
            state.stats.caughtUp += frames.frame().count();
            sent++;
        }
        return sent;
    }

    /**
     * All that was sent is gone, and with a full window nothing behind it will ever show the gap. Aeron does not lose
     * within a session; this bounds the stall where something else does. A standby that says nothing is not asked: it
     * would get its whole window again each time, and what it misses is found when it speaks.
     */
    private void goBackWhenStuck(final StandbyLink link, final int streamId, final long nowNs)
    {
        final boolean isWaited = link.acknowledged[streamId] < link.nextToSend[streamId] - 1;
        final long idleNs = nowNs - Math.max(link.lastSendNs[streamId], link.progressNs[streamId]);
        if (isWaited && idleNs >= state.config.peerTimeoutNs && nowNs - link.lastHeardNs < state.config.peerTimeoutNs)
        {
            link.nextToSend[streamId] = link.acknowledged[streamId] + 1;
        }
    }

    /**
     * Shadow nodes hold an entry before the others may see it. What is committed they have held: one that has lost it
     * must not keep the others from getting it back.
     */
    private long sendLimit(final StandbyLink link, final int streamId)
    {
        long limit = state.shadow.end(streamId);
        if (!link.isShadowNode)
        {
            for (final StandbyLink other : state.links)
            {
                if (other.isShadowNode && other.isInSync)
                {
                    limit = Math.min(limit, Math.max(state.committed[streamId], other.acknowledged[streamId]));
                }
            }
        }
        return limit;
    }
}
