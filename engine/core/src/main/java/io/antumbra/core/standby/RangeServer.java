package io.antumbra.core.standby;

import io.antumbra.core.Outbox;
import io.antumbra.core.frame.ShadowFrames;
import io.antumbra.core.frame.SubsetFrame;

/** Sends a primary that starts with less than we hold what it asked for, a bounded number of frames each duty cycle. */
final class RangeServer
{
    private static final int FRAMES_PER_DUTY_CYCLE = 16;

    private final StandbyState state;
    private final ShadowFrames shadowFrames;
    private int streamId;
    private long next;
    private long last;

    RangeServer(final StandbyState state)
    {
        this.state = state;
        shadowFrames = new ShadowFrames(state.shadow, state.config.shard, state.config.subsetMaxLength,
            new SubsetFrame(state.config.maxFrameLength));
        stop();
    }

    void serve(final int newStreamId, final long first, final long lastSequence)
    {
        streamId = newStreamId;
        next = first;
        last = Math.min(lastSequence, state.shadow.end(newStreamId));
    }

    void stop()
    {
        next = 1;
        last = 0;
    }

    int doWork(final long nowNs)
    {
        int frames = 0;
        while (next <= last && frames < FRAMES_PER_DUTY_CYCLE)
        {
            if (shadowFrames.build(streamId, next, last, 0, 0, nowNs) <= 0)
            {
                stop();
                break;
            }
            final SubsetFrame frame = shadowFrames.frame();
            if (state.outbox.offer(state.primaryId, Outbox.ACKNOWLEDGEMENTS, frame.buffer(), 0, frame.sealedLength()) <
                0)
            {
                break;
            }
            next = frame.lastSequence() + 1;
            frames++;
        }
        return frames;
    }
}
