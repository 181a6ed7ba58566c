package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/** A primary's journal that leaves out the in-sync set: it counts, but no restart will know it. */
final class SetNotSavedPorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Journal journal(final Seat seat, final Journal storage)
    {
        return seat.isPrimary() ? new SetlessJournal(storage) : storage;
    }

    private static final class SetlessJournal implements Journal
    {
        private final Journal delegate;

        SetlessJournal(final Journal delegate)
        {
            this.delegate = delegate;
        }

        @Override
        public void load(final EpochState state)
        {
            delegate.load(state);
        }

        @Override
        public void save(final EpochState state)
        {
            final EpochState older = new EpochState(state.history().streamCount());
            delegate.load(older);
            final long set = state.inSyncSet;
            state.inSyncSet = older.inSyncSet == 0 ? set : older.inSyncSet;
            delegate.save(state);
            state.inSyncSet = set;
        }
    }
}
