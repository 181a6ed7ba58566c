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
 * Two producers put in entries of two slots while a consumer looks once. It sees nothing or a whole entry, and
 * afterwards the rest is there, each entry once. With three threads on three processors, and with two for machines of
 * two.
 */
public final class TwoProducersStress
{
    private TwoProducersStress()
    {
    }

    /**
     * The consumer has a thread of its own.
     */
    @JCStressTest
    @Outcome(id = { "0, 12", "0, 21" }, expect = ACCEPTABLE, desc = "Looked too early; both are there afterwards.")
    @Outcome(id = { "1, 2", "2, 1" }, expect = ACCEPTABLE, desc = "Saw one whole entry, the other is there afterwards.")
    @Outcome(expect = FORBIDDEN, desc = "Torn, lost, doubled or left behind.")
    @State
    public static class ThreeThreads
    {
        private final EntryRing ring = Rings.ring(ProducerType.MULTI, 4, 1);

        @Actor
        public void producer1()
        {
            Rings.offer(ring, 1);
        }

        @Actor
        public void producer2()
        {
            Rings.claimAndCommit(ring, 2);
        }

        @Actor
        public void consumer(final II_Result r)
        {
            r.r1 = Rings.takeOne(ring.stage(0));
        }

        @Arbiter
        public void rest(final II_Result r)
        {
            r.r2 = Rings.takeAll(ring.stage(0));
        }
    }

    /**
     * The second producer's thread looks, after it has committed.
     */
    @JCStressTest
    @Outcome(id = "0, 12", expect = ACCEPTABLE, desc = "The other claimed first and was not ready yet.")
    @Outcome(id = { "1, 2", "2, 1" }, expect = ACCEPTABLE, desc = "Saw one whole entry, the other is there afterwards.")
    @Outcome(expect = FORBIDDEN, desc = "Torn, lost, doubled or left behind.")
    @State
    public static class TwoThreads
    {
        private final EntryRing ring = Rings.ring(ProducerType.MULTI, 4, 1);

        @Actor
        public void producer1()
        {
            Rings.offer(ring, 1);
        }

        @Actor
        public void producer2AndConsumer(final II_Result r)
        {
            Rings.claimAndCommit(ring, 2);
            r.r1 = Rings.takeOne(ring.stage(0));
        }

        @Arbiter
        public void rest(final II_Result r)
        {
            r.r2 = Rings.takeAll(ring.stage(0));
        }
    }
}
