package io.antumbra.ring;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import org.agrona.BitUtil;
import org.agrona.SystemUtil;

/**
 * The settings of one {@link EntryRing}. Each starts from its system property, or else from its default; the ring
 * checks them with {@link #conclude()} and from then on they stand. For one thread.
 * <p>
 * Memory: {@code slotCount * slotLength} bytes off the heap, plus a tail of the longest entry less one slot; with the
 * defaults 512 KiB and 64 KiB.
 */
public final class RingContext
{
    /**
     * System property for {@link #slotLength()}, bytes; suffixes k and m are understood.
     */
    public static final String SLOT_LENGTH_PROP_NAME = "antumbra.ring.slot.length";

    /**
     * System property for {@link #slotCount()}.
     */
    public static final String SLOT_COUNT_PROP_NAME = "antumbra.ring.slot.count";

    /**
     * System property for {@link #maxEntryLength()}, bytes; suffixes k and m are understood.
     */
    public static final String MAX_ENTRY_LENGTH_PROP_NAME = "antumbra.ring.max.entry.length";

    /**
     * System property for {@link #producerType()}: {@code SINGLE} or {@code MULTI}.
     */
    public static final String PRODUCER_TYPE_PROP_NAME = "antumbra.ring.producer.type";

    /**
     * Default length of a slot in bytes, its header of 64 bytes included.
     */
    public static final int SLOT_LENGTH_DEFAULT = 512;

    /**
     * Default number of slots: with the default length a quarter of a usual second-level cache. Producers go round the
     * whole ring however few entries wait in it, so a ring beyond that cache costs a miss for every line of every entry
     * (4 MiB took a quarter of the throughput).
     */
    public static final int SLOT_COUNT_DEFAULT = 1024;

    /**
     * Default length of the longest payload in bytes.
     */
    public static final int MAX_ENTRY_LENGTH_DEFAULT = 64 * 1024;

    /**
     * Shortest slot in bytes: the header and as much payload.
     */
    public static final int MIN_SLOT_LENGTH = 2 * SlotRegion.HEADER_LENGTH;

    /**
     * Longest slot in bytes.
     */
    public static final int MAX_SLOT_LENGTH = 1024 * 1024;

    /**
     * Most slots.
     */
    public static final int MAX_SLOT_COUNT = 1 << 24;

    /**
     * Most stages that can be chained.
     */
    public static final int MAX_STAGE_COUNT = 16;

    private static final long MAX_REGION_LENGTH = Integer.MAX_VALUE - 2L * CACHE_LINE_LENGTH;

    private int slotLength = SystemUtil.getSizeAsInt(SLOT_LENGTH_PROP_NAME, SLOT_LENGTH_DEFAULT);
    private int slotCount = Integer.getInteger(SLOT_COUNT_PROP_NAME, SLOT_COUNT_DEFAULT);
    private int maxEntryLength = SystemUtil.getSizeAsInt(MAX_ENTRY_LENGTH_PROP_NAME, MAX_ENTRY_LENGTH_DEFAULT);
    private ProducerType producerType = producerTypeProperty();
    private int stageCount = 1;
    private boolean isConcluded;

    /**
     * Settings from system properties and defaults.
     *
     * @throws IllegalArgumentException when a system property cannot be read.
     */
    public RingContext()
    {
    }

    /**
     * Check the settings and fix them. The ring calls it; a context serves one ring.
     *
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     * @throws IllegalStateException    when it was concluded before.
     */
    public void conclude()
    {
        checkOpen();
        checkRange("slotLength", slotLength, MIN_SLOT_LENGTH, MAX_SLOT_LENGTH, "bytes");
        if (!BitUtil.isAligned(slotLength, CACHE_LINE_LENGTH))
        {
            throw new IllegalArgumentException(
                "slotLength=" + slotLength + ": allowed are multiples of the cache line, " +
                    CACHE_LINE_LENGTH + " bytes; the next one is " + BitUtil.align(slotLength, CACHE_LINE_LENGTH));
        }

        checkRange("slotCount", slotCount, 1, MAX_SLOT_COUNT, "slots");
        if (!BitUtil.isPowerOfTwo(slotCount))
        {
            throw new IllegalArgumentException(
                "slotCount=" + slotCount + ": allowed are powers of two; the next one is " +
                    BitUtil.findNextPositivePowerOfTwo(slotCount));
        }

        checkRange("stageCount", stageCount, 1, MAX_STAGE_COUNT, "stages");
        if (null == producerType)
        {
            throw new IllegalArgumentException("producerType=null: allowed are SINGLE and MULTI");
        }

        final long longestInRing = (long)slotCount * slotLength - SlotRegion.HEADER_LENGTH;
        checkRange("maxEntryLength", maxEntryLength, 1, Math.min(longestInRing, MAX_REGION_LENGTH),
            "bytes: the longest entry and its header of " + SlotRegion.HEADER_LENGTH +
                " bytes must fit into slotCount=" +
                slotCount + " slots of slotLength=" + slotLength);

        final long regionLength = SlotRegion.regionLength(slotLength, slotCount, maxEntryLength);
        if (regionLength > MAX_REGION_LENGTH)
        {
            throw new IllegalArgumentException("slotCount=" + slotCount + ", slotLength=" + slotLength +
                ", maxEntryLength=" + maxEntryLength + ": take " + regionLength + " bytes, allowed are " +
                MAX_REGION_LENGTH + "; lower one of them");
        }

        isConcluded = true;
    }

