package io.antumbra.runtime;

import io.antumbra.ring.EntryRing;

/**
 * Lets an engine that closes wait for an offer in progress. With several producers the ring itself does: a claim moves
 * its cursor, so the ring is not drained before the claim is published. A ring for a single producer keeps its claims
 * to that producer until they are published ({@link EntryRing#isDrained()}), so an offer could be accepted after the
 * engine has looked for the last time.
 *
 * <pre>
 *   producer:  busy = true;   gate shut? refuse      claim, write, publish      busy = false
 *   engine:    shut gate;     busy? not drained yet
 * </pre>
 *
 * Both write first and read then, with full fences: either the producer sees the gate shut, or the engine sees it busy.
 * The fence costs what the compare-and-set of several producers costs; they pay nothing here. One producer's thread
 * enters and leaves, any reads.
 */
final class OfferGuard
{
    private final boolean isNeeded;
    private volatile boolean isBusy;

    OfferGuard(final boolean isSingleProducer)
    {
        isNeeded = isSingleProducer;
    }

    void enter()
    {
        if (isNeeded)
        {
            isBusy = true;
        }
    }

    void leave()
    {
        if (isNeeded)
        {
            isBusy = false;
        }
    }

    /** Engine's thread, after the gate was shut. */
    boolean isBusy()
    {
        return isBusy;
    }
}
