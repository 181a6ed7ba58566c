package io.antumbra.perf.jmh;

import io.antumbra.ring.AdaptiveIdleStrategy;
import java.util.function.IntSupplier;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Drains a ring in a thread of its own, from start to {@link #close()}. Used by the thread that made it.
 * <p>
 * Its loop reads nothing that the offering thread writes except the ring itself; the interrupt that ends it is a field
 * of its own {@link Thread}. A flag beside a counter of the offers once made each offer cost ten times as much.
 */
final class RingConsumer implements AutoCloseable
{
    /** Most entries that are taken before their room is given back, in every ring. */
    static final int RELEASE_AFTER = 64;

    /** What the consumer does while the ring is empty. */
    enum Idling
    {
        /** Looks again at once: the shortest hand-over, and the most contention for the offering thread. */
        SPIN,

        /** The engine's default, which yields. */
        ADAPTIVE
    }

    private final Thread thread;

    /**
     * @param drain  takes at most {@link #RELEASE_AFTER} entries and returns 0 when there are none.
     * @param idling while there are none.
     */
    RingConsumer(final IntSupplier drain, final Idling idling)
    {
        final IdleStrategy idleStrategy =
            Idling.SPIN == idling ? new BusySpinIdleStrategy() : new AdaptiveIdleStrategy();
        thread = new Thread(() -> drainUntilInterrupted(drain, idleStrategy), "ring-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close()
    {
        thread.interrupt();
        boolean isInterrupted = false;
        while (thread.isAlive())
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException ignore)
            {
                isInterrupted = true;
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void drainUntilInterrupted(final IntSupplier drain, final IdleStrategy idleStrategy)
    {
        final Thread self = Thread.currentThread();
        while (!self.isInterrupted())
        {
            idleStrategy.idle(drain.getAsInt());
        }
    }
}
