package io.antumbra.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A single producer offers, aborts and commits while the consumer takes what is ready.
 */
@JCStressTest
@Outcome(id = { "0, 13", "1, 3", "13, 0" }, expect = ACCEPTABLE, desc = "Whole entries in order; the rest afterwards.")
@Outcome(expect = FORBIDDEN, desc = "Torn, lost, doubled, or the aborted one was seen.")
@State
public class SinglePublicationStress
{
    private final EntryRing ring = Rings.ring(ProducerType.SINGLE, 8, 1);

    @Actor
    public void producer()
    {
        Rings.offer(ring, 1);
        Rings.claimAndAbort(ring, 2);
        Rings.claimAndCommit(ring, 3);
    }

    @Actor
    public void consumer(final II_Result r)
    {
        r.r1 = Rings.takeAll(ring.stage(0));
    }

    @Arbiter
    public void rest(final II_Result r)
    {
        r.r2 = Rings.takeAll(ring.stage(0));
    }
}
