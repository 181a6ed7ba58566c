package io.antumbra.forecasting.risk;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many bytes a piece of code allocates. The counter belongs to the thread and is exact; what the JVM itself puts
 * on the thread once in a while (48 bytes were seen) does not come back in each of several rounds, and what the code
 * allocates does.
 */
public final class Allocation
{
    private static final int ROUNDS = 5;

    private Allocation()
    {
    }

    /**
     * @param code that runs alike each time; run it often enough before.
     * @return bytes of the round that allocated least.
     */
    public static long leastBytes(final Runnable code)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            code.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
