package io.antumbra.chaos.sim;

import java.nio.ByteOrder;

import io.antumbra.chaos.check.HeldUpJudge;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/** A replica that takes entries, for good or while it leads. */
abstract class LeaderHost extends Host
{
    private static final int TEMPLATE_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();

    private final HeldUpJudge waiting;

    LeaderHost(final World world, final int replicaId)
    {
        super(world, replicaId);
        waiting = new HeldUpJudge(replicaId);
    }

    abstract boolean isLeading();

    /** Nobody can take what it would send. */
    abstract boolean isHeldUp();

    abstract long committed(int streamId);

    abstract long epoch();

    abstract long end(int streamId);

    abstract int appendOne(EntryMeta meta, DirectBuffer buffer, int offset);

    abstract void sendSubset(EntryMeta[] metas, int count, DirectBuffer buffer, int stride);

    /**
     * As the pipeline has it: entries stay in the ring while the primary is held up. Where shadow nodes are, whoever
     * waits for one of them to hold an entry first refuses nothing meanwhile.
     */
    final boolean mayTakeEntries()
    {
        final long nowNs = world.timeline.nowNs();
        if (!isUp() || isPaused() || !isLeading())
        {
            waiting.onReason(nowNs);
            return false;
        }
        final boolean isHeldUp = world.ports.isHeldUp(this, isHeldUp());
        if (world.scenario.shadowNodes == 0)
        {
            waiting.onAsked(isHeldUp, nowNs);
        }
        return !isHeldUp;
    }

    @Override
    final void onStandingStill(final long untilNs)
    {
        waiting.onReason(untilNs);
    }

    /** Sends by any line but line B. */
    abstract long offer(int id, DirectBuffer buffer, int offset, int length);

    final Outbox network()
    {
        return (id, line, buffer, offset, length) -> line == Outbox.LINE_B ?
            offerOnLineB(id, buffer, offset, length) : offer(id, buffer, offset, length);
    }

    private long offerOnLineB(final int id, final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        final Channel channel = channelTo(id);
        final long result = channel == null ? Outcome.NOT_CONNECTED : channel.lineB.offer(buffer, offset, length);
        if (result >= 0 && channel.isAway())
        {
            world.coverage.saw(Transition.LINE_B_CARRIES_ALONE);
        }
        fuse.boundary();
        return result;
    }

    static int templateId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** What the transport says to a frame that was offered. */
    final long offered(final DirectBuffer buffer, final int offset, final long result)
    {
        if (result < 0 && templateId(buffer, offset) == SubsetDecoder.TEMPLATE_ID)
        {
            waiting.onReason(world.timeline.nowNs());
        }
        return result;
    }

    /**
     * Offers what the producer has drawn, as a pipeline would: a subset is shadowed whole, then sent.
     *
     * @return entries that were taken.
     */
    final int append(final int streamId, final EntryMeta[] metas, final int count, final DirectBuffer buffer,
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
            world.bounds.onSize("in flight, entries", replicaId, sequence - committed(streamId),
                world.scenario.maxInFlight);
            appended++;
        }
        if (appended > 0)
        {
            sendSubset(metas, appended, buffer, stride);
            wake();
        }
        return appended;
    }
}
