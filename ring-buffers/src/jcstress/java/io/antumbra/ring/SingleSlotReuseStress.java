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
 * The ring is full, with its second entry in the tail. A consumer reads and releases the first while the producer tries
 * to put a third into the same slots. It is refused or waits its turn: nobody writes what is still being read.
 */
@JCStressTest
@Outcome(id = "1, 1, 23", expect = ACCEPTABLE, desc = "The third came into the released slots.")
@Outcome(id = "-1, 1, 2", expect = ACCEPTABLE, desc = "The third was refused: back pressure.")
@Outcome(expect = FORBIDDEN, desc = "Overwritten while it was read, lost, or accepted into a full ring.")
@State
public class SingleSlotReuseStress
{
    private final EntryRing ring = Rings.ring(ProducerType.SINGLE, 4, 1);
    private final boolean isFull;

    /**
     * Four slots, of which one was used and freed by an aborted run before.
     */
    public SingleSlotReuseStress()
    {
        final RingClaim claim = new RingClaim();
        ring.tryClaim(0, 0, 0, 1, claim);
        claim.abort();
        Rings.takeOne(ring.stage(0));
        Rings.offer(ring, 1);
        Rings.offer(ring, 2);
        isFull = 4 == ring.occupiedSlots();
    }

    @Actor
    public void producer(final III_Result r)
    {
        final long result = Rings.offer(ring, 3);
        r.r1 = result < 0 ? (int)result : 1;
    }

    @Actor
    public void consumer(final III_Result r)
    {
        r.r2 = isFull ? Rings.takeOne(ring.stage(0)) : Rings.TORN;
    }

    @Arbiter
    public void rest(final III_Result r)
    {
        r.r3 = Rings.takeAll(ring.stage(0));
    }
}
