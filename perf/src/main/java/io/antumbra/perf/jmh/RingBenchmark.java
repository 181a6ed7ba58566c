package io.antumbra.perf.jmh;

import io.antumbra.ring.EntryRing;
import io.antumbra.ring.RingClaim;
import io.antumbra.ring.RingContext;
import io.antumbra.ring.StageAgent;
import java.util.function.IntSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Antumbra's ring, drained by its own {@link StageAgent}. The consumer takes every payload, as the stage that shadows
 * it does, so an offer pays for getting the cache lines back.
 */
public class RingBenchmark extends RingLoad
{
    private static final int STREAM_ID = 1;
    private static final int PRIORITY = 0;

    private final RingClaim claim = new RingClaim();
    private EntryRing ring;

    /** For JMH. */
    public RingBenchmark()
    {
    }

    @Override
    IntSupplier open()
    {
        ring = new EntryRing(
            new RingContext().producerType(producerType).slotCount(SLOT_COUNT).slotLength(SLOT_LENGTH));
        final UnsafeBuffer taken = cacheLines(Entries.LENGTH);
        final StageAgent agent = new StageAgent("ring-consumer", ring.stage(0), (entry) ->
        {
            taken.putBytes(0, entry.buffer(), entry.offset(), entry.length());
            return true;
        }, RingConsumer.RELEASE_AFTER);
        return agent::doWork;
    }

    @Override
    boolean tryOffer(final long number)
    {
        return ring.offer(STREAM_ID, PRIORITY, number, payload, 0, Entries.LENGTH) >= 0;
    }

    @Override
    boolean isDrained()
    {
        return ring.occupiedSlots() == 0;
    }

    /**
     * Write payloads in place, many in a row.
     *
     * @param calls to count in.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void claim(final RingCalls calls)
    {
        for (int i = 0; i < BURST; i++)
        {
            final boolean isClaimed =
                ring.tryClaim(STREAM_ID, PRIORITY, calls.accepted, Entries.LENGTH, claim) >= 0;
            if (isClaimed)
            {
                claim.buffer().putBytes(claim.offset(), payload, 0, Entries.LENGTH);
                claim.commit();
            }
            calls.count(isClaimed);
        }
    }
}
