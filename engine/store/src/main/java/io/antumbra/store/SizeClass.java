package io.antumbra.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One size of slot in a shadow: the longest payload that such a slot takes, and how many of them there are. */
public final class SizeClass
{
    /** Most classes that one shadow may have. */
    public static final int MAX_CLASSES = 8;

    /** Most slots that one class may have. */
    public static final int MAX_SLOTS = 1 << 26;

    /** Longest payload that any class may have, bytes. */
    public static final int MAX_CAPACITY = 16 << 20;

    private final int capacityBytes;
    private final int slotCount;

    /**
     * @param capacityBytes longest payload, a positive multiple of 8 up to {@link #MAX_CAPACITY}.
     * @param slotCount     number of slots, 2 to {@link #MAX_SLOTS}.
     */
    public SizeClass(final int capacityBytes, final int slotCount)
    {
        if (capacityBytes <= 0 || capacityBytes > MAX_CAPACITY || (capacityBytes & 7) != 0)
        {
            throw new IllegalArgumentException(
                "capacityBytes=" + capacityBytes + " of a size class must be a multiple " +
                    "of 8 between 8 and " + MAX_CAPACITY);
        }
        if (slotCount < 2 || slotCount > MAX_SLOTS)
        {
            throw new IllegalArgumentException("slotCount=" + slotCount + " of the size class of " + capacityBytes +
                " bytes must be between 2 and " + MAX_SLOTS);
        }
        this.capacityBytes = capacityBytes;
        this.slotCount = slotCount;
    }

    /** @return longest payload, bytes. */
    public int capacityBytes()
    {
        return capacityBytes;
    }

    /** @return number of slots. */
    public int slotCount()
    {
        return slotCount;
    }

    /** @return bytes of one slot: its header, the record's header and the payload. */
    int slotLength()
    {
        return SlotFormat.OVERHEAD_LENGTH + capacityBytes;
    }

    /** @return name of the map file that holds the class. */
    String fileName()
    {
        return "slots-" + capacityBytes + ".map";
    }

    /** @return name of the file that says where in the map file each slot starts. */
    String offsetsFileName()
    {
        return "slots-" + capacityBytes + ".offsets";
    }

    /**
     * @param text such as {@code 256x65536,1024x16384}: payload capacity x slots, comma separated.
     * @return the classes.
     */
    static List<SizeClass> parse(final String text)
    {
        try
        {
            return Arrays.stream(text.split(",")).map(String::trim).map(part -> part.split("x")).map(
                part -> new SizeClass(Integer.parseInt(part[0].trim()), Integer.parseInt(part[1].trim()))).collect(
                    Collectors.toList());
        }
        catch (final NumberFormatException | ArrayIndexOutOfBoundsException ex)
        {
            throw new IllegalArgumentException(
                "sizeClasses=" + text + " must look like 256x65536,1024x16384: payload " +
                    "capacity in bytes x number of slots, comma separated",
                ex);
        }
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof SizeClass that && that.capacityBytes == capacityBytes && that.slotCount == slotCount;
    }

    @Override
    public int hashCode()
    {
        return 31 * capacityBytes + slotCount;
    }

    @Override
    public String toString()
    {
        return capacityBytes + "x" + slotCount;
    }
}
