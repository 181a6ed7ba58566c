package io.antumbra.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * Every error of driver, client and transport ends here: counted, kept in a bounded log of distinct errors, and passed
 * to the application's handler. Thread-safe, because drivers with threads of their own report from there.
 */
final class Failures implements ErrorHandler
{
    private static final int LOG_LENGTH = 64 * 1024;

    private final AtomicLong count = new AtomicLong();
    private final UnsafeBuffer logBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(LOG_LENGTH));
    private final DistinctErrorLog log = new DistinctErrorLog(logBuffer, SystemEpochClock.INSTANCE);
    private final ErrorHandler delegate;
    private volatile Throwable last;
    private String lastOutageMessage;

    Failures(final ErrorHandler delegate)
    {
        this.delegate = delegate;
    }

    @Override
    public void onError(final Throwable throwable)
    {
        count.incrementAndGet();
        last = throwable;
        log.record(throwable);

        if (delegate != null)
        {
            try
            {
                delegate.onError(throwable);
            }
            catch (final RuntimeException ex)
            {
                log.record(ex);
            }
        }
    }

    /**
     * Report why the transport is not active. The same reason is reported once per outage, however often it is met.
     * Owner's thread only.
     *
     * @param throwable the reason.
     */
    void onOutage(final Throwable throwable)
    {
        final String message = String.valueOf(throwable.getMessage());
        if (!message.equals(lastOutageMessage))
        {
            lastOutageMessage = message;
            onError(throwable);
        }
    }

    void onOutageEnd()
    {
        lastOutageMessage = null;
    }

    long count()
    {
        return count.get();
    }

    Throwable last()
    {
        return last;
    }

    AtomicBuffer logBuffer()
    {
        return logBuffer;
    }
}
