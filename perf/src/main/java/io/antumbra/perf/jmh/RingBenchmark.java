package io.antumbra.perf.jmh;

import io.antumbra.ring.EntryRing;
import io.antumbra.ring.ProducerType;
import io.antumbra.ring.RingClaim;
import io.antumbra.ring.RingContext;
import io.antumbra.ring.RingEntry;
import io.antumbra.ring.RingStage;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * What an application's thread pays for handing in 256 bytes, while another thread drains the ring.
 * <pre>
 *   core 0   offer x 1,024 | wait until drained, not measured | offer x 1,024 | ...
 *   core 1   drain, drain, drain ...
 * </pre>
 * A refused call is cheap and would flatter the mean, so the ring is drained between batches that fit it: the two
 * threads still contend within a batch, and a consumer that loses its core delays the batch after, not this one.
 * Refused calls are counted beside the score.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark
{
    private static final int BATCH = 1024;
    private static final int RELEASE_AFTER = 64;
    private static final int LENGTH = 256;
    private static final int STREAM_ID = 1;
    private static final int PRIORITY = 0;

    /** Who may offer. */
    @Param({ "SINGLE", "MULTI" })
    public String producerType;

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[LENGTH]);
    private final RingClaim claim = new RingClaim();
    private EntryRing ring;
    private Thread consumer;
    private volatile boolean isDone;
    private long offered;

    /** Calls that were taken, and calls that were refused because the ring was full. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Calls
    {
        /** Calls that were taken. */
        public long accepted;

        /** Calls that were refused. */
        public long refused;
    }

    /** Start the consumer. */
    @Setup
    public void start()
    {
        ring = new EntryRing(new RingContext().producerType(ProducerType.valueOf(producerType)));
        isDone = false;
        consumer = new Thread(() -> drain(ring.stage(0)), "ring-consumer");
        consumer.setDaemon(true);
        consumer.start();
    }

    /** Wait for an empty ring. */
    @Setup(Level.Invocation)
    public void awaitDrained()
    {
        while (ring.occupiedSlots() > 0)
        {
            Thread.onSpinWait();
        }
    }

    /**
     * Stop the consumer.
     *
     * @throws InterruptedException when interrupted.
     */
    @TearDown
    public void stop() throws InterruptedException
    {
        isDone = true;
        consumer.join();
        ring.close();
    }

    /**
     * Copy a payload in.
     *
     * @param calls to count in.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void offer(final Calls calls)
    {
        for (int i = 0; i < BATCH; i++)
        {
            count(calls, ring.offer(STREAM_ID, PRIORITY, offered++, payload, 0, LENGTH));
        }
    }

    /**
     * Write a payload in place.
     *
     * @param calls to count in.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void claim(final Calls calls)
    {
        for (int i = 0; i < BATCH; i++)
        {
            final long result = ring.tryClaim(STREAM_ID, PRIORITY, offered++, LENGTH, claim);
            if (result >= 0)
            {
                claim.buffer().putBytes(claim.offset(), payload, 0, LENGTH);
                claim.commit();
            }
            count(calls, result);
        }
    }

    private static void count(final Calls calls, final long result)
    {
        if (result >= 0)
        {
            calls.accepted++;
        }
        else
        {
            calls.refused++;
        }
    }

    /** Takes every payload, as the stage that shadows it does: an offer then pays for getting the cache lines back. */
    private void drain(final RingStage stage)
    {
        final RingEntry entry = new RingEntry();
        final UnsafeBuffer taken = new UnsafeBuffer(new byte[LENGTH]);
        while (!isDone)
        {
            if (stage.first(entry))
            {
                int count = 0;
                do
                {
                    entry.buffer().getBytes(entry.offset(), taken, 0, LENGTH);
                }
                while (++count < RELEASE_AFTER && stage.next(entry));
                stage.releaseThrough(entry);
            }
            else
            {
                Thread.onSpinWait();
            }
        }
    }
}
