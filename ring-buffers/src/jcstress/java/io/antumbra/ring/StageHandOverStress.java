package io.antumbra.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One stage notes fields into an entry and releases it while the next stage looks. The next stage sees no entry, or the
 * entry with its payload and every note.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not released yet.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Whole, with every note.")
@Outcome(expect = FORBIDDEN, desc = "An entry without its notes, or torn.")
@State
public class StageHandOverStress
{
    private final EntryRing ring = Rings.ring(ProducerType.SINGLE, 4, 2);

    /**
     * An entry is in the ring.
     */
    public StageHandOverStress()
    {
        Rings.offer(ring, 1);
    }

    @Actor
    public void shadow()
    {
        final RingStage stage = ring.stage(0);
        final RingEntry entry = new RingEntry();
        if (stage.first(entry))
        {
            entry.sequence(1);
            entry.subsetId(2);
            entry.subsetCount(3);
            entry.shadowTimestampEpochNs(4);
            entry.flags(5);
            stage.releaseThrough(entry);
        }
    }

    @Actor
    public void send(final II_Result r)
    {
        final RingEntry entry = new RingEntry();
        if (ring.stage(1).first(entry))
        {
            r.r1 = Rings.judge(entry);
            r.r2 = 1 == entry.sequence() && 2 == entry.subsetId() && 3 == entry.subsetCount() &&
                4 == entry.shadowTimestampEpochNs() && 5 == entry.flags() ? 1 : Rings.TORN;
        }
    }
}
