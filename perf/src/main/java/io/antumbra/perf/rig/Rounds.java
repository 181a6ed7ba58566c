package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Goal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * All contenders in turn, round after round. A measurement during which others took the processors is dropped and made
 * again at once, as long as the budget of repeats lasts; after that it is kept and marked. One thread.
 */
final class Rounds
{
    /** One contender, once. */
    @FunctionalInterface
    interface Measurement
    {
        /**
         * Measure.
         *
         * @param contender to measure.
         * @param round     its number, from 1.
         * @return the result, marked when others took the processors.
         */
        RoundResult measure(Contender contender, int round);
    }

    private final RigOptions options;
    private final Measurement measurement;
    private final PrintStream out;
    private final List<RoundResult> results = new ArrayList<>();
    private int repeats;

    Rounds(final RigOptions options, final Measurement measurement, final PrintStream out)
    {
        this.options = options;
        this.measurement = measurement;
        this.out = out;
    }

    /**
     * Run them all.
     *
     * @param progress told of each result that counts.
     */
    void run(final Consumer<RoundResult> progress)
    {
        for (int round = 1; round <= options.rounds; round++)
        {
            for (final Contender contender : order(options.contenders(), round))
            {
                final RoundResult result = measure(contender, round);
                results.add(result);
                progress.accept(result);
            }
        }
    }

    /**
     * The order of one round. Whatever a measurement leaves behind, such as pages that the disk still writes, falls on
     * the one after it, so of three contenders each comes after each other one equally often: every round begins one
     * further, and after a full turn they go the other way round.
     *
     * <pre>
     *   round 1 2 3 4 5 6
     *         A B C A C B
     *         B C A C B A
     *         C A B B A C
     * </pre>
     */
    static <T> List<T> order(final List<T> contenders, final int round)
    {
        final List<T> order = new ArrayList<>(contenders);
        final int size = order.size();
        final int turn = (round - 1) % size;
        if ((round - 1) / size % 2 == 0)
        {
            Collections.rotate(order, -turn);
        }
        else
        {
            Collections.rotate(order, turn + 2 - size);
            Collections.reverse(order);
        }
        return order;
    }

    private RoundResult measure(final Contender contender, final int round)
    {
        RoundResult result = measurement.measure(contender, round);
        while (result.isDisturbed && repeats < options.maxRepeats)
        {
            repeats++;
            out.println("dropped: round " + round + ", " + contender.name() + ": others took " +
                Goal.number(result.foreignPercent) + " % of a core; measured again");
            result = measurement.measure(contender, round);
        }
        return result;
    }

    /** Results that count, in the order measured. */
    List<RoundResult> results()
    {
        return results;
    }

    List<RoundResult> of(final Contender contender)
    {
        final List<RoundResult> own = new ArrayList<>();
        for (final RoundResult result : results)
        {
            if (result.contender.name().equals(contender.name()))
            {
                own.add(result);
            }
        }
        return own;
    }

    /** Say how quiet the machine was. */
    void printQuiet()
    {
        final long disturbed = results.stream().filter((result) -> result.isDisturbed).count();
        out.println(repeats + " measurements were dropped and repeated because others took more than " +
            Goal.number(options.maxForeignPercent) + " % of a core.");
        if (disturbed > 0)
        {
            out.println("NOISY: " + disturbed + " of " + results.size() + " measurements that count (marked *) were " +
                "disturbed all the same; compare ratios only, and measure again on a quiet machine.");
        }
    }
}
