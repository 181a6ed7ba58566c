package io.antumbra.runtime;

import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendReason;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the decisions of a primary, while it runs or after it ended. Stateless; any thread, any process. */
public final class DecisionReader
{
    private DecisionReader()
    {
    }

    /**
     * Reads those that are kept: the last thousand of the last start. One that is being written is left out.
     *
     * @param folder of the replica's shadow.
     * @return them, the oldest first; empty when it has never led, or the file is of another version.
     */
    public static List<Decision> read(final Path folder)
    {
        final File file = folder.resolve(DecisionFormat.FILE_NAME).toFile();
        if (!file.isFile() || file.length() != DecisionFormat.LENGTH)
        {
            return List.of();
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, "decisions");
        try
        {
            return read(new UnsafeBuffer(mapped));
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }

    private static List<Decision> read(final UnsafeBuffer buffer)
    {
        if (buffer.getLongVolatile(0) != DecisionFormat.MAGIC ||
            buffer.getInt(DecisionFormat.VERSION_OFFSET) != DecisionFormat.VERSION)
        {
            return List.of();
        }
        final List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < DecisionFormat.RECORDS; i++)
        {
            final int offset = DecisionFormat.offset(i);
            final long number = buffer.getLongVolatile(offset) - 1;
            final ResendAction action = ResendAction.ofCode(buffer.getInt(offset + DecisionFormat.ACTION_OFFSET));
            final ResendReason reason = ResendReason.ofCode(buffer.getInt(offset + DecisionFormat.REASON_OFFSET));
            if (number >= 0 && number % DecisionFormat.RECORDS == i && action != null &&
                reason != null)
            {
                final Decision decision = new Decision(number, buffer.getLong(offset + DecisionFormat.EPOCH_NS_OFFSET),
                    buffer.getInt(offset + DecisionFormat.REPLICA_OFFSET),
                    buffer.getInt(offset + DecisionFormat.STREAM_OFFSET),
                    buffer.getLong(offset + DecisionFormat.FIRST_OFFSET),
                    buffer.getLong(offset + DecisionFormat.LAST_OFFSET), action, reason,
                    buffer.getDouble(offset + DecisionFormat.RISK_OFFSET),
                    buffer.getLong(offset + DecisionFormat.OVERDUE_AFTER_NS_OFFSET),
                    buffer.getLong(offset + DecisionFormat.BUDGET_LEFT_OFFSET));
                if (buffer.getLongVolatile(offset + DecisionFormat.NUMBER_BEHIND_OFFSET) == number + 1)
                {
                    decisions.add(decision);
                }
            }
        }
        decisions.sort((one, other) -> Long.compare(one.number(), other.number()));
        return decisions;
    }
}
