package io.antumbra.core.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A CRC32C behind each frame, because a datagram's own 16 bits are weak and a flipped position would acknowledge what
 * nobody holds. It covers a control frame whole, and a data frame up to its first entry: entries carry checksums of
 * their own, which go with them into the shadow.
 *
 * <pre>
 *  +--------+-------+-------+-----------------------------+------+
 *  | header | block | group | entries, each with its own  | seal |
 *  +--------+-------+-------+-----------------------------+------+
 *  |&lt;--- sealed (data) ----&gt;|
 *  |&lt;---------------- sealed (control) ------------------&gt;|
 * </pre>
 *
 * One thread per instance.
 */
public final class FrameSeal
{
    /** Bytes that a seal adds to a frame. */
    public static final int LENGTH = Integer.BYTES;

    private static final int MAX_CONTROL_LENGTH = 1 << 20;

    private final CRC32C crc32c = new CRC32C();
    private ByteBuffer scratchBytes = ByteBuffer.allocateDirect(1024);
    private final UnsafeBuffer scratch = new UnsafeBuffer(scratchBytes);

    /**
     * Writes the seal behind a frame.
     *
     * @param buffer     that holds it from index 0, with room for the seal.
     * @param length     of the frame, bytes.
     * @param templateId of it.
     * @return length with the seal, bytes.
     */
    public int seal(final MutableDirectBuffer buffer, final int length, final int templateId)
    {
        buffer.putInt(length, sum(buffer, 0, sealedLength(length, templateId)), ByteOrder.LITTLE_ENDIAN);
        return length + LENGTH;
    }

    /**
     * @param buffer     that holds a frame.
     * @param offset     of its first byte.
     * @param length     without the seal, bytes.
     * @param templateId of it.
     * @return true when the seal behind it matches.
     */
    public boolean holds(final DirectBuffer buffer, final int offset, final int length, final int templateId)
    {
        final int sealedLength = sealedLength(length, templateId);
        return sealedLength <= MAX_CONTROL_LENGTH && sum(buffer, offset, sealedLength) == buffer
            .getInt(offset + length, ByteOrder.LITTLE_ENDIAN);
    }

    private static int sealedLength(final int length, final int templateId)
    {
        return templateId == SubsetDecoder.TEMPLATE_ID ? Math.min(length, SubsetFrame.HEADER_LENGTH) : length;
    }

    private int sum(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > scratchBytes.capacity())
        {
            scratchBytes = ByteBuffer.allocateDirect(length * 2);
            scratch.wrap(scratchBytes);
        }
        scratch.putBytes(0, buffer, offset, length);
        scratchBytes.limit(length).position(0);
        crc32c.reset();
        crc32c.update(scratchBytes);
        return (int)crc32c.getValue();
    }
}
