package io.antumbra.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A burst of {@link RingLoad} without a single offer: what JMH's clock reads add to each offer of a short burst. It is
 * shown beside the figures and subtracted from none.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingTimerBenchmark
{
    /** For JMH. */
    public RingTimerBenchmark()
    {
    }

    /** Makes JMH time each invocation by itself, as the wait for an empty ring does. */
    @Setup(Level.Invocation)
    public void awaitNothing()
    {
        Thread.onSpinWait();
    }

    /** Nothing. */
    @Benchmark
    @OperationsPerInvocation(RingLoad.SHORT_BURST)
    public void emptyShortBurst()
    {
    }
}
