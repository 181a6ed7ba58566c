package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** Passes every call on; a wrapper overrides what it is about. */
public class ForwardingShadow implements Shadow
{
    /** Where calls go. */
    protected final Shadow delegate;

    /**
     * @param delegate where calls go.
     */
    public ForwardingShadow(final Shadow delegate)
    {
        this.delegate = delegate;
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        delegate.promised(streamId, throughSequence);
    }

    @Override
    public int streamCount()
    {
        return delegate.streamCount();
    }

    @Override
    public int maxEntryLength()
    {
        return delegate.maxEntryLength();
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return delegate.append(meta, payload, offset);
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return delegate.appendVerified(meta, payload, offset);
    }

    @Override
    public int read(final int streamId, final long sequence, final EntryView view)
    {
        return delegate.read(streamId, sequence, view);
    }

    @Override
    public long end(final int streamId)
    {
        return delegate.end(streamId);
    }

    @Override
    public long held(final int streamId)
    {
        return delegate.held(streamId);
    }

    @Override
    public boolean sync()
    {
        return delegate.sync();
    }

    @Override
    public long oldestRetained(final int streamId)
    {
        return delegate.oldestRetained(streamId);
    }

    @Override
    public void reclaimable(final int streamId, final long throughSequence)
    {
        delegate.reclaimable(streamId, throughSequence);
    }

    @Override
    public long promised(final int streamId)
    {
        return delegate.promised(streamId);
    }

    @Override
    public void status(final int streamId, final long firstSequence, final long lastSequence, final int status)
    {
        delegate.status(streamId, firstSequence, lastSequence, status);
    }

    @Override
    public void retransmitted(final int streamId, final long sequence)
    {
        delegate.retransmitted(streamId, sequence);
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        return delegate.truncate(streamId, fromSequence, epoch);
    }
}
