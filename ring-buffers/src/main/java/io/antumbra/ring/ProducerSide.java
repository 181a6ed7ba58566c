package io.antumbra.ring;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequencer;

/**
 * What a claim needs of the ring to finish: the sequencer that publishes and, with a single producer, the rules that
 * its sequencer trusts the caller to keep. A single producer's sequencer publishes everything up to a sequence, so an
 * open claim would leak out half-written with the next offer; the ring refuses that instead.
 */
final class ProducerSide extends CacheLinePadding
{
    private final Sequencer sequencer;
    private final boolean singleProducer;
    private boolean claimOpen;
    private Thread producer;
    @SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
    long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    ProducerSide(final Sequencer sequencer, final boolean singleProducer)
    {
        this.sequencer = sequencer;
        this.singleProducer = singleProducer;
    }

    /**
     * Claim a run of slots.
     *
     * @return the ring sequence of the first slot, or {@link Code#BACK_PRESSURED}.
     */
    long claim(final int slots)
    {
        assert sameThread() : "Accessed by two threads - use ProducerType.MULTI!";

        if (claimOpen)
        {
            throw new IllegalStateException("a claim is still open: commit or abort it first, " +
                "or use ProducerType.MULTI to hold several claims");
        }

        try
        {
            return sequencer.tryNext(slots) - slots + 1;
        }
        catch (final InsufficientCapacityException ignore)
        {
            return Code.BACK_PRESSURED;
        }
    }

    void publish(final long ringSequence, final int slots)
    {
        sequencer.publish(ringSequence, ringSequence + slots - 1);
    }

    void onClaimOpened()
    {
        if (singleProducer)
        {
            claimOpen = true;
        }
    }

    void finishClaim(final long ringSequence, final int slots)
    {
        assert sameThread() : "Accessed by two threads - use ProducerType.MULTI!";

        if (singleProducer)
        {
            claimOpen = false;
        }
        publish(ringSequence, slots);
    }

    private boolean sameThread()
    {
        if (!singleProducer)
        {
            return true;
        }

        final Thread current = Thread.currentThread();
        if (null == producer)
        {
            producer = current;
        }
        return producer == current;
    }
}
