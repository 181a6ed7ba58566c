package io.antumbra.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.SingleProducerSequencer;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;

/**
 * The ring through which an application hands entries to the engine: an LMAX Disruptor sequencer over preallocated
 * off-heap slots, drained by a chain of {@link RingStage}s.
 * <pre>
 *     offer, tryClaim ──► ring ──► stage 0 ──► stage 1 ──► ... ──► stage n-1
 *           ▲                                                          │
 *           └───────────── gates: a slot is free again ────────────────┘
 * </pre>
 * Threads: with {@link ProducerType#MULTI} any thread may offer, with {@link ProducerType#SINGLE} one. Each stage
 * belongs to one thread at a time. {@link #close()}, {@link #isClosed()}, {@link #isDrained()}, {@link
 * #occupiedSlots()} are for any thread. No call waits, takes a lock or allocates.
 * <p>
 * The Disruptor's own ring buffer keeps objects and its processors own their threads; the sequencers beneath it ask for
 * neither, so they are used directly. How a payload stays contiguous at the end of the ring is told by the package.
 * <p>
 * The memory belongs to the garbage collector and goes with the last reference to ring, stage, claim or entry: an early
 * unmapping could pull it from under a producer that is writing.
 */
public final class EntryRing extends CacheLinePadding implements AutoCloseable
{
    private final SlotRegion region;
    private final Sequencer sequencer;
    private final ProducerSide producerSide;
    private final RingStage[] stages;
    private final RingStage lastStage;
    private final int slotCount;
    private final int maxEntryLength;
    private volatile boolean closed;
    @SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
    long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /**
     * Make a ring; all its memory is allocated and touched here.
     *
     * @param context of the ring, which is concluded here and can be used only once.
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     */
    public EntryRing(final RingContext context)
    {
        context.conclude();
        slotCount = context.slotCount();
        maxEntryLength = context.maxEntryLength();
        region = new SlotRegion(context.slotLength(), slotCount, maxEntryLength);

        final boolean singleProducer = ProducerType.SINGLE == context.producerType();
        final BusySpinWaitStrategy nobodyWaits = new BusySpinWaitStrategy();
        sequencer = singleProducer ?
            new SingleProducerSequencer(slotCount, nobodyWaits) : new MultiProducerSequencer(slotCount, nobodyWaits);
        producerSide = new ProducerSide(sequencer, singleProducer);

        stages = new RingStage[context.stageCount()];
        stages[0] = new RingStage(sequencer, sequencer.newBarrier(), region, singleProducer);
        for (int i = 1; i < stages.length; i++)
        {
            stages[i] =
                new RingStage(sequencer, sequencer.newBarrier(stages[i - 1].releasedSequence()), region, true);
        }
        lastStage = stages[stages.length - 1];
        sequencer.addGatingSequences(lastStage.releasedSequence());
    }

    /**
     * Copy a payload into the ring.
     *
     * @param streamId        of the entry.
     * @param priority        of the entry.
     * @param originalEpochNs when the entry came into being, epoch nanoseconds.
     * @param buffer          that holds the payload.
     * @param offset          of the payload in the buffer.
     * @param length          of the payload in bytes, 1 to {@link #maxEntryLength()}.
     * @return the entry's ring sequence, 0 or more and rising; or {@link Code#BACK_PRESSURED}, {@link Code#CLOSED},
     * {@link Code#TOO_LONG}, {@link Code#EMPTY}.
     * @throws IndexOutOfBoundsException when the payload is not within the buffer.
     * @throws IllegalArgumentException  when the length is negative.
     * @throws IllegalStateException     when a claim of a {@link ProducerType#SINGLE} ring is still open.
     */
    public long offer(
        final int streamId,
        final int priority,
        final long originalEpochNs,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        if (isRefused(length))
        {
            return refusal(length);
        }
        buffer.boundsCheck(offset, length);

        final int slots = region.slotsFor(length);
        final long ringSequence = claim(slots);
        if (ringSequence >= 0)
        {
            final int slotOffset = region.offsetOf(ringSequence);
            region.putHeader(slotOffset, slots, streamId, priority, originalEpochNs, length);
            region.buffer.putBytes(slotOffset + SlotRegion.HEADER_LENGTH, buffer, offset, length);
            producerSide.publish(ringSequence, slots);
        }

        return ringSequence;
    }

