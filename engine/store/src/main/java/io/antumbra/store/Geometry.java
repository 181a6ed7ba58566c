package io.antumbra.store;

import java.util.List;

/** What is fixed when a shadow is created and must be the same whenever it is opened. Immutable. */
final class Geometry
{
    final int shard;
    final int streamCount;
    final int maxEntryLength;
    final List<SizeClass> sizeClasses;

    /**
     * @param shard          that the streams belong to.
     * @param streamCount    number of streams.
     * @param maxEntryLength longest payload, bytes.
     * @param sizeClasses    ascending by capacity.
     */
    Geometry(final int shard, final int streamCount, final int maxEntryLength, final List<SizeClass> sizeClasses)
    {
        this.shard = shard;
        this.streamCount = streamCount;
        this.maxEntryLength = maxEntryLength;
        this.sizeClasses = List.copyOf(sizeClasses);
    }

    int classCount()
    {
        return sizeClasses.size();
    }

    long slotCount()
    {
        return sizeClasses.stream().mapToLong(SizeClass::slotCount).sum();
    }

    /** @return bytes that the files of a shadow take at most, a little more than they really do. */
    long fileLengthBytes()
    {
        long length = LayoutFile.lengthBytes(streamCount);
        for (final SizeClass sizeClass : sizeClasses)
        {
            length += SlotMap.estimatedLengthBytes(sizeClass) + SlotOffsets.lengthBytes(sizeClass);
        }
        return length;
    }
}
