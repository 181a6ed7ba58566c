package io.antumbra.ring;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Payloads whose every byte follows from a number, so that a reader can judge them without keeping a copy.
 */
final class RingSupport
{
    static final int SLOT_LENGTH = 128;
    static final int HEADER_LENGTH = SlotRegion.HEADER_LENGTH;

    private RingSupport()
    {
    }

    /**
     * The seed of random tests: a fixed one, or that of system property {@code antumbra.test.seed}; printed.
     */
    static long seed(final String testName)
    {
        final long seed = Long.getLong("antumbra.test.seed", 0x5eed_0f_a_217eL);
        System.out.println(testName + ": -Dantumbra.test.seed=" + seed);
        return seed;
    }

    static EntryRing ring(final ProducerType type, final int slotCount, final int stageCount)
    {
        return new EntryRing(new RingContext().slotLength(SLOT_LENGTH).slotCount(slotCount).producerType(type)
            .stageCount(stageCount).maxEntryLength(slotCount * SLOT_LENGTH - HEADER_LENGTH));
    }

    static int slotsFor(final int length)
    {
        return (HEADER_LENGTH + length + SLOT_LENGTH - 1) / SLOT_LENGTH;
    }

    static UnsafeBuffer payload(final long number, final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        fill(buffer, 0, length, number);
        return buffer;
    }

    static void fill(final MutableDirectBuffer buffer, final int offset, final int length, final long number)
    {
        for (int i = 0; i < length; i++)
        {
            buffer.putByte(offset + i, byteAt(number, i));
        }
    }

    static boolean isWhole(final DirectBuffer buffer, final int offset, final int length, final long number)
    {
        for (int i = 0; i < length; i++)
        {
            if (buffer.getByte(offset + i) != byteAt(number, i))
            {
                return false;
            }
        }

        return true;
    }

    private static byte byteAt(final long number, final int index)
    {
        return (byte)(((number + 1) * 0x9E3779B1L + index * 0x85EBL) >>> 7);
    }
}
