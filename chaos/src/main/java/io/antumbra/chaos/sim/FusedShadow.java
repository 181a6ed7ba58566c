package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/**
 * A shadow whose process can die before or after each write. What is called most is passed on from here and not by the
 * class above: a call from there meets every kind of shadow, and the compiler takes none of them in.
 */
final class FusedShadow extends ForwardingShadow
{
    private final CrashFuse fuse;

    FusedShadow(final Shadow delegate, final CrashFuse fuse)
    {
        super(delegate);
        this.fuse = fuse;
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        fuse.boundary();
        final int outcome = delegate.append(meta, payload, offset);
        fuse.boundary();
        return outcome;
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        fuse.boundary();
        final int outcome = delegate.appendVerified(meta, payload, offset);
        fuse.boundary();
        return outcome;
    }

    @Override
    public boolean sync()
    {
        final boolean isMoved = delegate.sync();
        if (isMoved)
        {
            fuse.boundary();
        }
        return isMoved;
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        fuse.boundary();
        delegate.promised(streamId, throughSequence);
        fuse.boundary();
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        fuse.boundary();
        final long count = delegate.truncate(streamId, fromSequence, epoch);
        fuse.boundary();
        return count;
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
}