    /**
     * Length of one slot.
     *
     * @return bytes, the header of 64 bytes included.
     */
    public int slotLength()
    {
        return slotLength;
    }

    /**
     * Length of one slot: a common entry and 64 bytes of header should fit into it.
     *
     * @param slotLength bytes, a multiple of 64 from {@link #MIN_SLOT_LENGTH} to {@link #MAX_SLOT_LENGTH}.
     * @return this for a fluent API.
     */
    public RingContext slotLength(final int slotLength)
    {
        checkOpen();
        this.slotLength = slotLength;
        return this;
    }

    /**
     * Number of slots.
     *
     * @return a power of two.
     */
    public int slotCount()
    {
        return slotCount;
    }

    /**
     * Number of slots: how many short entries may wait before producers are back pressured.
     *
     * @param slotCount a power of two up to {@link #MAX_SLOT_COUNT}.
     * @return this for a fluent API.
     */
    public RingContext slotCount(final int slotCount)
    {
        checkOpen();
        this.slotCount = slotCount;
        return this;
    }

    /**
     * Length of the longest payload.
     *
     * @return bytes.
     */
    public int maxEntryLength()
    {
        return maxEntryLength;
    }

    /**
     * Length of the longest payload; a longer one is refused with {@link Code#TOO_LONG}.
     *
     * @param maxEntryLength bytes, 1 or more; with its header it fits into the whole ring.
     * @return this for a fluent API.
     */
    public RingContext maxEntryLength(final int maxEntryLength)
    {
        checkOpen();
        this.maxEntryLength = maxEntryLength;
        return this;
    }

    /**
     * How many threads put entries in.
     *
     * @return one or any number.
     */
    public ProducerType producerType()
    {
        return producerType;
    }

    /**
     * How many threads put entries in.
     *
     * @param producerType one or any number, the default.
     * @return this for a fluent API.
     */
    public RingContext producerType(final ProducerType producerType)
    {
        checkOpen();
        this.producerType = producerType;
        return this;
    }

    /**
     * Number of stages in the chain.
     *
     * @return 1 or more.
     */
    public int stageCount()
    {
        return stageCount;
    }

    /**
     * Number of stages in the chain; each must be polled, or producers stall behind it.
     *
     * @param stageCount 1, the default, to {@link #MAX_STAGE_COUNT}.
     * @return this for a fluent API.
     */
    public RingContext stageCount(final int stageCount)
    {
        checkOpen();
        this.stageCount = stageCount;
        return this;
    }

    private void checkOpen()
    {
        if (isConcluded)
        {
            throw new IllegalStateException("the context is concluded: use a new one for each ring");
        }
    }

    private static void checkRange(
        final String name, final int value, final long minimum, final long maximum, final String unit)
    {
        if (value < minimum || value > maximum)
        {
            throw new IllegalArgumentException(
                name + "=" + value + ": allowed are " + minimum + " to " + maximum + " " + unit);
        }
    }

    private static ProducerType producerTypeProperty()
    {
        final String value = System.getProperty(PRODUCER_TYPE_PROP_NAME, ProducerType.MULTI.name());
        for (final ProducerType type : ProducerType.values())
        {
            if (type.name().equals(value))
            {
                return type;
            }
        }

        throw new IllegalArgumentException(PRODUCER_TYPE_PROP_NAME + "=" + value + ": allowed are SINGLE and MULTI");
    }
}