    /**
     * Claim room for a payload, to be written in place. Each success must be followed by {@link RingClaim#commit()} or
     * {@link RingClaim#abort()}, soon: entries claimed later wait for it. With {@link ProducerType#SINGLE} nothing else
     * may be offered in between.
     *
     * @param streamId        of the entry.
     * @param priority        of the entry.
     * @param originalEpochNs when the entry came into being, epoch nanoseconds.
     * @param length          of the payload in bytes, 1 to {@link #maxEntryLength()}.
     * @param claim           to fill in; not open.
     * @return the entry's ring sequence, 0 or more and rising; or {@link Code#BACK_PRESSURED}, {@link Code#CLOSED},
     * {@link Code#TOO_LONG}, {@link Code#EMPTY}.
     * @throws IllegalArgumentException when the length is negative.
     * @throws IllegalStateException    when this claim, or any of a {@link ProducerType#SINGLE} ring, is still open.
     */
    public long tryClaim(
        final int streamId, final int priority, final long originalEpochNs, final int length, final RingClaim claim)
    {
        if (claim.isOpen())
        {
            throw new IllegalStateException("this claim is still open: commit or abort it before it is used again");
        }
        if (isRefused(length))
        {
            return refusal(length);
        }

        final int slots = region.slotsFor(length);
        final long ringSequence = claim(slots);
        if (ringSequence >= 0)
        {
            region.putHeader(region.offsetOf(ringSequence), slots, streamId, priority, originalEpochNs, length);
            producerSide.onClaimOpened();
            claim.open(producerSide, region, ringSequence, slots, length);
        }

        return ringSequence;
    }

    /**
     * A stage's cursor. Stage 0 sees what producers publish, each other one what the stage before has released.
     *
     * @param index of the stage, from 0.
     * @return always the same object for the same index.
     */
    public RingStage stage(final int index)
    {
        return stages[index];
    }

    /**
     * Number of stages.
     *
     * @return as configured.
     */
    public int stageCount()
    {
        return stages.length;
    }

    /**
     * Number of slots.
     *
     * @return as configured.
     */
    public int slotCount()
    {
        return slotCount;
    }

    /**
     * Length of the longest payload.
     *
     * @return length in bytes, as configured.
     */
    public int maxEntryLength()
    {
        return maxEntryLength;
    }

    /**
     * How full the ring is: a snapshot for counters.
     *
     * @return number of slots between the last stage and the producers; those of a claim that is still open count with
     * {@link ProducerType#MULTI} only.
     */
    public long occupiedSlots()
    {
        final long releasedSequence = lastStage.releasedSequence().get();
        return Math.max(0, sequencer.getCursor() - releasedSequence);
    }

    /**
     * Refuse new entries from now on. What is in the ring stays readable, and an open claim can still be committed or
     * aborted. Idempotent.
     */
    @Override
    public void close()
    {
        closed = true;
    }

    /**
     * Was the ring closed?
     *
     * @return true after {@link #close()}.
     */
    public boolean isClosed()
    {
        return closed;
    }

    /**
     * Is the ring closed, and has the last stage released everything that was accepted? With {@link
     * ProducerType#MULTI} a true is final: no entry follows. With {@link ProducerType#SINGLE} it is final when the
     * producer's own thread closed the ring, or had stopped offering before another did; an offer in progress
     * elsewhere may still be accepted.
     *
     * @return true when stages have nothing left to do.
     */
    public boolean isDrained()
    {
        if (!closed)
        {
            return false;
        }

        VarHandle.fullFence();
        return lastStage.releasedSequence().get() >= sequencer.getCursor();
    }

    private boolean isRefused(final int length)
    {
        return closed || length <= 0 || length > maxEntryLength;
    }

    private long refusal(final int length)
    {
        if (length < 0)
        {
            throw new IllegalArgumentException("length=" + length + ": allowed are 1 to " + maxEntryLength + " bytes");
        }

        return closed ? Code.CLOSED : 0 == length ? Code.EMPTY : Code.TOO_LONG;
    }

    /**
     * A close that came after the first look is seen here, after the claim: closer and producer both write first and
     * read then, so either the closer's view of the cursor has the claim or the claim is turned into a skipped run.
     */
    private long claim(final int slots)
    {
        final long ringSequence = producerSide.claim(slots);
        if (closed && ringSequence >= 0)
        {
            region.putSkipped(region.offsetOf(ringSequence), slots);
            producerSide.publish(ringSequence, slots);
            return Code.CLOSED;
        }

        return ringSequence;
    }
}
