package io.antumbra.transport.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dantumbra.test.seed=S} takes a printed seed back. */
class DueQueueTest
{
    private static final int CAPACITY = 100;

    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());

    @Test
    void shouldGiveBackByTimeAndFirstInFirstOutAmongEquals()
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final PriorityQueue<long[]> model = new PriorityQueue<>(
            Comparator.<long[]> comparingLong((entry) -> entry[0]).thenComparingLong((entry) -> entry[1]));
        final DueQueue queue = new DueQueue(CAPACITY);
        assertEquals(Long.MAX_VALUE, queue.firstDueNs());
        for (int i = 0; i < 100_000; i++)
        {
            if (queue.size() < CAPACITY && random.nextInt(100) < 55)
            {
                final long atNs = random.nextInt(50) - 25L;
                queue.push(atNs, i);
                model.add(new long[]{ atNs, i });
            }
            else if (queue.size() > 0)
            {
                assertEquals(model.peek()[0], queue.firstDueNs(), "seed " + seed);
                assertEquals(model.poll()[1], queue.pop(), "seed " + seed);
            }
            assertEquals(model.size(), queue.size());
        }
    }
}
