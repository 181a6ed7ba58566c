package io.antumbra.perf.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs all trials of a cell on the threads of a pool. One thread calls it. */
final class Trials
{
    private static final long TUNING_SEED_DISTANCE = 1_000_000;
    private static final int TUNING_SEEDS = 3;
    private static final int TUNING_PART = 8;

    private final ExecutorService pool;
    private final long firstSeed;
    private final int seeds;
    private final long entries;

    /**
     * @param pool      runs them.
     * @param firstSeed of the seeds.
     * @param seeds     for each rival.
     * @param entries   of all seeds together.
     */
    Trials(final ExecutorService pool, final long firstSeed, final int seeds, final long entries)
    {
        this.pool = pool;
        this.firstSeed = firstSeed;
        this.seeds = seeds;
        this.entries = entries;
    }

    /** Shorter ones on seeds that are not reported. */
    Trials forTuning()
    {
        return new Trials(pool, firstSeed + TUNING_SEED_DISTANCE, TUNING_SEEDS, entries / TUNING_PART);
    }

    List<RivalResult> run(final Cell cell, final List<RivalKind> kinds) throws InterruptedException, ExecutionException
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
