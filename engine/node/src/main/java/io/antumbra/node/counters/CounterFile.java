package io.antumbra.node.counters;

import io.aeron.CncFileDescriptor;
import io.antumbra.node.term.NodeException;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters in one CnC file, mapped read-only: values stay readable after the process that wrote them was killed.
 * Used by one thread.
 */
public final class CounterFile implements AutoCloseable
{
    private final MappedByteBuffer map;
    private final DirectBuffer meta;
    private final CountersReader reader;

    /** One counter as it was when it was listed. */
    public static final class Counter
    {
        private final int id;
        private final int typeId;
        private final long value;
        private final String label;

        Counter(final int id, final int typeId, final long value, final String label)
        {
            this.id = id;
            this.typeId = typeId;
            this.value = value;
            this.label = label;
        }

        /** @return index of the counter in its file. */
        public int id()
        {
            return id;
        }

        /** @return what kind of counter it is. */
        public int typeId()
        {
            return typeId;
        }

        /** @return its value. */
        public long value()
        {
            return value;
        }

        /** @return its name and what it belongs to. */
        public String label()
        {
            return label;
        }
    }

    private CounterFile(final MappedByteBuffer map, final DirectBuffer meta)
    {
        this.map = map;
        this.meta = meta;
        this.reader = new CountersReader(CncFileDescriptor.createCountersMetaDataBuffer(map, meta),
            CncFileDescriptor.createCountersValuesBuffer(map, meta));
    }

    /**
     * @param aeronFolder of the media driver.
     * @return its counters, or null when the file is not there or not yet initialised.
     */
    public static CounterFile tryOpen(final Path aeronFolder)
    {
        final File file = aeronFolder.resolve(CncFileDescriptor.CNC_FILE).toFile();
        if (!file.exists() || file.length() < CncFileDescriptor.META_DATA_LENGTH)
        {
            return null;
        }
        final MappedByteBuffer map = IoUtil.mapExistingFile(file, FileChannel.MapMode.READ_ONLY, "CnC file");
        final DirectBuffer meta = CncFileDescriptor.createMetaDataBuffer(map);
        final int version = meta.getInt(CncFileDescriptor.cncVersionOffset(0));
        if (0 == version)
        {
            IoUtil.unmap(map);
            return null;
        }
        if (CncFileDescriptor.CNC_VERSION >> 16 != version >> 16)
        {
            IoUtil.unmap(map);
            throw NodeException.environment(file + " was written by another version of Aeron (" + version +
                "), this program reads " + CncFileDescriptor.CNC_VERSION + ". Use the tools of that version.");
        }
        return new CounterFile(map, meta);
    }

    /** @return id of the process that runs the driver. */
    public long processId()
    {
        return CncFileDescriptor.pid(meta);
    }

    /** @return every counter in use, in the order of the file. */
    public List<Counter> list()
    {
        final List<Counter> counters = new ArrayList<>();
        reader.forEach(
            (id, typeId, key, label) -> counters.add(new Counter(id, typeId, reader.getCounterValue(id), label)));
        return counters;
    }

    /**
     * @param namePrefix of the label, such as {@code antumbra-shadowed}.
     * @param stream     that it must belong to, -1 for any.
     * @return index of the first such counter, or -1.
     */
    public int find(final String namePrefix, final int stream)
    {
        for (final Counter counter : list())
        {
            if (isNamed(counter.label, namePrefix) && (stream < 0 || stream == field(counter.label, "stream")))
            {
                return counter.id;
            }
        }
        return -1;
    }

    /**
     * @param id as {@link #find} answered.
     * @return value now.
     */
    public long value(final int id)
    {
        return reader.getCounterValue(id);
    }

    private static boolean isNamed(final String label, final String name)
    {
        return label.startsWith(name) && (label.length() == name.length() || !isNamePart(label.charAt(name.length())));
    }

    private static boolean isNamePart(final char c)
    {
        return '-' == c || Character.isLetterOrDigit(c);
    }

    private static long field(final String label, final String name)
    {
        final int at = label.indexOf(name + "=");
        if (at < 0)
        {
            return -1;
        }
        long value = 0;
        int i = at + name.length() + 1;
        final int first = i;
        for (; i < label.length() && Character.isDigit(label.charAt(i)); i++)
        {
            value = value * 10 + (label.charAt(i) - '0');
        }
        return i > first ? value : -1;
    }

    @Override
    public void close()
    {
        IoUtil.unmap(map);
    }
}
