package io.antumbra.perf.loss;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Static parity that spends in a cell what Antumbra spends there: the length of its groups is taken from the extra
 * bytes of both, on seeds that are not reported. One thread.
 */
final class EqualParity
{
    private static final int SHORTEST = 2;
    private static final int LONGEST = 1000;

    private final Trials trials;

    /**
     * @param trials on seeds that are not reported.
     */
    EqualParity(final Trials trials)
    {
        this.trials = trials;
    }

    RivalKind kindFor(final Cell cell, final PrintStream out)
        throws InterruptedException, ExecutionException
    {
        final List<RivalKind> kinds = List.of(RivalKind.of(RivalKind.ANTUMBRA), RivalKind.of(RivalKind.PLAIN));
        final List<RivalResult> results = trials.run(cell, kinds);
        final double share = results.get(0).bytes.extraRatio() - results.get(1).bytes.extraRatio();
        final RivalKind kind = RivalKind.parity(groupSize(share));
        out.println(cell.name + ": " + kind.label + " is " + kind.settings);
        return kind;
    }

    /** Entries for each frame of parity, so that these are the given share of them. */
    static int groupSize(final double share)
    {
        return (int)Math.max(SHORTEST, Math.min(LONGEST, Math.round(1 / Math.max(share, 1.0 / LONGEST))));
    }
}
