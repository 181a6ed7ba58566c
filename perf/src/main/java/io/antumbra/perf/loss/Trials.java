package io.antumbra.perf.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** All trials of a cell on the threads of a pool. Stateless. */
final class Trials
{
    private Trials()
    {
    }

    static List<RivalResult> run(final ExecutorService pool, final Cell cell, final List<RivalKind> kinds,
        final long firstSeed, final int seeds, final long entries) throws InterruptedException, ExecutionException
    {
        final List<List<Future<TrialResult>>> futures = new ArrayList<>();
        for (final RivalKind kind : kinds)
        {
            final List<Future<TrialResult>> ofKind = new ArrayList<>();
            for (long seed = firstSeed; seed < firstSeed + seeds; seed++)
            {
                final long trialSeed = seed;
                ofKind.add(pool.submit(() -> Trial.run(cell, kind, trialSeed, entries / seeds)));
            }
            futures.add(ofKind);
        }
        final List<RivalResult> results = new ArrayList<>();
        for (final List<Future<TrialResult>> ofKind : futures)
        {
            final List<TrialResult> trials = new ArrayList<>();
            for (final Future<TrialResult> future : ofKind)
            {
                trials.add(future.get());
            }
            results.add(new RivalResult(trials));
        }
        return results;
    }
}
