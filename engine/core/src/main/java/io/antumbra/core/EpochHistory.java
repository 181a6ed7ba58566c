package io.antumbra.core;

import java.util.Arrays;

/**
 * Epoch to first sequence, per stream: which leader created which part of a stream. Epochs ascend. Their first
 * sequences need not: an epoch that nobody followed is begun by a primary that may hold more than the next one.
 *
 * <p>Bounded: the oldest epochs are forgotten once {@link #CAPACITY} are known; a replica that is further behind than
 * that is refused and repaired by a full copy. Plain arrays, so that it can be copied, encoded and compared without
 * allocation. One thread.
 */
public final class EpochHistory
{
    /** Epochs kept. */
    public static final int CAPACITY = 64;

    private final int streamCount;
    private final long[] epochs = new long[CAPACITY];
    private final long[] firstSequences;
    private int size;

    /**
     * @param streamCount streams of the shard.
     */
    public EpochHistory(final int streamCount)
    {
        this.streamCount = streamCount;
        firstSequences = new long[CAPACITY * streamCount];
    }

    /** @return streams of the shard. */
    public int streamCount()
    {
        return streamCount;
    }

    /** @return number of epochs known. */
    public int size()
    {
        return size;
    }

    /**
     * @param index 0 for the oldest known.
     * @return the epoch.
     */
    public long epochAt(final int index)
    {
        return epochs[index];
    }

    /**
     * @param index    0 for the oldest known epoch.
     * @param streamId of the stream.
     * @return first sequence that the epoch may have created.
     */
    public long firstSequenceAt(final int index, final int streamId)
    {
        return firstSequences[index * streamCount + streamId];
    }

    /** @return the latest epoch known, 0 for none. */
    public long lastEpoch()
    {
        return size == 0 ? 0 : epochs[size - 1];
    }

    /**
     * Begins an epoch; its first sequences are then set with {@link #firstSequence}.
     *
     * @param epoch higher than {@link #lastEpoch()}.
     */
    public void append(final long epoch)
    {
        if (epoch <= lastEpoch())
        {
            throw new IllegalArgumentException("epoch=" + epoch + " must be above the last one, " + lastEpoch());
        }
        if (size == CAPACITY)
        {
            System.arraycopy(epochs, 1, epochs, 0, CAPACITY - 1);
            System.arraycopy(firstSequences, streamCount, firstSequences, 0, (CAPACITY - 1) * streamCount);
            size--;
        }
        epochs[size] = epoch;
        Arrays.fill(firstSequences, size * streamCount, (size + 1) * streamCount, 1);
        size++;
    }

    /**
     * Sets where the latest epoch starts in one stream.
     *
     * @param streamId of the stream.
     * @param first    first sequence that the epoch may create.
     */
    public void firstSequence(final int streamId, final long first)
    {
        firstSequences[(size - 1) * streamCount + streamId] = first;
    }

    /**
     * Forgets the latest epochs.
     *
     * @param count of the oldest ones that stay.
     */
    public void keep(final int count)
    {
        size = Math.min(size, count);
    }

    /** Forgets everything. */
    public void clear()
    {
        size = 0;
    }

    /**
     * @param other to take over.
     */
    public void copyFrom(final EpochHistory other)
    {
        if (other.streamCount != streamCount)
        {
            throw new IllegalArgumentException("streamCount=" + other.streamCount + ", expected " + streamCount);
        }
        System.arraycopy(other.epochs, 0, epochs, 0, other.size);
        System.arraycopy(other.firstSequences, 0, firstSequences, 0, other.size * streamCount);
        size = other.size;
    }
}
