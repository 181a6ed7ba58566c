package io.antumbra.chaos.sim;

import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/** A journal whose process can die before or after each save. */
final class FusedJournal implements Journal
{
    private final Journal delegate;
    private final CrashFuse fuse;

    FusedJournal(final Journal delegate, final CrashFuse fuse)
    {
        this.delegate = delegate;
        this.fuse = fuse;
    }

    @Override
    public void load(final EpochState state)
    {
        delegate.load(state);
    }

    @Override
    public void save(final EpochState state)
    {
        fuse.boundary();
        delegate.save(state);
        fuse.boundary();
    }
}
