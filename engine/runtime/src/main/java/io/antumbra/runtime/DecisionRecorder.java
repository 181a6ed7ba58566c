package io.antumbra.runtime;

import io.antumbra.core.resend.DecisionLog;
import java.io.File;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Carries the decisions of a primary to where others see them: a bounded file beside the shadow, mapped, so that it can
 * be read while the engine runs and after it was killed ({@link DecisionReader}), and JFR events while a recording asks
 * for them. Begins anew with each start. The machine keeps the last few hundred itself, so what comes faster than it is
 * asked is left out, and shows by its number. Owned by the engine's thread; allocates nothing while it runs.
 */
final class DecisionRecorder implements AutoCloseable
{
    private final EngineClock clock;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private final File file;
    private final boolean deleteOnClose;
    private final ResendEvent event = new ResendEvent();
    private long next;

    /**
     * @param folder        of the shadow, locked by this process.
     * @param deleteOnClose the shadow goes, too.
     * @param clock         of the engine.
     */
    DecisionRecorder(final Path folder, final boolean deleteOnClose, final EngineClock clock)
    {
        this.clock = clock;
        this.deleteOnClose = deleteOnClose;
        file = folder.resolve(DecisionFormat.FILE_NAME).toFile();
        try
        {
            Files.deleteIfExists(file.toPath());
            mapped = IoUtil.mapNewFile(file, DecisionFormat.LENGTH);
        }
        catch (final IOException ex)
        {
            throw new AntumbraException("folder=" + folder + ": cannot make " + DecisionFormat.FILE_NAME + " in it (" +
                ex + "); make room in the folder, and make it writable", ex);
        }
        buffer = new UnsafeBuffer(mapped);
        buffer.putInt(DecisionFormat.VERSION_OFFSET, DecisionFormat.VERSION);
        buffer.putInt(DecisionFormat.RECORDS_OFFSET, DecisionFormat.RECORDS);
        buffer.putLongRelease(0, DecisionFormat.MAGIC);
    }

    /** Takes what is new. */
    void doWork(final DecisionLog log)
    {
        if (next == log.next())
        {
            return;
        }
        for (next = Math.max(next, log.oldest()); next < log.next(); next++)
        {
            write(log);
            tell(log);
        }
    }

    private void write(final DecisionLog log)
    {
        final int offset = DecisionFormat.offset(next);
        buffer.putLongVolatile(offset + DecisionFormat.NUMBER_BEHIND_OFFSET, next + 1);
        buffer.putLong(offset + DecisionFormat.EPOCH_NS_OFFSET, clock.epochNs(log.timeNs(next)));
        buffer.putInt(offset + DecisionFormat.REPLICA_OFFSET, log.replicaId(next));
        buffer.putInt(offset + DecisionFormat.STREAM_OFFSET, log.streamId(next));
        buffer.putLong(offset + DecisionFormat.FIRST_OFFSET, log.first(next));
        buffer.putLong(offset + DecisionFormat.LAST_OFFSET, log.last(next));
        buffer.putInt(offset + DecisionFormat.ACTION_OFFSET, log.action(next).code());
        buffer.putInt(offset + DecisionFormat.REASON_OFFSET, log.reason(next).code());
        buffer.putDouble(offset + DecisionFormat.RISK_OFFSET, log.risk(next));
        buffer.putLong(offset + DecisionFormat.OVERDUE_AFTER_NS_OFFSET, log.overdueAfterNs(next));
        buffer.putLong(offset + DecisionFormat.BUDGET_LEFT_OFFSET, log.budgetLeftBytes(next));
        buffer.putLongRelease(offset, next + 1);
    }

    private void tell(final DecisionLog log)
    {
        if (event.isEnabled())
        {
            event.begin();
            event.replicaId = log.replicaId(next);
            event.streamId = log.streamId(next);
            event.firstSequence = log.first(next);
            event.lastSequence = log.last(next);
            event.action = log.action(next).name();
            event.reason = log.reason(next).name();
            event.risk = log.risk(next);
            event.overdueAfterNs = log.overdueAfterNs(next);
            event.budgetLeftBytes = log.budgetLeftBytes(next);
            event.commit();
        }
    }

    @Override
    public void close()
    {
        IoUtil.unmap(mapped);
        if (deleteOnClose)
        {
            IoUtil.deleteIfExists(file);
        }
    }
}
