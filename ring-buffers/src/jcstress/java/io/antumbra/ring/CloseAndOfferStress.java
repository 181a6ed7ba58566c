package io.antumbra.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A producer of several offers while another thread closes the ring and takes everything until it is drained. What the
 * producer was told is what came out: no entry that was accepted is left behind, none that was refused appears.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Accepted, and taken before the ring counted as drained.")
@Outcome(id = "-3, 0", expect = ACCEPTABLE, desc = "Refused with CLOSED, and nothing came.")
@Outcome(expect = FORBIDDEN, desc = "Accepted and left behind, or refused and seen.")
@State
public class CloseAndOfferStress
{
    private final EntryRing ring = Rings.ring(ProducerType.MULTI, 4, 1);

    @Actor
    public void producer(final II_Result r)
    {
        final long result = Rings.offer(ring, 1);
        r.r1 = result < 0 ? (int)result : 1;
    }

    @Actor
    public void closer(final II_Result r)
    {
        ring.close();
        int taken = Rings.NONE;
        while (!ring.isDrained())
        {
            taken += Rings.takeOne(ring.stage(0));
            Thread.onSpinWait();
        }
        r.r2 = taken;
    }
}
