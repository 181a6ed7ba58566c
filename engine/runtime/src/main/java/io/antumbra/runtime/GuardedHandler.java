package io.antumbra.runtime;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Keeps a handler that throws from harming anything but its own progress. Stepping over the entry would lose it, so the
 * handler gets the same one again, after a pause that doubles from 10 ms to 1 s; shadowing and acknowledging go on
 * meanwhile. Engine's thread.
 */
final class GuardedHandler implements EntryHandler
{
    static final long MIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final EntryHandler handler;
    private final ErrorRecorder errors;
    private final HandlerFailure failure = new HandlerFailure();
    private boolean isPausing;
    private long pauseNs = MIN_PAUSE_NS;
    private long resumeNs;

    GuardedHandler(final EntryHandler handler, final ErrorRecorder errors)
    {
        this.handler = handler;
        this.errors = errors;
    }

    @Override
    public long onStart(final int streamId)
    {
        return handler.onStart(streamId);
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        waitForResume();
        try
        {
            handler.onEntry(meta, buffer, offset, length);
            pauseNs = MIN_PAUSE_NS;
        }
        catch (final RuntimeException ex)
        {
            throw pause(ex);
        }
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        waitForResume();
        try
        {
            handler.onUnprotectedGap(streamId, first, count);
            pauseNs = MIN_PAUSE_NS;
        }
        catch (final RuntimeException ex)
        {
            throw pause(ex);
        }
    }

    private void waitForResume()
    {
        if (isPausing)
        {
            if (System.nanoTime() - resumeNs < 0)
            {
                throw failure;
            }
            isPausing = false;
        }
    }

    private HandlerFailure pause(final RuntimeException cause)
    {
        errors.onError(cause);
        isPausing = true;
        resumeNs = System.nanoTime() + pauseNs;
        pauseNs = Math.min(MAX_PAUSE_NS, pauseNs * 2);
        return failure;
    }
}
