package io.antumbra.perf.jmh;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import io.antumbra.ring.ProducerType;
import java.util.function.IntSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The rival: the Disruptor's own ring with slots of the same size outside the heap, drained by its own poller.
 */
public class RingDisruptorBenchmark extends RingLoad
{
    private static final int LENGTH_OFFSET = 8;
    private static final int PAYLOAD_OFFSET = 64;

    private RingBuffer<UnsafeBuffer> ring;

    /** For JMH. */
    public RingDisruptorBenchmark()
    {
    }

    @Override
    IntSupplier open()
    {
        final UnsafeBuffer slots = cacheLines(SLOT_COUNT * SLOT_LENGTH);
        final int[] made = new int[1];
        ring = RingBuffer.create(ProducerType.SINGLE == producerType ?
            com.lmax.disruptor.dsl.ProducerType.SINGLE : com.lmax.disruptor.dsl.ProducerType.MULTI,
            () -> new UnsafeBuffer(slots, made[0]++ * SLOT_LENGTH, SLOT_LENGTH), SLOT_COUNT,
            new com.lmax.disruptor.BusySpinWaitStrategy());
        final EventPoller<UnsafeBuffer> poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        final Taker taker = new Taker();
        return () -> taker.drain(poller);
    }

    @Override
    boolean tryOffer(final long number)
    {
        final long sequence;
        try
        {
            sequence = ring.tryNext();
        }
        catch (final com.lmax.disruptor.InsufficientCapacityException ignore)
        {
            return false;
        }

        final UnsafeBuffer slot = ring.get(sequence);
        slot.putLong(0, number);
        slot.putInt(LENGTH_OFFSET, Entries.LENGTH);
        slot.putBytes(PAYLOAD_OFFSET, payload, 0, Entries.LENGTH);
        ring.publish(sequence);
        return true;
    }

    @Override
    boolean isDrained()
    {
        return ring.remainingCapacity() == SLOT_COUNT;
    }

    /** Stops a poll, and so gives room back, after each {@link RingConsumer#RELEASE_AFTER} slots. Writes no field. */
    private static final class Taker implements EventPoller.Handler<UnsafeBuffer>
    {
        private final UnsafeBuffer taken = cacheLines(Entries.LENGTH);

        int drain(final EventPoller<UnsafeBuffer> poller)
        {
            try
            {
                return EventPoller.PollState.PROCESSING == poller.poll(this) ? 1 : 0;
            }
            catch (final Exception ex)
            {
                throw new IllegalStateException("the handler below throws nothing", ex);
            }
        }

        @Override
        public boolean onEvent(final UnsafeBuffer slot, final long sequence, final boolean isEndOfBatch)
        {
            taken.putBytes(0, slot, PAYLOAD_OFFSET, slot.getInt(LENGTH_OFFSET));
            return (sequence + 1) % RingConsumer.RELEASE_AFTER != 0;
        }
    }
}
