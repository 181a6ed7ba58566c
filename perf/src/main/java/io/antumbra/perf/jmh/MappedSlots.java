package io.antumbra.perf.jmh;

import io.antumbra.core.EntryMeta;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The rival of the shadow: slots in a plain memory-mapped file, written in a circle. The same bytes as a record of the
 * shadow, written where they belong, the same CRC32C over them, the same order of stores so that a kill at any moment
 * leaves no torn slot that looks whole; but no size classes, no index, no retention, no streams.
 * <pre>
 *   0          8     12       16              80
 *   +----------+-----+--------+---------------+-------------------+
 *   | sequence | crc | status | record header | payload           |
 *   +----------+-----+--------+---------------+-------------------+
 * </pre>
 * One thread.
 */
final class MappedSlots implements AutoCloseable
{
    private static final int SEQUENCE_OFFSET = 0;
    private static final int CRC_OFFSET = 8;
    private static final int STATUS_OFFSET = 12;
    private static final int RECORD_OFFSET = 16;
    private static final int HEADER_LENGTH = 64;
    private static final long BEING_WRITTEN = -1;

    private final MappedByteBuffer mapped;
    private final ByteBuffer window;
    private final UnsafeBuffer slots;
    private final CRC32C crc32c = new CRC32C();
    private final int slotLength;
    private final int mask;

    MappedSlots(final Path file, final int slotCount, final int payloadLength)
    {
        slotLength = RECORD_OFFSET + HEADER_LENGTH + payloadLength;
        mask = slotCount - 1;
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long)slotCount * slotLength);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("file=" + file + " cannot be mapped", ex);
        }
        slots = new UnsafeBuffer(mapped);
        slots.setMemory(0, slots.capacity(), (byte)0);
        window = mapped.duplicate();
    }

    void write(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        final int slot = (int)(meta.sequence & mask) * slotLength;
        slots.putLong(slot + SEQUENCE_OFFSET, BEING_WRITTEN);
        VarHandle.storeStoreFence();
        final int record = slot + RECORD_OFFSET;
        putHeader(meta, record);
        slots.putBytes(record + HEADER_LENGTH, payload, offset, meta.storedLength);
        window.limit(record + HEADER_LENGTH + meta.storedLength).position(record);
        crc32c.reset();
        crc32c.update(window);
        slots.putInt(slot + CRC_OFFSET, (int)crc32c.getValue());
        slots.putInt(slot + STATUS_OFFSET, 0);
        slots.putLongOrdered(slot + SEQUENCE_OFFSET, meta.sequence);
    }

    private void putHeader(final EntryMeta meta, final int record)
    {
        slots.putLong(record, meta.sequence);
        slots.putLong(record + 8, meta.originEpoch);
        slots.putLong(record + 16, meta.subsetId);
        slots.putLong(record + 24, meta.originalEpochNs);
        slots.putLong(record + 32, meta.shadowEpochNs);
        slots.putInt(record + 40, meta.shard);
        slots.putInt(record + 44, meta.streamId);
        slots.putInt(record + 48, meta.subsetCount);
        slots.putInt(record + 52, meta.entryLength);
        slots.putInt(record + 56, meta.storedLength);
        slots.putShort(record + 60, (short)meta.priority);
        slots.putShort(record + 62, (short)meta.flags);
    }

    @Override
    public void close()
    {
        BufferUtil.free(mapped);
    }
}
