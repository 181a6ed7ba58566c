package io.antumbra.chaos.sim;

import java.util.function.Supplier;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.frame.SubsetFrame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Offers subsets of random bytes to whoever leads, at the scenario's rate, each stream by itself: one by one, or in
 * bursts that are offered as fast as they are taken, so that windows are full and nothing fresh is on the way.
 */
final class Producer implements Timeline.Task
{
    /** Between two subsets of a burst, ns. */
    private static final long BURST_NS = 100_000;

    /** To the next try when a subset of a burst was refused, ns. */
    private static final long RETRY_NS = 1_000_000;

    private static final long ENOUGH = 700;
    private static final int THINNER = 3;
    private final World world;
    private final Supplier<LeaderHost> leader;
    private final Draw draw;
    private final EntryMeta[] metas;
    private final byte[][] payloads;
    private final UnsafeBuffer buffer;
    private final int stride;
    private final int[] leftOfBurst;
    private int taken;

    Producer(final World world, final Supplier<LeaderHost> leader)
    {
        this.world = world;
        this.leader = leader;
        draw = world.draw.fork();
        metas = new EntryMeta[world.scenario.maxSubset];
        payloads = new byte[metas.length][];
        stride = world.scenario.maxEntryLength;
        leftOfBurst = new int[world.scenario.streamCount];
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
            after(world.scenario.produceIntervalNs, streamId);
        }
    }

    private void after(final long meanNs, final int streamId)
    {
        world.timeline.at(world.timeline.nowNs() + draw.between(1, 2 * meanNs), this, streamId);
    }

    /** Once there is enough to lose, the load gets thinner: the rest of the time belongs to the faults. */
    private long intervalNs()
    {
        final boolean isEnough = world.ledger.acknowledgedCount() >= ENOUGH;
        return isEnough ? THINNER * world.scenario.produceIntervalNs : world.scenario.produceIntervalNs;
    }

    /** Time for the next subset of a stream, if anybody takes it. */
    @Override
    public void run(final long streamId)
    {
        final int stream = (int)streamId;
        final LeaderHost host = world.isQuiet ? null : leader.get();
        taken = 0;
        if (host != null && host.mayTakeEntries())
        {
            host.guard(() -> produce(host, stream));
        }
        if (host == null || !host.isUp())
        {
            after(intervalNs(), stream);
        }
        else if (leftOfBurst[stream] > 0)
        {
            leftOfBurst[stream] -= taken > 0 ? 1 : 0;
            after(taken > 0 ? BURST_NS : RETRY_NS, stream);
        }
        else
        {
            leftOfBurst[stream] = world.scenario.burstSubsets - 1;
            after(intervalNs() * world.scenario.burstSubsets, stream);
        }
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
        taken = host.append(streamId, metas, count, buffer, stride, payloads);
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
