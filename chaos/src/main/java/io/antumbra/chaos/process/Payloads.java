package io.antumbra.chaos.process;

import java.util.zip.CRC32C;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What every entry must be: bytes and length follow from stream and sequence alone. One thread. */
final class Payloads
{
    static final int MAX_LENGTH = 768;

    private static final int MIN_LENGTH = 24;
    private static final int COMMON_LENGTH = 256;

    private final byte[] bytes = new byte[MAX_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc32c = new CRC32C();
    private int length;

    /** Makes the payload; {@link #buffer()} and {@link #length()} are it until the next call. */
    void make(final int streamId, final long sequence)
    {
        long bits = mix(sequence * 31 + streamId);
        final int range = (bits & 15) == 0 ? MAX_LENGTH - MIN_LENGTH : COMMON_LENGTH - MIN_LENGTH;
        length = MIN_LENGTH + (int)((bits >>> 8) % range & Integer.MAX_VALUE) % range;
        for (int i = 0; i < length; i += Long.BYTES)
        {
            bits = mix(bits + i);
            if (i + Long.BYTES <= MAX_LENGTH)
            {
                buffer.putLong(i, bits);
            }
        }
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    int length()
    {
        return length;
    }

    boolean isSame(final DirectBuffer other, final int offset, final int otherLength)
    {
        if (otherLength != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] != other.getByte(offset + i))
            {
                return false;
            }
        }
        return true;
    }

    /** The fingerprint of everything up to an entry, from the fingerprint of everything before it. */
    long chain(final long before, final long sequence, final byte[] payload, final int payloadLength)
    {
        crc32c.reset();
        crc32c.update(payload, 0, payloadLength);
        return mix(before * 0x9E3779B97F4A7C15L ^ crc32c.getValue() << 16 ^ sequence);
    }

    /** The same for the payload made last. */
    long chain(final long before, final long sequence)
    {
        return chain(before, sequence, bytes, length);
    }

    private static long mix(final long value)
    {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
