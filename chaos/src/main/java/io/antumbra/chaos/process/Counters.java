package io.antumbra.chaos.process;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.EnumMap;
import java.util.Map;

import io.aeron.CncFileDescriptor;
import io.antumbra.runtime.EngineCounter;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters of one start of a replica, mapped read-only from its CnC file. The mapping keeps the last values when
 * the process is killed, and also when its successor deletes the file.
 */
final class Counters implements AutoCloseable
{
    private final MappedByteBuffer mapped;
    private final CountersReader reader;
    private final Map<EngineCounter, int[]> ids;

    private Counters(final MappedByteBuffer mapped, final CountersReader reader, final Map<EngineCounter, int[]> ids)
    {
        this.mapped = mapped;
        this.reader = reader;
        this.ids = ids;
    }

    /** Returns null while not every counter of the engine is there. */
    static Counters map(final File aeronDirectory, final int replicaId)
    {
        final File file = new File(aeronDirectory, CncFileDescriptor.CNC_FILE);
        if (!file.exists() || file.length() < CncFileDescriptor.META_DATA_LENGTH)
        {
            return null;
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, FileChannel.MapMode.READ_ONLY,
            CncFileDescriptor.CNC_FILE);
        final DirectBuffer meta = CncFileDescriptor.createMetaDataBuffer(mapped);
        if (meta.getInt(0) != 0)
        {
            final CountersReader reader = new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(mapped, meta),
                CncFileDescriptor.createCountersValuesBuffer(mapped, meta));
            final Map<EngineCounter, int[]> ids = find(reader, replicaId);
            if (ids != null)
            {
                return new Counters(mapped, reader, ids);
            }
        }
        IoUtil.unmap(mapped);
        return null;
    }

    private static Map<EngineCounter, int[]> find(final CountersReader reader, final int replicaId)
    {
        final Map<EngineCounter, int[]> ids = new EnumMap<>(EngineCounter.class);
        for (final EngineCounter counter : EngineCounter.values())
        {
            final int[] instances = new int[counter.isPerStream() ? ReplicaSpec.STREAM_COUNT : 1];
            for (int i = 0; i < instances.length; i++)
            {
                instances[i] = find(reader, counter.typeId(), counter.label(ReplicaSpec.SHARD, i, replicaId));
                if (instances[i] < 0)
                {
                    return null;
                }
            }
            ids.put(counter, instances);
        }
        return ids;
    }

    private static int find(final CountersReader reader, final int typeId, final String label)
    {
        final int[] found = { -1 };
        reader.forEach((counterId, counterTypeId, keyBuffer, counterLabel) ->
        {
            if (counterTypeId == typeId && counterLabel.equals(label))
            {
                found[0] = counterId;
            }
        });
        return found[0];
    }

    long value(final EngineCounter counter)
    {
        return value(counter, 0);
    }

    long value(final EngineCounter counter, final int streamId)
    {
        return reader.getCounterValue(ids.get(counter)[streamId]);
    }

    @Override
    public void close()
    {
        IoUtil.unmap(mapped);
    }
}
