package io.antumbra.chaos;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.antumbra.chaos.sim.Coverage;
import io.antumbra.chaos.sim.Fault;
import io.antumbra.chaos.sim.SimulationResult;
import org.HdrHistogram.Histogram;

/** Sums up what seeds came to, and prints it. One thread at a time. */
final class SimulationTally
{
    private static final long LEAST_ACKNOWLEDGED = 500;
    private static final int LEAST_FAULTS = 10;
    private static final int LEAST_KINDS = 3;
    private static final long DIGEST_FACTOR = 0x9E3779B97F4A7C15L;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Histogram acknowledged = new Histogram(3);
    private final Histogram faultCounts = new Histogram(3);
    private final Histogram faultKinds = new Histogram(3);
    private final Histogram changes = new Histogram(3);
    private final Histogram recoveryMs = new Histogram(3);
    private final Coverage coverage = new Coverage();
    private long done;
    private long full;
    private long refused;
    private long delivered;
    private long virtualNs;
    private long steps;
    private long digest;

    void add(final SimulationResult result)
    {
        done++;
        refused += result.isRefused() ? 1 : 0;
        delivered += result.delivered();
        virtualNs += result.virtualNs();
        steps += result.steps();
        digest += (result.digest() ^ result.seed()) * DIGEST_FACTOR;
        acknowledged.recordValue(result.acknowledged());
        faultCounts.recordValue(result.faultCount());
        faultKinds.recordValue(result.faultKinds());
        changes.recordValue(result.leadershipChanges());
        recoveryMs.recordValue(result.recoveryNs() / 1_000_000);
        full += result.acknowledged() >= LEAST_ACKNOWLEDGED && result.faultCount() >= LEAST_FAULTS &&
            result.faultKinds() >= LEAST_KINDS ? 1 : 0;
        coverage.add(result.coverage());
        for (final Fault fault : Fault.values())
        {
            faults.merge(fault, result.faults(fault), Long::sum);
        }
    }

    long done()
    {
        return done;
    }

    long virtualNs()
    {
        return virtualNs;
    }

    long steps()
    {
        return steps;
    }

    void print(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%d of %d seeds had at least %d acknowledged entries and %d faults of %d kinds; %d " +
            "ended with a refused replica; %d entries delivered%n", full, done, LEAST_ACKNOWLEDGED, LEAST_FAULTS,
            LEAST_KINDS, refused, delivered);
        out.printf("digest of all events, in whatever order the seeds ran: %016x%n", digest);
        out.printf("%-22s %9s %9s %9s %9s %9s %9s%n", "for each seed", "least", "1 %", "median", "mean", "99 %",
            "most");
        row(out, "acknowledged entries", acknowledged);
        row(out, "faults", faultCounts);
        row(out, "kinds of faults", faultKinds);
        row(out, "leadership changes", changes);
        row(out, "recovery, ms", recoveryMs);
        bars(out, "acknowledged entries", acknowledged, new long[]{ 100, 500, 1000, 2000, 4000, 8000 });
        bars(out, "faults", faultCounts, new long[]{ 5, 10, 20, 40, 80 });
        bars(out, "kinds of faults", faultKinds, new long[]{ 3, 5, 7, 9, 12 });
        bars(out, "leadership changes", changes, new long[]{ 1, 2, 3, 5, 10 });
        out.println("faults injected:");
        for (final Fault fault : Fault.values())
        {
            out.printf(Locale.ROOT, "  %-18s %12d%n", fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                faults.getOrDefault(fault, 0L));
        }
        out.println("covered: " + String.join(", ", coverage.covered()));
        out.println("NOT covered: " + (coverage.uncovered().isEmpty() ? "nothing" : String.join(", ", coverage
            .uncovered())));
    }

    private static void row(final PrintWriter out, final String name, final Histogram histogram)
    {
        out.printf(Locale.ROOT, "%-22s %9d %9d %9d %9.1f %9d %9d%n", name, histogram.getMinValue(),
            histogram.getValueAtPercentile(1), histogram.getValueAtPercentile(50), histogram.getMean(),
            histogram.getValueAtPercentile(99), histogram.getMaxValue());
    }

    /** One line: share of seeds below the first bound, up to the next one, and so on. */
    private void bars(final PrintWriter out, final String name, final Histogram histogram, final long[] bounds)
    {
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", name + ":"));
        long from = 0;
        for (final long bound : bounds)
        {
            share(line, histogram, from, bound, "<" + bound);
            from = bound;
        }
        share(line, histogram, from, Long.MAX_VALUE, ">=" + from);
        out.println(line);
    }

    private void share(final StringBuilder line, final Histogram histogram, final long from, final long to,
        final String label)
    {
        long count = 0;
        for (final var value : histogram.recordedValues())
        {
            count += value.getValueIteratedTo() >= from && value.getValueIteratedTo() < to ? value
                .getCountAddedInThisIterationStep() : 0;
        }
        line.append(String.format(Locale.ROOT, "  %s %.1f %%", label, 100.0 * count / Math.max(1, done)));
    }
}
