package io.antumbra.chaos.sim;

import java.util.function.Supplier;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.frame.SubsetFrame;
import org.agrona.concurrent.UnsafeBuffer;

/** Offers subsets of random bytes to whoever leads, at the scenario's rate, each stream by itself. */
final class Producer implements Timeline.Task
{
    private final World world;
    private final Supplier<LeaderHost> leader;
    private final Draw draw;
    private final EntryMeta[] metas;
    private final byte[][] payloads;
    private final UnsafeBuffer buffer;
    private final int stride;

    Producer(final World world, final Supplier<LeaderHost> leader)
    {
        this.world = world;
        this.leader = leader;
        draw = world.draw.fork();
        metas = new EntryMeta[world.scenario.maxSubset];
        payloads = new byte[metas.length][];
        stride = world.scenario.maxEntryLength;
        buffer = new UnsafeBuffer(new byte[stride * metas.length]);
        for (int i = 0; i < metas.length; i++)
        {
            metas[i] = new EntryMeta();
        }
    }

    void start()
    {
        for (int streamId = 0; streamId < world.scenario.streamCount; streamId++)
        {
            next(streamId);
        }
    }

    private void next(final int streamId)
    {
        world.timeline.at(world.timeline.nowNs() + draw.between(1, 2 * world.scenario.produceIntervalNs), this,
            streamId);
    }

    /** Time for the next subset of a stream, if anybody takes it. */
    @Override
    public void run(final long streamId)
    {
        final LeaderHost host = world.isQuiet ? null : leader.get();
        if (host != null && host.mayTakeEntries())
        {
            host.guard(() -> produce(host, (int)streamId));
        }
        next((int)streamId);
    }

    private void produce(final LeaderHost host, final int streamId)
    {
        final int wanted = (int)draw.between(1, metas.length);
        int frameLength = SubsetFrame.OVERHEAD;
        int count = 0;
        while (count < wanted)
        {
            final byte[] payload = new byte[(int)draw.between(1, world.scenario.maxEntryLength)];
            frameLength += SubsetFrame.ENTRY_OVERHEAD + payload.length;
            if (count > 0 && frameLength > world.scenario.subsetMaxLength)
            {
                break;
            }
            fill(payload);
            buffer.putBytes(count * stride, payload);
            payloads[count++] = payload;
        }
        for (int i = 0; i < count; i++)
        {
            final EntryMeta meta = metas[i];
            meta.streamId = streamId;
            meta.priority = draw.below(4);
            meta.entryLength = payloads[i].length;
            meta.subsetCount = count;
            meta.originalEpochNs = draw.next() >>> 1;
            meta.shadowEpochNs = meta.originalEpochNs + 1000;
        }
        host.append(streamId, metas, count, buffer, stride, payloads);
    }

    private void fill(final byte[] payload)
    {
        long bits = draw.next();
        for (int i = 0; i < payload.length; i++)
        {
            payload[i] = (byte)(bits >>> ((i & 7) * Byte.SIZE));
            if ((i & 7) == 7)
            {
                bits = bits * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
            }
        }
    }
}
