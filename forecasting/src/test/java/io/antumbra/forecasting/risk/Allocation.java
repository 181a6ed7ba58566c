package io.antumbra.forecasting.risk;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many bytes a piece of code allocates, once it runs as compiled. The counter belongs to the thread and is exact;
 * what the JVM itself puts on the thread while it compiles, or once in a while (48 and 104 bytes were seen), does not
 * come back, and what the code allocates does. So the code runs until several rounds in a row allocated nothing, which
 * code that allocates in any of its rounds never reaches.
 */
public final class Allocation
{
    private static final int CLEAN_ROUNDS = 3;
    private static final int MAX_ROUNDS = 40;

    private Allocation()
    {
    }

    /**
     * @param code that runs alike each time, some ten thousand steps of it.
     * @return 0 when three rounds in a row allocated nothing, else the bytes of the last of 40 rounds that allocated.
     */
    public static long steadyBytes(final Runnable code)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long last = 0;
        int clean = 0;
        for (int round = 0; round < MAX_ROUNDS && clean < CLEAN_ROUNDS; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            code.run();
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            clean = 0 == allocated ? clean + 1 : 0;
            last = 0 == allocated ? last : allocated;
        }
        return CLEAN_ROUNDS == clean ? 0 : last;
    }
}
