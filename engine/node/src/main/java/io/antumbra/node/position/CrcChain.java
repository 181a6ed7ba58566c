package io.antumbra.node.position;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * One number for everything applied so far, in order: each link is the CRC32C of the link before, the sequence and the
 * entry's bytes. Two handlers that applied the same entries in the same order have the same link; a lost, doubled,
 * swapped or changed one makes every later link differ. Used by one thread; allocates nothing for buffers that stay
 * the same.
 */
public final class CrcChain
{
    private final CRC32C crc = new CRC32C();
    private final byte[] head = new byte[Integer.BYTES + Long.BYTES];
    private final ByteBuffer headView = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] copy = new byte[1 << 12];

    /**
     * @param link     so far, 0 before the first entry.
     * @param sequence of the entry.
     * @param buffer   with its bytes.
     * @param offset   of the first one.
     * @param length   in bytes.
     * @return the new link.
     */
    public int next(
        final int link, final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        headView.putInt(0, link).putLong(Integer.BYTES, sequence);
        crc.reset();
        crc.update(head);
        if (length > copy.length)
        {
            copy = new byte[Integer.highestOneBit(length - 1) << 1];
        }
        buffer.getBytes(offset, copy, 0, length);
        crc.update(copy, 0, length);
        return (int)crc.getValue();
    }
}
