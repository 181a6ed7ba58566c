package io.antumbra.perf.jmh;

import io.antumbra.ring.ProducerType;
import java.util.function.IntSupplier;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The rival: Agrona's ring of the same length in bytes. It packs messages behind headers of 8 bytes, keeps no metadata
 * of an entry, and has one consumer where Antumbra's can have a chain of stages.
 */
public class RingAgronaBenchmark extends RingLoad
{
    private static final int MESSAGE_TYPE = 1;

    private RingBuffer ring;

    /** For JMH. */
    public RingAgronaBenchmark()
    {
    }

    @Override
    IntSupplier open()
    {
        final UnsafeBuffer memory = cacheLines(SLOT_COUNT * SLOT_LENGTH + RingBufferDescriptor.TRAILER_LENGTH);
        final RingBuffer ring =
            ProducerType.SINGLE == producerType ? new OneToOneRingBuffer(memory) : new ManyToOneRingBuffer(memory);
        final UnsafeBuffer taken = cacheLines(Entries.LENGTH);
        final MessageHandler handler =
            (type, buffer, offset, length) -> taken.putBytes(0, buffer, offset, length);
        this.ring = ring;
        return () -> ring.read(handler, RingConsumer.RELEASE_AFTER);
    }

    @Override
    boolean tryOffer(final long number)
    {
        return ring.write(MESSAGE_TYPE, payload, 0, Entries.LENGTH);
    }

    @Override
    boolean isDrained()
    {
        return ring.size() == 0;
    }
}
