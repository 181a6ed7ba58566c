package io.antumbra.core.primary;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.frame.ShadowFrames;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.wire.RefusalReason;

/**
 * Everything that goes to a standby as data. The fast path sends the subset just shadowed to every standby that is
 * up to
 * it. Whoever is behind, because its buffer was full, it lost something, or it has just joined, is served from the
 * shadow by the same cursor, a bounded number of frames each duty cycle: one mechanism for back pressure, rewind and
 * catch-up, and nobody waits for anybody else.
 *
 * <p>A tail that is unacknowledged for longer than the forecast says is sent once more: a lost tail would otherwise
 * wait for Aeron's next heartbeat, up to 100 ms, because nothing behind it shows the gap. The forecast moves only this
 * moment. What was sent once more already is not sent a third time when the tail grows: the last of it shows the gap as
 * well as the whole, and a standby that fell silent would get the same bytes again with every entry.
 */
final class LinkSender
{
    private static final int FRAMES_PER_DUTY_CYCLE = 16;
    private static final int RESEND_FRAMES = 8;

    private final PrimaryState state;
    private final ControlFrames control;
    private final ShadowFrames shadowFrames;

    LinkSender(final PrimaryState state, final ControlFrames control)
    {
        this.state = state;
        this.control = control;
        shadowFrames =
            new ShadowFrames(state.shadow, state.replica.history, state.config.shard, state.config.subsetMaxLength,
                new SubsetFrame(state.config.maxFrameLength));
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
                isSent |= offer(link, frame, nowNs);
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
        int frames = 0;
        for (final StandbyLink link : state.links)
        {
            if (link.isFollowing(state.epoch))
            {
                for (int streamId = 0; streamId < state.config.streamCount; streamId++)
                {
                    frames += catchUp(link, streamId, nowNs) + resendOverdue(link, streamId, nowNs);
                }
            }
        }
        return frames;
    }

    private int catchUp(final StandbyLink link, final int streamId, final long nowNs)
    {
        final long limit = sendLimit(link, streamId);
        int frames = 0;
        while (link.nextToSend[streamId] <= limit && frames < FRAMES_PER_DUTY_CYCLE)
        {
            final long first = link.nextToSend[streamId];
            if (!build(link, streamId, first, limit, nowNs))
            {
                link.isRefused = false;
                break;
            }
            if (!offer(link, shadowFrames.frame(), nowNs))
            {
                break;
            }
            state.stats.caughtUp += shadowFrames.frame().count();
            frames++;
        }
        return frames;
    }

    private int resendOverdue(final StandbyLink link, final int streamId, final long nowNs)
    {
        final long first = link.acknowledged[streamId] + 1;
        final long last = link.nextToSend[streamId] - 1;
        if (first > last)
        {
            return 0;
        }
        final long idleNs = nowNs - Math.max(link.lastSendNs[streamId], link.progressNs[streamId]);
        if (link.resentThrough[streamId] >= last)
        {
            goBackWhenStuck(link, streamId, idleNs);
            return 0;
        }
        if (idleNs < link.roundTrip.overdueAfterNs())
        {
            return 0;
        }
        long next = Math.max(first, link.resentThrough[streamId] + 1);
        int frames = 0;
        while (next <= last && frames < RESEND_FRAMES && build(link, streamId, next, last, nowNs) &&
            offer(link, shadowFrames.frame(), nowNs))
        {
            countResent(streamId);
            next = shadowFrames.frame().lastSequence() + 1;
            frames++;
        }
        if (frames > 0)
        {
            link.resentThrough[streamId] = last;
        }
        return frames;
    }

    /**
     * Both copies of a tail are gone, and with a full window nothing behind it will ever show the gap. Aeron does not
     * lose within a session; this bounds the stall where something else does.
     */
    private void goBackWhenStuck(final StandbyLink link, final int streamId, final long idleNs)
    {
        if (idleNs >= state.config.peerTimeoutNs)
        {
            link.nextToSend[streamId] = link.acknowledged[streamId] + 1;
        }
    }

    private void countResent(final int streamId)
    {
        final SubsetFrame frame = shadowFrames.frame();
        state.stats.retransmitted += frame.count();
        for (long sequence = frame.firstSequence(); sequence <= frame.lastSequence(); sequence++)
        {
            state.shadow.retransmitted(streamId, sequence);
        }
    }

    private boolean build(final StandbyLink link, final int streamId, final long first, final long last,
        final long nowNs)
    {
        final int result = shadowFrames.build(streamId, first, last, state.epoch, state.committed[streamId], nowNs);
        if (result > 0)
        {
            return true;
        }
        if (result == Outcome.BACK_PRESSURED)
        {
            return false;
        }
        if (result == Outcome.CORRUPT)
        {
            state.stats.corruptEntries++;
            if (state.problems.isNew(Problem.CORRUPT_RECORD, link.replicaId))
            {
                state.tell(Problem.CORRUPT_RECORD, link.replicaId, "record " + first + " of stream " + streamId +
                    " does not match its checksum and is not sent: restart this primary, its recovery cuts the" +
                    " shadow there and fetches the rest from a standby");
            }
            return false;
        }
        link.isBeyondShadow = true;
        final long oldest = state.shadow.oldestRetained(streamId);
        control.refuse(link.replicaId, RefusalReason.GAP_BEYOND_SHADOW, streamId, first, oldest);
        if (state.problems.isNew(Problem.GAP_BEYOND_SHADOW, link.replicaId))
        {
            state.tell(Problem.GAP_BEYOND_SHADOW, link.replicaId, "standby " + link.replicaId + " needs stream " +
                streamId + " from sequence " + first + ", the oldest retained is " + oldest +
                ": give it a copy of a complete shadow folder, or drop it");
        }
        return false;
    }

    private boolean offer(final StandbyLink link, final SubsetFrame frame, final long nowNs)
    {
        final long result = state.outbox.offer(link.replicaId, Outbox.LINE_A, frame.buffer(), 0,
            frame.sealedLength());
        link.isRefused = result < 0;
        if (link.isRefused)
        {
            state.stats.framesRefused++;
            return false;
        }
        state.stats.framesSent++;
        final int streamId = frame.streamId();
        if (link.acknowledged[streamId] == link.nextToSend[streamId] - 1)
        {
            link.waitingSinceNs = nowNs;
        }
        link.sent(streamId, frame.lastSequence(), state.committed[streamId], nowNs);
        return true;
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
