package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.HdrHistogram.Histogram;

/**
 * The figures that Antumbra has to reach, computed from the cells that were run; those of other cells are left out.
 * Each ratio carries its 95 % interval in its name. One thread.
 */
final class LossGoals
{
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;
    private static final double P999 = 0.999;
    private static final double P9999 = 0.9999;
    private static final double MS = 1e6;

    /** Those that may spend less than Antumbra, or as much: it has to be the best of them. */
    private static final List<String> FRUGAL = List.of("tuned", "tuned-rtt", "timer", "probe", "parity");

    private final Map<String, Map<String, RivalResult>> cells = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();

    LossGoals(final List<RivalResult> results)
    {
        for (final RivalResult result : results)
        {
            cells.computeIfAbsent(result.cell.name, (name) -> new LinkedHashMap<>()).put(result.kind.label, result);
        }
    }

    List<Goal> goals()
    {
        ratioToPlain("burst/random1", P999, 1.0 / 30);
        ratioToPlain("burst/ge", P999, 1.0 / 30);
        ratioToPlain("sparse/ge", P999, 1.0 / 20);
        ratioToPlain("10k/random5", P99, 1.0 / 12);
        with("burst/blackout", RivalKind.ANTUMBRA,
            (antumbra, ignore) -> Goal.atMost("burst/blackout: p99.9", "ms", antumbra
                .ms(P999), 10));
        with("10k/random5", "tuned", (antumbra, tuned) -> Goal.atMost("10k/random5: p99 / tuned", "", antumbra.ms(P99) /
            tuned.ms(P99), 1));
        with("10k/random5", RivalKind.ANTUMBRA, (antumbra, ignore) -> floor(antumbra));
        for (final String cell : cells.keySet())
        {
            if (cell.endsWith("/none"))
            {
                noLoss(cell);
            }
        }
        bestOfTheFrugal();
        extraBytes();
        price();
        goals.addAll(PredictionGoals.goals(cells));
        return goals;
    }

    private void with(final String cell, final String rival, final BiFunction<RivalResult, RivalResult, Goal> goal)
    {
        final Map<String, RivalResult> of = cells.getOrDefault(cell, Map.of());
        if (of.containsKey(rival) && of.containsKey(RivalKind.ANTUMBRA))
        {
            goals.add(goal.apply(of.get(RivalKind.ANTUMBRA), of.get(rival)));
        }
    }

    private void ratioToPlain(final String cell, final double quantile, final double limit)
    {
        with(cell, RivalKind.PLAIN, (antumbra, plain) ->
        {
            final double[] interval = ratioInterval(antumbra, plain, quantile);
            return Goal.atMost(String.format(Locale.ROOT, "%s: p%s / plain (95 %% %.4f..%.4f)", cell, Goal.number(100 *
                quantile), interval[0], interval[1]), "", antumbra.ms(quantile) / plain.ms(quantile), limit);
        });
    }

    static double[] ratioInterval(final RivalResult over, final RivalResult under, final double quantile)
    {
        return Bootstrap.interval(over.samples.seeds(), (times) -> (double)over.samples.quantileNs(quantile, times) /
            under.samples.quantileNs(quantile, times));
    }

    private static Goal floor(final RivalResult antumbra)
    {
        final Histogram floor = RepairFloor.latencies(antumbra.cell.settings().lossRatio, antumbra.cell.workload
            .stepNs(), antumbra.cell.roundTripNs);
        final double floorMs = floor.getValueAtPercentile(100 * P99) / MS;
        return Goal.atMost(String.format(Locale.ROOT, "10k/random5: p99 / in-order floor of repair by request, %.2f ms",
            floorMs), "", antumbra.ms(P99) / floorMs, 1.5);
    }

    private void noLoss(final String cell)
    {
        with(cell, RivalKind.PLAIN,
            (antumbra, plain) -> Goal.atMost(cell + ": p50 / plain", "", antumbra.ms(P50) / plain
                .ms(P50), 1.03));
        with(cell, RivalKind.PLAIN, (antumbra, plain) -> Goal.atMost(cell + ": p99.9 / plain", "", antumbra.ms(P999) /
            plain.ms(P999), 1));
        with(cell, RivalKind.PLAIN, (antumbra, plain) -> Goal.atMost(cell + ": extra bytes above plain", "%", 100 *
            (antumbra.bytes.extraRatio() - plain.bytes.extraRatio()), 0.5));
    }

    /** The quantile by which a cell is judged: at 0.1 % loss a tail loss is rarer than one in a thousand. */
    static double judged(final Cell cell)
    {
        return "random0.1".equals(cell.network) ? P9999 : P999;
    }

    private void bestOfTheFrugal()
    {
        for (final String rival : FRUGAL)
        {
            double logarithms = 0;
            int count = 0;
            for (final Map<String, RivalResult> of : cells.values())
            {
                if (of.containsKey(rival) && of.containsKey(RivalKind.ANTUMBRA))
                {
                    logarithms += Math.log(ratio(of, rival));
                    count++;
                }
            }
            if (count > 0)
            {
                goals.add(Goal.atMost("geometric mean of p99.9 / " + rival + " over " + count + " cells", "", Math.exp(
                    logarithms / count), 1));
            }
        }
        for (final Map.Entry<String, Map<String, RivalResult>> cell : cells.entrySet())
        {
            final Map<String, RivalResult> of = cell.getValue();
            final RivalResult antumbra = of.get(RivalKind.ANTUMBRA);
            double worst = 0;
            String name = "";
            for (final String rival : FRUGAL)
            {
                if (antumbra != null && of.containsKey(rival) && of.get(rival).bytes.extraRatio() <= antumbra.bytes
                    .extraRatio() && ratio(of, rival) > worst)
                {
                    worst = ratio(of, rival);
                    name = rival;
                }
            }
            if (worst > 0)
            {
                goals.add(Goal.atMost(cell.getKey() + ": p99.9 / best that spends no more (" + name + ")", "", worst,
                    1.2));
            }
        }
    }

    private static double ratio(final Map<String, RivalResult> of, final String rival)
    {
        final RivalResult antumbra = of.get(RivalKind.ANTUMBRA);
        final double quantile = judged(antumbra.cell);
        return antumbra.ms(quantile) / of.get(rival).ms(quantile);
    }

    private void extraBytes()
    {
        for (final String cell : cells.keySet())
        {
            with(cell, RivalKind.PLAIN, (antumbra, plain) -> Goal.atMost(cell + ": extra bytes above plain", "%", 100 *
                (antumbra.bytes.extraRatio() - plain.bytes.extraRatio()), 5));
        }
    }

    /** With as many bytes as those that send everything twice. */
    private void price()
    {
        for (final Map.Entry<String, Map<String, RivalResult>> cell : cells.entrySet())
        {
            final Map<String, RivalResult> of = cell.getValue();
            for (final String rival : List.of("duplicate", "delayed-duplicate"))
            {
                if (of.containsKey(RivalKind.WHOLE_BUDGET) && of.containsKey(rival))
                {
                    final RivalResult whole = of.get(RivalKind.WHOLE_BUDGET);
                    final double quantile = judged(whole.cell);
                    goals.add(Goal.atMost(cell.getKey() + ": p99.9 with a budget of 100 % / " + rival, "", whole.ms(
                        quantile) / of.get(rival).ms(quantile), 1.1));
                }
            }
        }
    }
}
