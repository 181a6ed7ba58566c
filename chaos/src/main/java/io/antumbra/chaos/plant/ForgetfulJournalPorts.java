package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/**
 * The primary's journal saves every start, and of the rest only what the start after the next one saves as well: an
 * epoch that was agreed is forgotten by the next crash.
 */
final class ForgetfulJournalPorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Journal journal(final Seat seat, final Journal storage)
    {
        return seat.isPrimary() && seat.starts() > 2 ? new ForgetfulJournal(storage) : storage;
    }

    private static final class ForgetfulJournal implements Journal
    {
        private final Journal delegate;

        ForgetfulJournal(final Journal delegate)
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
            // Still in the page cache when the process says that it is on the device.
        }
    }
}
