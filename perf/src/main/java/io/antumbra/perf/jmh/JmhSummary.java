package io.antumbra.perf.jmh;

import io.antumbra.perf.measure.Goal;
import io.antumbra.perf.measure.Medians;
import io.antumbra.perf.measure.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * JMH's results as one table of figures and one of goals: absolute limits, the ratio of shadow to plain slot on the
 * same folder and of the ring to its rivals under the same load, refused calls, and no allocation anywhere. Immutable
 * once made.
 */
final class JmhSummary
{
    /** JMH's own bookkeeping shows up as a few thousandths of a byte for each operation. */
    static final double NOISE_BYTES_PER_OP = 0.1;

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final double OFFER_LIMIT_NS = 60;
    private static final double STATUS_LIMIT_NS = 40;
    private static final double ARIMA_LIMIT_NS = 60;
    private static final double RATIO_LIMIT = 1.5;
    private static final int ARIMA_LIMIT_TERMS = 5;
    private static final double POOL_OF_TEN_LIMIT_NS = 500;
    private static final double REFUSED_LIMIT_PERCENT = 1.0;

    private final Map<String, RunResult> results = new TreeMap<>();
    private final List<Goal> goals = new ArrayList<>();

    JmhSummary(final Collection<RunResult> runResults)
    {
        for (final RunResult result : runResults)
        {
            results.put(key(result.getParams()), result);
        }
        for (final Map.Entry<String, RunResult> entry : results.entrySet())
        {
            addLimit(entry.getKey(), entry.getValue());
            addRefused(entry.getKey(), entry.getValue());
        }
        addRatios("shadow.append", "shadow.plainMappedSlot");
        addRatios("ring.offer", "ringDisruptor.offer");
        addRatios("ring.offer", "ringAgrona.offer");
        for (final Map.Entry<String, RunResult> entry : results.entrySet())
        {
            goals.add(Goal.atMost(entry.getKey() + ": allocated", "B/op", allocated(entry.getValue()),
                NOISE_BYTES_PER_OP));
        }
    }

    void print(final PrintStream out)
    {
        final TextTable figures = new TextTable("operation, 256 B entries", "ns/op", "+- 99.9 %", "B/op");
        for (final Map.Entry<String, RunResult> entry : results.entrySet())
        {
            final Result<?> primary = entry.getValue().getPrimaryResult();
            figures.row(entry.getKey(), Goal.number(primary.getScore()), Goal.number(primary.getScoreError()),
                Goal.number(Math.abs(allocated(entry.getValue()))));
        }
        out.println();
        figures.print(out);
        out.println();
        final TextTable table = Goal.table();
        goals.forEach((goal) -> goal.addTo(table));
        table.print(out);
    }

    String json()
    {
        return goals.stream().map(Goal::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    boolean isAllocationFree()
    {
        return results.values().stream().allMatch((result) -> allocated(result) <= NOISE_BYTES_PER_OP);
    }

    private void addLimit(final String key, final RunResult result)
    {
        final double limitNs = key.startsWith("ring.offer") ? OFFER_LIMIT_NS :
            key.startsWith("shadow.status") ? STATUS_LIMIT_NS :
                key.startsWith("pool.update members=10") ? POOL_OF_TEN_LIMIT_NS :
                    isSmallArima(key, result) ? ARIMA_LIMIT_NS : Double.NaN;
        if (!Double.isNaN(limitNs))
        {
            goals.add(Goal.atMost(key, "ns/op", result.getPrimaryResult().getScore(), limitNs));
        }
    }

    private static boolean isSmallArima(final String key, final RunResult result)
    {
        if (!key.startsWith("arima.update"))
        {
            return false;
        }
        final String[] order = result.getParams().getParam("order").split("-");
        return Integer.parseInt(order[0]) + Integer.parseInt(order[2]) <= ARIMA_LIMIT_TERMS;
    }

    private void addRefused(final String key, final RunResult result)
    {
        final Result<?> refused = result.getSecondaryResults().get("refused");
        final Result<?> accepted = result.getSecondaryResults().get("accepted");
        if (refused != null && accepted != null)
        {
            final double percent = 100.0 * refused.getScore() / (refused.getScore() + accepted.getScore());
            goals.add(Goal.atMost(key + ": refused calls", "%", percent, REFUSED_LIMIT_PERCENT));
        }
    }

    private void addRatios(final String ours, final String rivals)
    {
        for (final Map.Entry<String, RunResult> entry : results.entrySet())
        {
            final RunResult rival = results.get(entry.getKey().replace(ours, rivals));
            if (entry.getKey().startsWith(ours) && rival != null)
            {
                goals.add(Goal.atMost(entry.getKey() + " / " + rivals, "", entry.getValue().getPrimaryResult()
                    .getScore() / rival.getPrimaryResult().getScore(), RATIO_LIMIT));
            }
        }
    }

    /**
     * The middle of the iterations, not their mean: the last one of each JVM also counts what taking down the state
     * allocates.
     */
    private static double allocated(final RunResult result)
    {
        final double[] iterations = result.getBenchmarkResults().stream()
            .flatMap((fork) -> fork.getIterationResults().stream())
            .map((iteration) -> (Result<?>)iteration.getSecondaryResults().get(ALLOCATION))
            .filter(Objects::nonNull)
            .mapToDouble(Result::getScore)
            .toArray();
        return iterations.length == 0 ? Double.NaN : Medians.median(iterations);
    }

    /** Such as {@code shadow.append folder=/dev/shm}. */
    private static String key(final BenchmarkParams params)
    {
        final String[] parts = params.getBenchmark().split("\\.");
        final String benchmarkClass = parts[parts.length - 2].replace("Benchmark", "");
        final StringBuilder key = new StringBuilder(
            Character.toLowerCase(benchmarkClass.charAt(0)) + benchmarkClass.substring(1) + '.' + parts[parts.length -
                1]);
        for (final String name : params.getParamsKeys())
        {
            key.append(' ').append(name).append('=').append(params.getParam(name));
        }
        return key.toString();
    }
}
