package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.DirectBuffer;

/** The storage of a host, which takes no record while the host's disk is full. */
class FullShadow implements Shadow
{
    private final MemoryShadow storage;
    private final Host host;

    FullShadow(final Host host)
    {
        storage = host.storage;
        this.host = host;
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return isFull() ? Outcome.BACK_PRESSURED : storage.append(meta, payload, offset);
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return isFull() ? Outcome.BACK_PRESSURED : storage.appendVerified(meta, payload, offset);
    }

    private boolean isFull()
    {
        return host.world.timeline.nowNs() < host.fullUntilNs;
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        storage.promised(streamId, throughSequence);
    }

    @Override
    public int streamCount()
    {
        return storage.streamCount();
    }

    @Override
    public int maxEntryLength()
    {
        return storage.maxEntryLength();
    }

    @Override
    public int read(final int streamId, final long sequence, final EntryView view)
    {
        return storage.read(streamId, sequence, view);
    }

    @Override
    public long end(final int streamId)
    {
        return storage.end(streamId);
    }

    @Override
    public long held(final int streamId)
    {
        return storage.held(streamId);
    }

    @Override
    public boolean sync()
    {
        return storage.sync();
    }

    @Override
    public long oldestRetained(final int streamId)
    {
        return storage.oldestRetained(streamId);
    }

    @Override
    public void reclaimable(final int streamId, final long throughSequence)
    {
        storage.reclaimable(streamId, throughSequence);
    }

    @Override
    public long promised(final int streamId)
    {
        return storage.promised(streamId);
    }

    @Override
    public void status(final int streamId, final long firstSequence, final long lastSequence, final int status)
    {
        storage.status(streamId, firstSequence, lastSequence, status);
    }

    @Override
    public void retransmitted(final int streamId, final long sequence)
    {
        storage.retransmitted(streamId, sequence);
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        return storage.truncate(streamId, fromSequence, epoch);
    }
}
