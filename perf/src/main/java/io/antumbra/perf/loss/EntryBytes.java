package io.antumbra.perf.loss;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What an entry consists of on real sockets: it says which one it is, at its beginning and at its end. Stateless.
 *
 * <pre>
 *   0          4                              248                   256
 *   | stream   | sequence, from 1 | zeros ... | both, multiplied up |
 * </pre>
 */
final class EntryBytes
{
    private static final int STREAM_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = Integer.BYTES;
    private static final int SEAL_OFFSET = Workload.ENTRY_LENGTH - Long.BYTES;
    private static final long SEAL_FACTOR = 0x9E3779B97F4A7C15L;

    private EntryBytes()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int streamId, final int sequence)
    {
        buffer.putInt(STREAM_OFFSET, streamId);
        buffer.putInt(SEQUENCE_OFFSET, sequence);
        buffer.putLong(SEAL_OFFSET, seal(streamId, sequence));
    }

    /** Stream of an entry that has arrived. */
    static int streamId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + STREAM_OFFSET);
    }

    /**
     * Sequence of an entry that has arrived.
     *
     * @param streamId that it has to be of.
     * @throws IllegalStateException when it is not, or not whole.
     */
    static int sequence(final DirectBuffer buffer, final int offset, final int length, final int streamId)
    {
        if (length != Workload.ENTRY_LENGTH)
        {
            throw new IllegalStateException("stream " + streamId + " delivers an entry of " + length + " bytes, sent" +
                " were " + Workload.ENTRY_LENGTH);
        }
        final int sequence = buffer.getInt(offset + SEQUENCE_OFFSET);
        if (streamId(buffer, offset) != streamId || buffer.getLong(offset + SEAL_OFFSET) != seal(streamId, sequence))
        {
            throw new IllegalStateException("stream " + streamId + " delivers what was not sent: stream " +
                streamId(buffer, offset) + ", sequence " + sequence);
        }
        return sequence;
    }

    private static long seal(final int streamId, final int sequence)
    {
        return (((long)streamId << Integer.SIZE) | sequence) * SEAL_FACTOR;
    }
}
