package io.antumbra.ring;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flyweight over one entry in the ring: what the producer gave and what earlier stages noted in the slot's header
 * for later ones. Made once and moved by {@link RingStage#first} and {@link RingStage#next}; used by the stage's own
 * thread.
 * <p>
 * It stands on an entry until it is moved on or the entry is released. What a stage notes becomes visible to the next
 * stage when it releases the entry; an entry starts with 0 in each noted field.
 */
public final class RingEntry extends CacheLinePadding
{
    private static final long NOWHERE = -1;
    private static final String NO_ENTRY = "the flyweight stands on no entry: call RingStage.first until it is true";

    private SlotRegion region;
    private UnsafeBuffer buffer;
    private long ringSequence = NOWHERE;
    private long followingSequence = NOWHERE;
    private int slotOffset;
    private int length;
    @SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
    long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /**
     * A flyweight that stands nowhere yet.
     */
    public RingEntry()
    {
    }

    /**
     * The stream that the entry belongs to.
     *
     * @return as given by the producer.
     */
    public int streamId()
    {
        return intAt(SlotRegion.STREAM_ID_OFFSET);
    }

    /**
     * The entry's priority.
     *
     * @return as given by the producer.
     */
    public int priority()
    {
        return intAt(SlotRegion.PRIORITY_OFFSET);
    }

    /**
     * When the entry came into being.
     *
     * @return epoch nanoseconds, as given by the producer.
     */
    public long originalEpochNs()
    {
        return longAt(SlotRegion.ORIGINAL_EPOCH_NS_OFFSET);
    }

    /**
     * The ring's memory. The payload is its bytes from {@link #offset()} for {@link #length()}; the rest is not this
     * entry's.
     *
     * @return buffer over all slots.
     */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Where the payload starts in {@link #buffer()}.
     *
     * @return offset in bytes.
     */
    public int offset()
    {
        assert ringSequence >= 0 : NO_ENTRY;
        return slotOffset + SlotRegion.HEADER_LENGTH;
    }

    /**
     * Length of the payload, always contiguous in {@link #buffer()}.
     *
     * @return length in bytes, at least 1; 0 when the flyweight stands on no entry.
     */
    public int length()
    {
        return length;
    }

    /**
     * The number that {@link EntryRing#offer} or {@link EntryRing#tryClaim} returned for this entry.
     *
     * @return ring sequence of the entry's first slot; -1 when the flyweight stands on no entry.
     */
    public long ringSequence()
    {
        return ringSequence;
    }

    /**
     * The sequence in its stream that an earlier stage gave to the entry.
     *
     * @return stream sequence; 0 when none was given yet.
     */
    public long sequence()
    {
        return longAt(SlotRegion.SEQUENCE_OFFSET);
    }

    /**
     * Note the sequence in its stream, for later stages.
     *
     * @param sequence in the stream, 1 or more.
     */
    public void sequence(final long sequence)
    {
        longAt(SlotRegion.SEQUENCE_OFFSET, sequence);
    }

    /**
     * The subset that an earlier stage put the entry into.
     *
     * @return subset id; 0 when none was given yet.
     */
    public long subsetId()
    {
        return longAt(SlotRegion.SUBSET_ID_OFFSET);
    }

    /**
     * Note the subset, for later stages.
     *
     * @param subsetId that the entry is part of.
     */
    public void subsetId(final long subsetId)
    {
        longAt(SlotRegion.SUBSET_ID_OFFSET, subsetId);
    }

    /**
     * How many entries the subset has.
     *
     * @return number of entries; 0 when none was given yet.
     */
    public int subsetCount()
    {
        return intAt(SlotRegion.SUBSET_COUNT_OFFSET);
    }

    /**
     * Note how many entries the subset has, for later stages.
     *
     * @param subsetCount number of entries.
     */
    public void subsetCount(final int subsetCount)
    {
        intAt(SlotRegion.SUBSET_COUNT_OFFSET, subsetCount);
    }

    /**
     * When the entry was shadowed.
     *
     * @return epoch nanoseconds; 0 when it was not yet.
     */
    public long shadowTimestampEpochNs()
    {
        return longAt(SlotRegion.SHADOW_TIMESTAMP_EPOCH_NS_OFFSET);
    }

    /**
     * Note when the entry was shadowed, for later stages.
     *
     * @param shadowTimestampEpochNs epoch nanoseconds.
     */
    public void shadowTimestampEpochNs(final long shadowTimestampEpochNs)
    {
        longAt(SlotRegion.SHADOW_TIMESTAMP_EPOCH_NS_OFFSET, shadowTimestampEpochNs);
    }

    /**
     * Flags that stages agree on among themselves; the ring gives them no meaning.
     *
     * @return flags; 0 when none were noted yet.
     */
    public int flags()
    {
        return intAt(SlotRegion.FLAGS_OFFSET);
    }

    /**
     * Note flags, for later stages.
     *
     * @param flags to store.
     */
    public void flags(final int flags)
    {
        intAt(SlotRegion.FLAGS_OFFSET, flags);
    }

    /**
     * The checksum that an earlier stage computed over the entry, so that later ones need not sum it again.
     *
     * @return checksum; 0 when none was noted yet.
     */
    public int checksum()
    {
        return intAt(SlotRegion.CHECKSUM_OFFSET);
    }

    /**
     * Note the checksum, for later stages.
     *
     * @param checksum over what the stages agree on; the ring gives it no meaning.
     */
    public void checksum(final int checksum)
    {
        intAt(SlotRegion.CHECKSUM_OFFSET, checksum);
    }

    /**
     * Number of the first slot that is behind this entry and behind every skipped run that was seen after it.
     */
    long followingSequence()
    {
        return followingSequence;
    }

    void followingSequence(final long followingSequence)
    {
        this.followingSequence = followingSequence;
    }

    void standOn(final SlotRegion region, final long ringSequence, final int slotOffset, final int slots,
        final int length)
    {
        if (this.region != region)
        {
            this.region = region;
            this.buffer = region.buffer;
        }
        this.ringSequence = ringSequence;
        this.followingSequence = ringSequence + slots;
        this.slotOffset = slotOffset;
        this.length = length;
    }

    void standOn(final RingEntry other)
    {
        region = other.region;
        buffer = other.buffer;
        ringSequence = other.ringSequence;
        followingSequence = other.followingSequence;
        slotOffset = other.slotOffset;
        length = other.length;
    }

    void standNowhere(final SlotRegion region)
    {
        this.region = region;
        this.buffer = region.buffer;
        this.ringSequence = NOWHERE;
        this.length = 0;
    }

    boolean isOf(final SlotRegion region)
    {
        return this.region == region;
    }

    private int intAt(final int fieldOffset)
    {
        assert ringSequence >= 0 : NO_ENTRY;
        return buffer.getInt(slotOffset + fieldOffset);
    }

    private void intAt(final int fieldOffset, final int value)
    {
        assert ringSequence >= 0 : NO_ENTRY;
        buffer.putInt(slotOffset + fieldOffset, value);
    }

    private long longAt(final int fieldOffset)
    {
        assert ringSequence >= 0 : NO_ENTRY;
        return buffer.getLong(slotOffset + fieldOffset);
    }

    private void longAt(final int fieldOffset, final long value)
    {
        assert ringSequence >= 0 : NO_ENTRY;
        buffer.putLong(slotOffset + fieldOffset, value);
    }
}
