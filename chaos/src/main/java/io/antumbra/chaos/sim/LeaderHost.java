package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import org.agrona.DirectBuffer;

/** A replica that takes entries, for good or while it leads. */
abstract class LeaderHost extends Host
{
    LeaderHost(final World world, final int replicaId)
    {
        super(world, replicaId);
    }

    abstract boolean isLeading();

    abstract long epoch();

    abstract long end(int streamId);

    abstract int appendOne(EntryMeta meta, DirectBuffer buffer, int offset);

    abstract void sendSubset(EntryMeta[] metas, int count, DirectBuffer buffer, int stride);

    final boolean mayTakeEntries()
    {
        return isUp() && !isPaused() && isLeading();
    }

    /** Offers what the producer has drawn, as a pipeline would: a subset is shadowed whole, then sent. */
    final void append(final int streamId, final EntryMeta[] metas, final int count, final DirectBuffer buffer,
        final int stride, final byte[][] payloads)
    {
        int appended = 0;
        while (appended < count)
        {
            final EntryMeta meta = metas[appended];
            meta.subsetId = appended == 0 ? 0 : metas[0].subsetId;
            final long sequence = end(streamId) + 1;
            final boolean isProtected = !world.scenario.leavesOut || meta.priority >= 1;
            world.ledger.offered(streamId, sequence, epoch(), payloads[appended], isProtected);
            final int operation = world.clients.onAppendAsked(streamId);
            world.ledger.find(streamId, sequence, epoch()).operation(operation);
            if (appendOne(meta, buffer, appended * stride) != Outcome.OK)
            {
                world.clients.onAppendRefused(operation);
                break;
            }
            world.ledger.taken(streamId, sequence, epoch());
            appended++;
        }
        if (appended > 0)
        {
            sendSubset(metas, appended, buffer, stride);
            wake();
        }
    }
}
