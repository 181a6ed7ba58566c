package io.antumbra.store;

import io.antumbra.core.RecordCodec;
import io.antumbra.core.RecordStatus;

import org.agrona.DirectBuffer;

/**
 * The bytes of a slot, the value of one key of a Chronicle Map.
 *
 * <pre>
 *  0        8             16           24            28       32                      96
 *  +--------+-------------+------------+-------------+--------+-----------------------+----------------+
 *  | marker | status word | writeIndex | slot check  | crc32c | canonical header (64) | stored payload |
 *  +--------+-------------+------------+-------------+--------+-----------------------+----------------+
 *     |        |                          |             |       |&lt;-- what the crc32c covers, the same --&gt;|
 *     |        |                          |             |           on every replica (RecordCodec)
 *     |        |                          |             over the canonical bytes
 *     |        |                          over (writeIndex, marker): the slot's own history
 *     |        low 8 bits status, next 24 retransmissions, high 32 a check bound to the sequence
 *     the record's sequence; 0 never used; -1 while it is being written, and for good once it was taken back
 * </pre>
 *
 * A writer stores -1 in the marker, fences, stores everything else, and stores the sequence last with release order. A
 * reader in another process takes a slot only when marker, check and crc all agree, and looks at the marker again
 * after it copied the bytes. Little endian; all functions are pure.
 */
final class SlotFormat
{
    static final int MARKER_OFFSET = 0;
    static final int STATUS_OFFSET = 8;
    static final int WRITE_INDEX_OFFSET = 16;
    static final int CHECK_OFFSET = 24;
    static final int CRC_OFFSET = 28;
    static final int RECORD_OFFSET = 32;
    static final int OVERHEAD_LENGTH = RECORD_OFFSET + RecordCodec.HEADER_LENGTH;

    static final long NEVER_USED = 0;
    static final long WRITING = -1;

    static final int MAX_RETRANSMISSIONS = (1 << 24) - 1;

    private static final int RETRANSMISSIONS_SHIFT = 8;
    private static final int STATUS_MASK = 0xFF;

    private SlotFormat()
    {
    }

    /**
     * @param first  word.
     * @param second word.
     * @return 32 bits that depend on every bit of both; the finalizer of MurmurHash3 (Appleby) over their mix.
     */
    static int check(final long first, final long second)
    {
        long mixed = first * 0x9E3779B97F4A7C15L + Long.rotateLeft(second, 29) + 0x632BE59BD9B4E019L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (int)(mixed ^ (mixed >>> 32));
    }

    static long statusWord(final long sequence, final int status, final int retransmissions)
    {
        final int state = (status & STATUS_MASK) | (retransmissions << RETRANSMISSIONS_SHIFT);
        return (state & 0xFFFF_FFFFL) | ((long)check(sequence, state) << Integer.SIZE);
    }

    static boolean isStatusWordOf(final long sequence, final long word)
    {
        final int state = (int)word;
        return (int)(word >>> Integer.SIZE) == check(sequence, state);
    }

    static int status(final long word)
    {
        return (int)word & STATUS_MASK;
    }

    static int retransmissions(final long word)
    {
        return (int)word >>> RETRANSMISSIONS_SHIFT;
    }

    /**
     * @param slot with its first byte at 0.
     * @return whether a slot that is marked as being written was in truth taken back on purpose.
     */
    static boolean isTakenBack(final DirectBuffer slot)
    {
        final long word = slot.getLong(STATUS_OFFSET);
        return slot.getLong(MARKER_OFFSET) == WRITING && status(word) == RecordStatus.FAILED &&
            isStatusWordOf(slot.getLong(RECORD_OFFSET), word);
    }
}
