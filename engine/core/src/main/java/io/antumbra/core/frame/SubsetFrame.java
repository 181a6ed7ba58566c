package io.antumbra.core.frame;

import java.nio.ByteBuffer;

import io.antumbra.core.EntryMeta;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.SubsetEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds one data frame in place: {@link #begin}, {@link #add} for each entry, {@link #end}. The bytes stay valid until
 * the next begin, so that one frame serves every standby that is equally far. One thread.
 */
public final class SubsetFrame
{
    /** Bytes of a frame before its first entry. */
    public static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + SubsetEncoder.BLOCK_LENGTH +
        SubsetEncoder.EntriesEncoder.sbeHeaderSize();

    /** Bytes of a frame beside its entries, seal included. */
    public static final int OVERHEAD = HEADER_LENGTH + FrameSeal.LENGTH;

    /** Bytes that an entry takes beside its payload. */
    public static final int ENTRY_OVERHEAD = SubsetEncoder.EntriesEncoder.sbeBlockLength() +
        SubsetEncoder.EntriesEncoder.payloadHeaderLength();

    /** Entries that one frame can hold at most. */
    public static final int MAX_ENTRIES = 16_384;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SubsetEncoder subset = new SubsetEncoder();
    private final MutableDirectBuffer buffer;
    private final FrameSeal seal = new FrameSeal();
    private SubsetEncoder.EntriesEncoder entries;
    private int sealedLength;
    private long firstSequence;
    private int streamId;
    private int count;
    private int priority;
    private boolean hasUnprotected;

    /**
     * @param maxFrameLength longest frame, bytes.
     */
    public SubsetFrame(final int maxFrameLength)
    {
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(maxFrameLength));
    }

    /**
     * Starts a frame over the last one.
     *
     * @param shard           of the stream.
     * @param newStreamId     of the entries.
     * @param epoch           of the sender.
     * @param first           sequence of the first entry to be added.
     * @param committed       sequence that standbys may deliver up to.
     * @param sendTimestampNs sender's clock, echoed by the acknowledgement.
     * @param isResend        true when the entries were sent before or come from the shadow.
     */
    public void begin(final int shard, final int newStreamId, final long epoch, final long first, final long committed,
        final long sendTimestampNs, final boolean isResend)
    {
        streamId = newStreamId;
        firstSequence = first;
        count = 0;
        priority = 0;
        hasUnprotected = false;
        subset.wrapAndApplyHeader(buffer, 0, header)
            .shard(shard)
            .streamId(newStreamId)
            .epoch(epoch)
            .subsetId(first)
            .firstSequence(first)
            .committedSequence(committed)
            .sendTimestampNs(sendTimestampNs)
            .subsetCount(0)
            .resend(isResend ? (short)1 : (short)0)
            .lineNumber(0);
        entries = subset.entriesCount(MAX_ENTRIES);
    }

    /**
     * Adds the next entry.
     *
     * @param meta          identity and metadata; subset id and count are taken for the whole frame.
     * @param crc           over exactly what is sent here.
     * @param payload       that holds the bytes.
     * @param offset        of the first one.
     * @param payloadLength bytes to send, 0 for a header-only record.
     */
    public void add(final EntryMeta meta, final int crc, final DirectBuffer payload, final int offset,
        final int payloadLength)
    {
        assert meta.sequence == firstSequence + count : "sequence=" + meta.sequence + " after " + (firstSequence +
            count - 1) + " - add consecutive entries only";
        if (count == 0)
        {
            subset.subsetId(meta.subsetId).subsetCount(meta.subsetCount);
        }
        count++;
        priority = Math.max(priority, meta.priority);
        hasUnprotected |= meta.isUnprotected();
        entries.next()
            .originEpoch(meta.originEpoch)
            .originalEpochNs(meta.originalEpochNs)
            .shadowEpochNs(meta.shadowEpochNs)
            .entryLength(meta.entryLength)
            .crc(crc)
            .priority((short)meta.priority)
            .flags(meta.flags)
            .putPayload(payload, offset, payloadLength);
    }

    /** Closes the frame; {@link #buffer()} and {@link #length()} are then ready to be sent. */
    public void end()
    {
        entries.resetCountToIndex();
        sealedLength = seal.seal(buffer, subset.limit(), SubsetEncoder.TEMPLATE_ID);
    }

    /**
     * Gives the ended frame another number of line B; one frame goes to several standbys, and each counts its own.
     *
     * @param number of the copy; 0 for line A.
     */
    public void number(final long number)
    {
        subset.lineNumber(number);
        seal.seal(buffer, sealedLength - FrameSeal.LENGTH, SubsetEncoder.TEMPLATE_ID);
    }

    /** @return stream of the entries. */
    public int streamId()
    {
        return streamId;
    }

    /** @return sequence of the first entry. */
    public long firstSequence()
    {
        return firstSequence;
    }

    /** @return sequence of the last entry; one below the first when there is none. */
    public long lastSequence()
    {
        return firstSequence + count - 1;
    }

    /** @return entries added. */
    public int count()
    {
        return count;
    }

    /** @return priority of the most urgent entry. */
    public int priority()
    {
        return priority;
    }

    /** @return true when the policy left out one of its entries: the shadow cannot give that again as it was. */
    public boolean hasUnprotected()
    {
        return hasUnprotected;
    }

    /** @return the frame, from index 0. */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /** @return bytes so far, with room for the seal. */
    public int length()
    {
        return subset.limit() + FrameSeal.LENGTH;
    }

    /** @return bytes of the whole frame, once it is ended. */
    public int sealedLength()
    {
        return sealedLength;
    }
}
