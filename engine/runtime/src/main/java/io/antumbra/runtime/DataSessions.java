package io.antumbra.runtime;

import org.agrona.collections.Int2IntCounterMap;

/**
 * On how many of the data lines, A and B, a session is alive. Both lines of a primary are one session, so it is gone
 * only when neither line has it: with line A dead, line B carries it on alone. Owned by the engine's thread.
 */
final class DataSessions
{
    private final Int2IntCounterMap lineCounts = new Int2IntCounterMap(0);

    /** @param sessionId that began on one of the lines. */
    void onAvailable(final int sessionId)
    {
        lineCounts.incrementAndGet(sessionId);
    }

    /**
     * @param sessionId that ended on one of the lines.
     * @return true when no line has it any more.
     */
    boolean onUnavailable(final int sessionId)
    {
        return lineCounts.decrementAndGet(sessionId) == 0;
    }
}
