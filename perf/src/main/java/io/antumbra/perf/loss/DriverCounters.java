package io.antumbra.perf.loss;

import io.aeron.CncFileDescriptor;
import java.io.File;
import java.nio.MappedByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

/** The counters of a media driver that belongs to somebody else, from its CnC file, as AeronStat reads them. */
final class DriverCounters implements AutoCloseable
{
    private final MappedByteBuffer file;
    private final CountersReader reader;

    /**
     * @param aeronDirectory of a running driver.
     */
    DriverCounters(final String aeronDirectory)
    {
        file = IoUtil.mapExistingFile(new File(aeronDirectory, CncFileDescriptor.CNC_FILE), "counters");
        final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
        reader = new CountersReader(CncFileDescriptor.createCountersMetaDataBuffer(file, metaData), CncFileDescriptor
            .createCountersValuesBuffer(file, metaData));
    }

    CountersReader reader()
    {
        return reader;
    }

    @Override
    public void close()
    {
        BufferUtil.free(file);
    }
}
