package io.antumbra.perf.loss;

import io.antumbra.perf.measure.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does the forecaster earn its name? It beats the best fixed constants of a cell when its p99.9 is lower at no more
 * bytes, or its bytes are fewer at a p99.9 that is not higher, the 95 % interval clear of no difference. The constants
 * may spend as much as the forecaster does ({@link FixedTuning}); in how many cells it is faster with bytes that they
 * found no use for is told beside, and does not count. On independent loss, where there is nothing to forecast, it must
 * not be worse. One thread.
 */
final class PredictionGoals
{
    private static final List<String> FORECASTABLE = List.of("ge", "blackout", "quic", "5g-weak", "5g-urban");
    private static final double EQUAL_BYTES = 0.001;

    private PredictionGoals()
    {
    }

    static List<Goal> goals(final Map<String, Map<String, RivalResult>> cells)
    {
        int judged = 0;
        int won = 0;
        int fasterAlone = 0;
        final List<Goal> goals = new ArrayList<>();
        for (final Map.Entry<String, Map<String, RivalResult>> cell : cells.entrySet())
        {
            final RivalResult learned = cell.getValue().get(RivalKind.ANTUMBRA);
            final RivalResult fixed = cell.getValue().get(RivalKind.FIXED);
            if (learned == null || fixed == null)
            {
                continue;
            }
            if (FORECASTABLE.contains(learned.cell.network))
            {
                judged++;
                won += isBetter(learned, fixed) ? 1 : 0;
                fasterAlone += !isBetter(learned, fixed) && isFaster(learned, fixed) ? 1 : 0;
            }
            else if (learned.cell.network.startsWith("random"))
            {
                final double[] ratio = LossGoals.ratioInterval(learned, fixed, LossGoals.judged(learned.cell));
                goals.add(Goal.atMost(cell.getKey() + ": p99.9 / fixed constants, lower end of the interval", "",
                    ratio[0], 1));
            }
        }
        if (judged > 0)
        {
            goals.add(Goal.atLeast("forecaster beats the best fixed constants in " + won + " of " + judged +
                " bursty, blackout and recorded cells (faster with more bytes in " + fasterAlone + ")", "",
                (double)won / judged, 0.5));
        }
        return goals;
    }

    static boolean isBetter(final RivalResult learned, final RivalResult fixed)
    {
        final double[] latency = latency(learned, fixed);
        final double[] bytes = Bootstrap.interval(learned.samples.seeds(), (times) -> learned.extraRatio(times) - fixed
            .extraRatio(times));
        final boolean isFaster = latency[1] < 1 && learned.bytes.extraRatio() <= fixed.bytes.extraRatio() + EQUAL_BYTES;
        final boolean isCheaper = bytes[1] < -EQUAL_BYTES && latency[1] <= 1.01;
        return isFaster || isCheaper;
    }

    /** Whatever it spends. */
    static boolean isFaster(final RivalResult learned, final RivalResult fixed)
    {
        return latency(learned, fixed)[1] < 1;
    }

    private static double[] latency(final RivalResult learned, final RivalResult fixed)
    {
        return LossGoals.ratioInterval(learned, fixed, LossGoals.judged(learned.cell));
    }
}
