package io.antumbra.core;

/**
 * The metadata of one entry: what travels with it, what its checksum covers. A mutable flyweight that its owner
 * reuses; fields are plain so that the hot path reads and writes them without indirection.
 */
public final class EntryMeta
{
    /** {@link #flags}: the shadowing policy left this entry out; it has a place but no promise. */
    public static final int FLAG_UNPROTECTED = 1;

    /** The shard that the stream belongs to. */
    public int shard;

    /** Index of the stream within its shard, from 0. */
    public int streamId;

    /** Place in the stream, from 1, gap-free. */
    public long sequence;

    /** The epoch in which the entry was created; (stream, sequence, origin epoch) is its identity. */
    public long originEpoch;

    /** Sequence of the first entry of the subset that this entry was shadowed and sent with. */
    public long subsetId;

    /** Number of entries of that subset. */
    public int subsetCount;

    /** Priority given by the producer, 0..32767, higher is more urgent. */
    public int priority;

    /** {@code FLAG_*} bits. */
    public int flags;

    /** Length of the entry as the producer gave it, bytes. */
    public int entryLength;

    /** Length of the payload kept with this metadata, bytes: {@link #entryLength}, or 0 in a header-only record. */
    public int storedLength;

    /** When the producer offered it, nanoseconds since the epoch. */
    public long originalEpochNs;

    /** When the primary shadowed it, nanoseconds since the epoch; the same on every replica. */
    public long shadowEpochNs;

    /** CRC32C over the canonical block and the stored payload, see {@link RecordCodec}. */
    public int crc;

    /** @return true when the policy left the entry out of the shadow. */
    public boolean isUnprotected()
    {
        return (flags & FLAG_UNPROTECTED) != 0;
    }

    /**
     * Takes over every field of another one.
     *
     * @param other to copy.
     */
    public void copyFrom(final EntryMeta other)
    {
        shard = other.shard;
        streamId = other.streamId;
        sequence = other.sequence;
        originEpoch = other.originEpoch;
        subsetId = other.subsetId;
        subsetCount = other.subsetCount;
        priority = other.priority;
        flags = other.flags;
        entryLength = other.entryLength;
        storedLength = other.storedLength;
        originalEpochNs = other.originalEpochNs;
        shadowEpochNs = other.shadowEpochNs;
        crc = other.crc;
    }

    @Override
    public String toString()
    {
        return "EntryMeta{shard=" + shard + ", streamId=" + streamId + ", sequence=" + sequence + ", originEpoch=" +
            originEpoch + ", subsetId=" + subsetId + ", subsetCount=" + subsetCount + ", priority=" + priority +
            ", flags=" + flags + ", entryLength=" + entryLength + ", storedLength=" + storedLength + "}";
    }
}
