package io.antumbra.perf.loss;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Looks for the constants that serve one cell best in place of the forecaster: the lowest p99.9 among those that
 * spend no more than the forecaster does there, on seeds that are not reported. That is more than an operator can
 * know: he would have to tune anew for each network and load. One thread.
 */
final class FixedTuning
{
    private static final double[] OVERDUE_ROUND_TRIPS = { 1.1, 1.3, 1.6, 2.2, 4 };
    private static final long[] OUTAGES_NS = { 0, 1_500_000, 4_000_000, 12_000_000 };
    private static final double EQUAL_BYTES = 0.001;

    private final Trials trials;

    /**
     * @param trials on seeds that are not reported.
     */
    FixedTuning(final Trials trials)
    {
        this.trials = trials;
    }

    RivalKind bestFor(final Cell cell, final PrintStream out) throws InterruptedException, ExecutionException
    {
        final List<RivalKind> kinds = new ArrayList<>();
        kinds.add(RivalKind.of(RivalKind.ANTUMBRA));
        for (final double roundTrips : OVERDUE_ROUND_TRIPS)
        {
            for (final long outageNs : OUTAGES_NS)
            {
                kinds.add(RivalKind.fixed((long)(roundTrips * cell.roundTripNs), cell.roundTripNs, outageNs));
            }
        }
        final List<RivalResult> results = trials.run(cell, kinds);
        final double allowed = results.get(0).bytes.extraRatio() + EQUAL_BYTES;
        RivalResult best = results.get(1);
        for (final RivalResult result : results.subList(2, results.size()))
        {
            best = isBetter(result, best, allowed) ? result : best;
        }
        out.println(cell.name + ": " + best.kind.label + " is " + best.kind.settings);
        return best.kind;
    }

    private static boolean isBetter(final RivalResult result, final RivalResult best, final double allowed)
    {
        final boolean isAllowed = result.bytes.extraRatio() <= allowed;
        if (isAllowed != best.bytes.extraRatio() <= allowed)
        {
            return isAllowed;
        }
        final double quantile = LossGoals.judged(result.cell);
        return isAllowed ? result.ms(quantile) < best.ms(quantile) :
            result.bytes.extraRatio() < best.bytes.extraRatio();
    }
}
