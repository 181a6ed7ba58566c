package io.antumbra.runtime;

import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/**
 * Where every error of an engine ends: counted, kept once per kind in a bounded file beside the journal, and passed to
 * the application's handler. Any thread. The file is mapped, so that it can be read while the engine runs and after it
 * was killed ({@link ErrorLogPrinter}); that of the start before is kept as {@link #PREVIOUS_FILE_NAME}.
 */
final class ErrorRecorder implements ErrorHandler, AutoCloseable
{
    static final String FILE_NAME = "errors.log";
    static final String PREVIOUS_FILE_NAME = "errors.previous.log";
    static final int LENGTH = 128 * 1024;

    private final AtomicLong count = new AtomicLong();
    private final ErrorHandler delegate;
    private MappedByteBuffer mapped;
    private DistinctErrorLog log;

    ErrorRecorder(final ErrorHandler delegate)
    {
        this.delegate = delegate;
    }

    /** Begins to write the log, once the caller has locked the folder. */
    synchronized void open(final Path folder)
    {
        final Path file = folder.resolve(FILE_NAME);
        try
        {
            if (Files.exists(file) && ErrorLogPrinter.hasErrors(file))
            {
                Files.move(file, folder.resolve(PREVIOUS_FILE_NAME), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(file);
            mapped = IoUtil.mapNewFile(file.toFile(), LENGTH);
        }
        catch (final IOException ex)
        {
            throw new AntumbraException("journalFolder=" + folder + ": cannot make " + FILE_NAME + " in it (" + ex +
                "); make the folder writable", ex);
        }
        log = new DistinctErrorLog(new UnsafeBuffer(mapped), SystemEpochClock.INSTANCE);
    }

    @Override
    public void onError(final Throwable throwable)
    {
        count.incrementAndGet();
        record(throwable);
        if (delegate != null)
        {
            try
            {
                delegate.onError(throwable);
            }
            catch (final RuntimeException ex)
            {
                record(ex);
            }
        }
    }

    long count()
    {
        return count.get();
    }

    private synchronized void record(final Throwable throwable)
    {
        if (log != null)
        {
            log.record(throwable);
        }
    }

    @Override
    public synchronized void close()
    {
        if (log != null)
        {
            log = null;
            IoUtil.unmap(mapped);
        }
    }
}
