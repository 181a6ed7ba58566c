package io.antumbra.ring;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A place in the ring to write one payload into, without a copy. Made once and reused by its owner; one thread at a
 * time, with {@link ProducerType#SINGLE} the producer's own.
 * <pre>
 *     final long result = ring.tryClaim(streamId, priority, originalEpochNs, length, claim);
 *     if (result &gt;= 0)
 *     {
 *         try
 *         {
 *             encode(claim.buffer(), claim.offset(), claim.length());
 *             claim.commit();
 *         }
 *         finally
 *         {
 *             claim.abort();   // nothing happens after a commit
 *         }
 *     }
 * </pre>
 * Entries become visible in claim order, so whoever holds a claim open holds back every entry claimed after it. Between
 * claim and commit belongs nothing that can wait.
 */
public final class RingClaim extends CacheLinePadding
{
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private ProducerSide producerSide;
    private SlotRegion region;
    private long ringSequence;
    private int slots;
    private boolean open;
    @SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
    long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /**
     * A claim with nothing claimed yet.
     */
    public RingClaim()
    {
    }

    /**
     * The claimed bytes and no others; empty when no claim is open.
     *
     * @return the buffer to write the payload into, from {@link #offset()} on.
     */
    public MutableDirectBuffer buffer()
    {
        return payload;
    }

    /**
     * Where the payload starts in {@link #buffer()}.
     *
     * @return offset in bytes.
     */
    public int offset()
    {
        return 0;
    }

    /**
     * The length that was claimed.
     *
     * @return length in bytes; 0 when no claim is open.
     */
    public int length()
    {
        return payload.capacity();
    }

    /**
     * Is there a claim that was neither committed nor aborted?
     *
     * @return true when {@link #commit()} is allowed.
     */
    public boolean isOpen()
    {
        return open;
    }

    /**
     * Publish the entry.
     *
     * @throws IllegalStateException when no claim is open.
     */
    public void commit()
    {
        if (!open)
        {
            throw new IllegalStateException("no claim is open: commit follows a tryClaim that returned >= 0, once");
        }

        finish();
    }

    /**
     * Give the slots back: consumers step over them and see no entry. Does nothing when no claim is open.
     */
    public void abort()
    {
        if (open)
        {
            region.putSkipped(region.offsetOf(ringSequence), slots);
            finish();
        }
    }

    void open(final ProducerSide producerSide, final SlotRegion region, final long ringSequence, final int slots,
        final int length)
    {
        this.producerSide = producerSide;
        this.region = region;
        this.ringSequence = ringSequence;
        this.slots = slots;
        payload.wrap(region.buffer, region.offsetOf(ringSequence) + SlotRegion.HEADER_LENGTH, length);
        open = true;
    }

    private void finish()
    {
        open = false;
        payload.wrap(0, 0);
        producerSide.finishClaim(ringSequence, slots);
    }
}
