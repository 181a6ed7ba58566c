package io.antumbra.perf.jmh;

import io.antumbra.ring.ProducerType;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an application's thread pays for handing 256 bytes to a ring while another thread drains it: the same load for
 * Antumbra's ring and its rivals.
 * <pre>
 *   core 0   offer x N │ wait until drained, not measured │ offer x N │ ...
 *   core 1   drain, drain, drain ...
 * </pre>
 * A refused call is cheap and would flatter the mean, so the ring is drained between bursts that fit it, and refused
 * calls are counted beside the score. JMH reads the clock twice for each burst; {@link RingTimerBenchmark} measures
 * what that adds, and nothing is subtracted.
 * <p>
 * In a long burst the consumer falls behind and the two threads work on different cache lines. In a short one it stays
 * right behind the offering thread, and each offer waits for lines that the consumer has just fetched: the dearest
 * case, for every ring.
 * <p>
 * The offering thread writes to no field of this object, and the consumer reads none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class RingLoad
{
    static final int BURST = 1024;
    static final int SHORT_BURST = 16;
    static final int SLOT_COUNT = 8192;
    static final int SLOT_LENGTH = 512;

    /** Who may offer. */
    @Param({ "SINGLE", "MULTI" })
    public ProducerType producerType;

    /** What the consumer does while the ring is empty: SPIN, or the engine's ADAPTIVE. */
    @Param("SPIN")
    public String consumer;

    final UnsafeBuffer payload = cacheLines(Entries.LENGTH);
    private RingConsumer running;

    /** For JMH. */
    protected RingLoad()
    {
        payload.putBytes(0, Entries.payload(), 0, Entries.LENGTH);
    }

    /**
     * Make the ring.
     *
     * @return takes the payloads that are ready, at most {@link RingConsumer#RELEASE_AFTER}, and returns 0 when there
     * are none.
     */
    abstract IntSupplier open();

    /**
     * Offer the payload once.
     *
     * @param number of the call.
     * @return false when it was refused.
     */
    abstract boolean tryOffer(long number);

    /**
     * Was everything taken?
     *
     * @return true when the whole ring is free.
     */
    abstract boolean isDrained();

    /** Make the ring and start the consumer. */
    @Setup
    public void start()
    {
        running = new RingConsumer(open(), RingConsumer.Idling.valueOf(consumer));
    }

    /** Wait for an empty ring. */
    @Setup(Level.Invocation)
    public void awaitDrained()
    {
        while (!isDrained())
        {
            Thread.onSpinWait();
        }
    }

    /** Stop the consumer. */
    @TearDown
    public void stop()
    {
        running.close();
    }

    /**
     * Copy payloads in, many in a row.
     *
     * @param calls to count in.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void offer(final RingCalls calls)
    {
        offerBurst(calls, BURST);
    }

    /**
     * Copy payloads in, few in a row: the consumer stays right behind.
     *
     * @param calls to count in.
     */
    @Benchmark
    @OperationsPerInvocation(SHORT_BURST)
    public void offerShortBurst(final RingCalls calls)
    {
        offerBurst(calls, SHORT_BURST);
    }

    /** Memory that shares no cache line with anything else. */
    static UnsafeBuffer cacheLines(final int length)
    {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, 2 * BitUtil.CACHE_LINE_LENGTH));
    }

    private void offerBurst(final RingCalls calls, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            calls.count(tryOffer(calls.accepted));
        }
    }
}
