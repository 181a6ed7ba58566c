package io.antumbra.core.memory;

import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/** A journal on the heap that outlives the machine it serves, for simulation and tests. One thread. */
public final class MemoryJournal implements Journal
{
    private final int streamCount;
    private final EpochState saved;
    private boolean hasSaved;

    /**
     * @param streamCount streams of the shard.
     */
    public MemoryJournal(final int streamCount)
    {
        this.streamCount = streamCount;
        saved = new EpochState(streamCount);
    }

    /** Another disk is built in, and nothing is on it. */
    public void replace()
    {
        saved.copyFrom(new EpochState(streamCount));
        hasSaved = false;
    }

    @Override
    public void load(final EpochState state)
    {
        if (hasSaved)
        {
            state.copyFrom(saved);
        }
    }

    @Override
    public void save(final EpochState state)
    {
        saved.copyFrom(state);
        hasSaved = true;
    }
}
