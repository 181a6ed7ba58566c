package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.JournalJudge;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/** Shows to the judge what reaches a journal. */
final class WitnessJournal implements Journal
{
    private final Journal delegate;
    private final JournalJudge judge;
    private final int replicaId;

    WitnessJournal(final Journal delegate, final JournalJudge judge, final int replicaId)
    {
        this.delegate = delegate;
        this.judge = judge;
        this.replicaId = replicaId;
    }

    @Override
    public void load(final EpochState state)
    {
        delegate.load(state);
    }

    @Override
    public void save(final EpochState state)
    {
        judge.onSaved(replicaId, state);
        delegate.save(state);
    }
}
