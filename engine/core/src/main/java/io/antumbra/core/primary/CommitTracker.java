package io.antumbra.core.primary;

import io.antumbra.core.RecordStatus;
import io.antumbra.core.Shadow;

/**
 * Moves the committed position of a stream: the highest sequence that every member of the in-sync set holds, this
 * replica included, and every standby that is being admitted. Never moves back, whatever a member later reports; never
 * moves while fewer than the minimum are in sync.
 *
 * <p>A primary that is alone in sync could be replaced by force only; it goes on while the arbiter, which would be
 * asked for that, lets it. Where a replica may lead and follow, what may be reused is decided by its delivery, which is
 * behind.
 *
 * <p>Rejected: counting acknowledgements per entry. Positions are cumulative, so the minimum over a handful of longs is
 * all there is to compute, however many entries one acknowledgement covers.
 */
final class CommitTracker
{
    private final PrimaryState state;

    CommitTracker(final PrimaryState state)
    {
        this.state = state;
    }

    /** Recomputes one stream; tells and frees what became acknowledged. */
    void update(final int streamId, final long nowNs)
    {
        final Shadow shadow = state.shadow;
        final long before = state.committed[streamId];
        long through = shadow.held(streamId);
        if (!state.mayCommit || through <= before)
        {
            return;
        }
        int members = 1;
        for (final StandbyLink link : state.links)
        {
            members += link.isInSync ? 1 : 0;
            if (link.isNeeded())
            {
                through = Math.min(through, link.acknowledged[streamId]);
            }
        }
        if (through <= before || members < state.minInSync || state.strangers != 0 ||
            (members == 1 && !state.mayBeAlone(nowNs)))
        {
            return;
        }
        shadow.status(streamId, before + 1, through, RecordStatus.ACKNOWLEDGED);
        state.committed[streamId] = through;
        state.replica.promise(streamId, through);
        if (state.authority == null)
        {
            shadow.reclaimable(streamId, through);
        }
        state.listener.onAcknowledged(streamId, through, nowNs);
    }

    void updateAll(final long nowNs)
    {
        for (int streamId = 0; streamId < state.committed.length; streamId++)
        {
            update(streamId, nowNs);
        }
    }
}
