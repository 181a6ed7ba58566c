package io.antumbra.runtime;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import org.agrona.DirectBuffer;

/**
 * Records what an application's handler throws, with its stack, in the error log; what becomes of the entry is decided
 * by the machine that called, which gives it again. Engine's thread.
 */
final class GuardedHandler implements EntryHandler
{
    private final EntryHandler handler;
    private final ErrorRecorder errors;

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
        try
        {
            handler.onEntry(meta, buffer, offset, length);
        }
        catch (final RuntimeException ex)
        {
            errors.onError(ex);
            throw ex;
        }
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        try
        {
            handler.onUnprotectedGap(streamId, first, count);
        }
        catch (final RuntimeException ex)
        {
            errors.onError(ex);
            throw ex;
        }
    }
}
