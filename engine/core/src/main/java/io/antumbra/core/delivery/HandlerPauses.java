package io.antumbra.core.delivery;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * When a stream whose handler threw may be delivered again. Stepping over the entry would lose it, so the handler gets
 * the same one again, after a pause that doubles from 10 ms to 1 s. Each stream has its own: a handler that cannot take
 * one stream holds up no other.
 */
final class HandlerPauses
{
    static final long MIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long NONE = 0;

    private final long[] pauseNs;
    private final long[] sinceNs;

    HandlerPauses(final int streamCount)
    {
        pauseNs = new long[streamCount];
        sinceNs = new long[streamCount];
        Arrays.fill(pauseNs, NONE);
    }

    boolean isPausing(final int streamId, final long nowNs)
    {
        return pauseNs[streamId] != NONE && nowNs - sinceNs[streamId] < pauseNs[streamId];
    }

    /** The handler took an entry. */
    void end(final int streamId)
    {
        pauseNs[streamId] = NONE;
    }

    /** The handler threw; true when it had not just before. */
    boolean begin(final int streamId, final long nowNs)
    {
        final boolean isFirst = pauseNs[streamId] == NONE;
        pauseNs[streamId] = isFirst ? MIN_PAUSE_NS : Math.min(MAX_PAUSE_NS, 2 * pauseNs[streamId]);
        sinceNs[streamId] = nowNs;
        return isFirst;
    }
}
