package io.antumbra.core.standby;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.frame.ShadowFrames;
import io.antumbra.core.frame.SubsetFrame;

/**
 * Sends a primary that starts with less than we hold what it asked for, a bounded number of frames each duty cycle.
 * What is gone here, or damaged, is answered with GAP_BEYOND_SHADOW(first, oldest): the primary may have somebody
 * else to ask, and must not wait for us. Rejected: to send all of it at once (it would fill the line on which we
 * acknowledge).
 */
final class RangeServer
{
    private static final int FRAMES_PER_DUTY_CYCLE = 16;

    private final StandbyState state;
    private final StandbyFrames frames;
    private final ShadowFrames shadowFrames;
    private int streamId;
    private long next;
    private long last;

    RangeServer(final StandbyState state, final StandbyFrames frames)
    {
        this.state = state;
        this.frames = frames;
        shadowFrames = new ShadowFrames(state.shadow, state.config.shard, state.config.subsetMaxLength,
            new SubsetFrame(state.config.maxFrameLength));
        stop();
    }

    void serve(final int newStreamId, final long first, final long lastSequence)
    {
        streamId = newStreamId;
        next = first;
        last = lastSequence;
    }

    void stop()
    {
        next = 1;
        last = 0;
    }

    int doWork(final long nowNs)
    {
        int sent = 0;
        while (next <= last && sent < FRAMES_PER_DUTY_CYCLE)
        {
            final int result = shadowFrames.build(streamId, next, last, 0, 0, nowNs);
            if (result <= 0)
            {
                refuse(result);
                break;
            }
            final SubsetFrame frame = shadowFrames.frame();
            if (state.outbox.offer(state.primaryId, Outbox.ACKNOWLEDGEMENTS, frame.buffer(), 0, frame.sealedLength()) <
                0)
            {
                break;
            }
            next = frame.lastSequence() + 1;
            sent++;
        }
        return sent;
    }

    /** The answer may be lost: the primary asks again, and is told again. */
    private void refuse(final int outcome)
    {
        final long end = state.shadow.end(streamId);
        final long oldest = state.shadow.oldestRetained(streamId);
        if (outcome == Outcome.CORRUPT)
        {
            state.stats.corruptEntries++;
            frames.cannotServe(streamId, next, next + 1);
            state.tellOnce(Problem.CORRUPT_RECORD, "the primary needs record " + next + " of stream " + streamId +
                ", which does not match its checksum here: start another standby that holds it");
        }
        else
        {
            frames.cannotServe(streamId, next, next < oldest ? oldest : last + 1);
            state.tellOnce(Problem.GAP_BEYOND_SHADOW, "the primary needs stream " + streamId + " from sequence " +
                next + ", here are " + oldest + " to " + end + ": start another standby that holds it");
        }
        stop();
    }
}
