package io.antumbra.core.primary;

import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.frame.ShadowFrames;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.wire.RefusalReason;

/** Builds from the shadow what a standby is to get, and tells it and the operator what can no longer be had. */
final class LinkFrames
{
    private final PrimaryState state;
    private final ControlFrames control;
    private final ShadowFrames shadowFrames;

    LinkFrames(final PrimaryState state, final ControlFrames control)
    {
        this.state = state;
        this.control = control;
        shadowFrames =
            new ShadowFrames(state.shadow, state.replica.history, state.config.shard, state.config.subsetMaxLength,
                new SubsetFrame(state.config.maxFrameLength));
    }

    /** The frame built last. */
    SubsetFrame frame()
    {
        return shadowFrames.frame();
    }

    /** True when {@link #frame()} begins with that sequence; false when it cannot be had, or not yet. */
    boolean build(final StandbyLink link, final int streamId, final long first, final long last, final long nowNs)
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
}
