package io.antumbra.runtime;

import io.antumbra.ring.RingClaim;
import org.agrona.MutableDirectBuffer;

/**
 * A place for one entry, to be written without a copy. Made once and reused by the producing thread of its stream.
 *
 * <pre>
 *     final long sequence = stream.tryClaim(length, claim);
 *     if (sequence &gt; 0)
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
 *
 * Whoever holds a claim open holds back every entry offered after it, to any stream: nothing that can wait belongs
 * between claim and commit.
 */
public final class StreamClaim
{
    final RingClaim ringClaim = new RingClaim();
    private Stream stream;

    /** Nothing claimed yet. */
    public StreamClaim()
    {
    }

    void open(final Stream claimed)
    {
        stream = claimed;
    }

    /** @return the claimed bytes and no others; empty when no claim is open. */
    public MutableDirectBuffer buffer()
    {
        return ringClaim.buffer();
    }

    /** @return where the entry starts in {@link #buffer()}. */
    public int offset()
    {
        return ringClaim.offset();
    }

    /** @return length that was claimed, bytes; 0 when no claim is open. */
    public int length()
    {
        return ringClaim.length();
    }

    /** @return true when there is a claim that was neither committed nor aborted. */
    public boolean isOpen()
    {
        return ringClaim.isOpen();
    }

    /**
     * Hands the entry to the engine; it has the sequence now that {@link Stream#tryClaim} returned.
     *
     * @throws IllegalStateException when no claim is open.
     */
    public void commit()
    {
        ringClaim.commit();
        stream.onClaimEnd(true);
    }

    /** Gives the place back; the sequence goes to the next entry. Does nothing when no claim is open. */
    public void abort()
    {
        if (ringClaim.isOpen())
        {
            ringClaim.abort();
            stream.onClaimEnd(false);
        }
    }
}
