package io.antumbra.forecasting.risk;

import io.antumbra.forecasting.calibration.BrierScore;
import io.antumbra.forecasting.calibration.ReliabilityTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A {@link LinkRisk} that lives through a trace from its first packet on, causally: at each send it knows the replies
 * that had arrived by then and nothing else. What it told is judged for each send whose whole window is in the run.
 */
final class RiskTrial
{
    static final int WINDOW = 10;
    static final int BINS = 10;

    private static final double EWMA_GAIN = 0.2;
    private static final long NS_PER_MS = 1_000_000;

    private final PingTrace trace;
    private final LinkRisk risk;
    private final BrierScore brier = new BrierScore();
    private final ReliabilityTable reliability = new ReliabilityTable(BINS);
    private final double[] probabilities;
    private final double[] averages;
    private final boolean[] events;
    private final int[] runs;
    private final PriorityQueue<Integer> onTheWay;
    private int count;
    private double average;
    private boolean isAverageKnown;

    private RiskTrial(final PingTrace trace, final LinkRisk risk)
    {
        this.trace = trace;
        this.risk = risk;
        probabilities = new double[trace.length()];
        averages = new double[trace.length()];
        events = new boolean[trace.length()];
        runs = new int[trace.length()];
        onTheWay = new PriorityQueue<>(Comparator.comparingLong(this::arrivalMs).thenComparing(packet -> packet));
    }

    static RiskTrial of(final PingTrace trace)
    {
        final RiskTrial trial = new RiskTrial(
            trace, new LinkRisk(new LinkRiskContext().deadlineNs(trace.deadlineMs() * NS_PER_MS).window(WINDOW)));
        trial.replay();
        return trial;
    }

    LinkRisk risk()
    {
        return risk;
    }

    BrierScore brier()
    {
        return brier;
    }

    ReliabilityTable reliability()
    {
        return reliability;
    }

    /**
     * What was told at each send that is judged.
     */
    double[] probabilities()
    {
        return Arrays.copyOf(probabilities, count);
    }

    double area()
    {
        return area(probabilities, rank(probabilities), run -> 1);
    }

    /**
     * Area under the curve of the average of round-trip times with a gain of .2, also causal.
     */
    double areaOfAverage()
    {
        return area(averages, rank(averages), run -> 1);
    }

    /**
     * Mean forecast in the top bin over its observed rate, or the other way round when that is larger.
     */
    double topFactor()
    {
        final double ratio = reliability.forecast(BINS - 1) / reliability.observed(BINS - 1);
        return Math.max(ratio, 1.0 / ratio);
    }

    /**
     * Mean log loss.
     */
    double logLoss()
    {
        double sum = 0.0;
        for (int i = 0; i < count; i++)
        {
            sum -= Math.log(Math.max(1e-4, events[i] ? probabilities[i] : 1.0 - probabilities[i]));
        }
        return sum / count;
    }

    /**
     * Areas and Brier skills of samples of whole runs, drawn with replacement: 5 and 95 % quantiles.
     *
     * @return area from, area to, skill from, skill to.
     */
    double[] bootstrap(final int samples, final Random random)
    {
        final int[] ranked = rank(probabilities);
        final int runCount = runs[count - 1];
        final double[] areas = new double[samples];
        final double[] skills = new double[samples];
        for (int sample = 0; sample < samples; sample++)
        {
            final int[] drawn = new int[runCount + 1];
            for (int i = 0; i < runCount; i++)
            {
                drawn[1 + random.nextInt(runCount)]++;
            }
            areas[sample] = area(probabilities, ranked, run -> drawn[run]);
            skills[sample] = skill(drawn);
        }
        Arrays.sort(areas);
        Arrays.sort(skills);
        final int low = samples / 20;
        return new double[]{ areas[low], areas[samples - 1 - low], skills[low], skills[samples - 1 - low] };
    }

    @Override
    public String toString()
    {
        final StringBuilder bins = new StringBuilder();
        for (int bin = 0; bin < BINS; bin++)
        {
            bins.append(String.format(" %.3f/%.3f", reliability.forecast(bin), reliability.observed(bin)));
        }
        return String.format(
            "%s: %d sends, base rate %.4f, area %.4f (average of round trips %.4f), Brier %.4f, skill %.4f, log loss " +
                "%.4f, calibration error %.4f, told/came in ten bins%s",
            trace, count, brier.baseRate(), area(), areaOfAverage(), brier.mean(), brier.skill(), logLoss(),
            reliability.calibrationError(), bins);
    }

    private void replay()
    {
        for (int i = 0; i < trace.length(); i++)
        {
            final long nowMs = trace.sendTimeMs(i);
            if (0 == i || trace.run(i) != trace.run(i - 1))
            {
                onTheWay.clear();
                risk.onReconnect();
                isAverageKnown = false;
                average = 0.0;
            }
            while (!onTheWay.isEmpty() && arrivalMs(onTheWay.peek()) <= nowMs)
            {
                onReply(onTheWay.remove());
            }

            final long number = risk.onSend(nowMs * NS_PER_MS, 0);
            if (number != i)
            {
                throw new AssertionError("send " + i + " got number " + number);
            }

            if (PingTrace.LOST_MS != trace.rttMs(i))
            {
                onTheWay.add(i);
            }
            judge(i);
        }
    }

    private void onReply(final int packet)
    {
        risk.onReply(packet, arrivalMs(packet) * NS_PER_MS);
        average = isAverageKnown ? average + EWMA_GAIN * (trace.rttMs(packet) - average) : trace.rttMs(packet);
        isAverageKnown = true;
    }

    private long arrivalMs(final int packet)
    {
        return trace.sendTimeMs(packet) + (long)trace.rttMs(packet);
    }

    private void judge(final int packet)
    {
        final int end = packet + WINDOW;
        if (end > trace.length() || trace.run(end - 1) != trace.run(packet))
        {
            return;
        }

        probabilities[count] = risk.probability();
        averages[count] = average;
        events[count] = IntStream.range(packet, end).anyMatch(i -> trace.rttMs(i) > trace.deadlineMs());
        runs[count] = trace.run(packet);
        brier.update(probabilities[count], events[count]);
        reliability.update(probabilities[count], events[count]);
        count++;
    }

    private int[] rank(final double[] scores)
    {
        return IntStream.range(0, count).boxed().sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue).toArray();
    }

    /**
     * Probability that an event has a higher score than a send without (Mann and Whitney, ties count half).
     */
    private double area(final double[] scores, final int[] ranked, final IntUnaryOperator weight)
    {
        double below = 0.0;
        double pairs = 0.0;
        double eventWeight = 0.0;
        for (int from = 0, to; from < count; from = to)
        {
            double others = 0.0;
            double tied = 0.0;
            for (to = from; to < count && scores[ranked[to]] == scores[ranked[from]]; to++)
            {
                final int own = weight.applyAsInt(runs[ranked[to]]);
                tied += events[ranked[to]] ? own : 0;
                others += events[ranked[to]] ? 0 : own;
            }
            pairs += tied * (below + 0.5 * others);
            below += others;
            eventWeight += tied;
        }
        return pairs / (eventWeight * below);
    }

    private double skill(final int[] drawn)
    {
        final BrierScore score = new BrierScore();
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < drawn[runs[i]]; k++)
            {
                score.update(probabilities[i], events[i]);
            }
        }
        return score.skill();
    }
}
