package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** A shadow whose process can die before or after each write. */
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
}
