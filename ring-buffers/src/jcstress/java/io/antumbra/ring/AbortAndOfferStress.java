package io.antumbra.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One producer claims, writes and aborts, the other offers, a consumer looks once. Nobody ever sees the aborted
 * entry, the offered one is never lost behind it, and nothing stays occupied.
 */
public final class AbortAndOfferStress
{
    private AbortAndOfferStress()
    {
    }

    /**
     * The consumer has a thread of its own.
     */
    @JCStressTest
    @Outcome(id = "0, 2, 0", expect = ACCEPTABLE, desc = "Looked too early; the offered entry is there afterwards.")
    @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "Saw the offered entry; nothing is left.")
    @Outcome(expect = FORBIDDEN, desc = "The aborted entry was seen, or the offered one torn, lost or stuck.")
    @State
    public static class ThreeThreads
    {
        private final EntryRing ring = Rings.ring(ProducerType.MULTI, 4, 1);

        @Actor
        public void aborter()
        {
            Rings.claimAndAbort(ring, 1);
        }

        @Actor
        public void producer()
        {
            Rings.offer(ring, 2);
        }

        @Actor
        public void consumer(final III_Result r)
        {
            r.r1 = Rings.takeOne(ring.stage(0));
        }

        @Arbiter
        public void rest(final III_Result r)
        {
            r.r2 = Rings.takeAll(ring.stage(0));
            r.r3 = (int)ring.occupiedSlots();
        }
    }

    /**
     * The offering thread looks, after its offer.
     */
    @JCStressTest
    @Outcome(id = "0, 2, 0", expect = ACCEPTABLE, desc = "The aborted claim was first and still open.")
    @Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "Saw the offered entry; nothing is left.")
    @Outcome(expect = FORBIDDEN, desc = "The aborted entry was seen, or the offered one torn, lost or stuck.")
    @State
    public static class TwoThreads
    {
        private final EntryRing ring = Rings.ring(ProducerType.MULTI, 4, 1);

        @Actor
        public void aborter()
        {
            Rings.claimAndAbort(ring, 1);
        }

        @Actor
        public void producerAndConsumer(final III_Result r)
        {
            Rings.offer(ring, 2);
            r.r1 = Rings.takeOne(ring.stage(0));
        }

        @Arbiter
        public void rest(final III_Result r)
        {
            r.r2 = Rings.takeAll(ring.stage(0));
            r.r3 = (int)ring.occupiedSlots();
        }
    }
}
