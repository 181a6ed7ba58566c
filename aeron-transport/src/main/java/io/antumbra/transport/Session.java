package io.antumbra.transport;

import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One slot for one sender's image on one line, with its own reassembly buffer of the largest frame. Aeron's assembler
 * grows its buffers when the first long message of a session arrives; this one owns its bytes from launch and refuses
 * what is longer. On line B any fragment may be missing, its place filled by padding that no poll shows; so a fragment
 * is only taken where it begins at the position at which the one before it ended. Slots are reused. Owner's thread
 * only.
 * <pre>
 *   FREE -- image available --> NEW -- announced in poll --> LIVE
 *     ^                          |                            |
 *     |                 image unavailable            image unavailable
 *     |                          v                            v
 *     +--------------------------+<--- announced in poll --- GONE
 * </pre>
 */
final class Session implements FragmentHandler
{
    /** Holds no image. */
    static final int FREE = 0;
    /** Image available, the handler does not know yet. */
    static final int NEW = 1;
    /** The handler knows; frames are delivered. */
    static final int LIVE = 2;
    /** Image unavailable, the handler does not know yet. */
    static final int GONE = 3;

    private static final int NOT_ASSEMBLING = -1;

    private final UnsafeBuffer assembly;
    private final Failures failures;
    private int assembledLength = NOT_ASSEMBLING;
    private long assembledPosition;
    private FrameHandler handler;
    private long droppedFrames;
    private boolean isDropReported;
    private Image image;
    private int lineStreamId;
    private int sessionId;
    private int state = FREE;

    Session(final UnsafeBuffer assembly, final Failures failures)
    {
        this.assembly = assembly;
        this.failures = failures;
    }

    void open(final int lineStreamId, final Image image)
    {
        this.lineStreamId = lineStreamId;
        this.image = image;
        sessionId = image.sessionId();
        assembledLength = NOT_ASSEMBLING;
        isDropReported = false;
        state = NEW;
    }

    void onImageGone()
    {
        state = state == LIVE ? GONE : FREE;
        image = null;
    }

    void announceAvailable(final FrameHandler frameHandler)
    {
        state = LIVE;
        frameHandler.onSessionAvailable(lineStreamId, sessionId);
    }

    void announceUnavailable(final FrameHandler frameHandler)
    {
        state = FREE;
        frameHandler.onSessionUnavailable(lineStreamId, sessionId);
    }

    int poll(final FrameHandler frameHandler, final int fragmentLimit)
    {
        handler = frameHandler;
        return image.poll(this, fragmentLimit);
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final byte flags = header.flags();

        if ((flags & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED)
        {
            if (length > assembly.capacity())
            {
                onTooLong();
                return;
            }

            handler.onFrame(lineStreamId, sessionId, buffer, offset, length);
            return;
        }

        assemble(buffer, offset, length, header);
    }

    private void assemble(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final byte flags = header.flags();
        final long endPosition = header.position();
        if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) == FrameDescriptor.BEGIN_FRAG_FLAG)
        {
            assembledLength = 0;
        }
        else if (assembledLength == NOT_ASSEMBLING || endPosition - alignedLength(length) != assembledPosition)
        {
            assembledLength = NOT_ASSEMBLING;
            return; // joined in the middle of a frame, a fragment is missing, or the frame was refused earlier
        }

        if (assembledLength + length > assembly.capacity())
        {
            assembledLength = NOT_ASSEMBLING;
            onTooLong();
            return;
        }

        assembly.putBytes(assembledLength, buffer, offset, length);
        assembledLength += length;
        assembledPosition = endPosition;

        if ((flags & FrameDescriptor.END_FRAG_FLAG) == FrameDescriptor.END_FRAG_FLAG)
        {
            final int frameLength = assembledLength;
            assembledLength = NOT_ASSEMBLING;
            handler.onFrame(lineStreamId, sessionId, assembly, 0, frameLength);
        }
    }

    private static int alignedLength(final int payloadLength)
    {
        return BitUtil.align(DataHeaderFlyweight.HEADER_LENGTH + payloadLength, FrameDescriptor.FRAME_ALIGNMENT);
    }

    private void onTooLong()
    {
        droppedFrames++;
        if (!isDropReported)
        {
            isDropReported = true;
            failures.onError(new TransportException("session " + sessionId + " on stream " + lineStreamId +
                " sends frames longer than maxFrameLength=" + assembly.capacity() +
                ": dropped; give all replicas the " +
                "same largest payload (" + TransportConfiguration.MAX_PAYLOAD_LENGTH_PROP + ")"));
        }
    }

    boolean holds(final Image candidate)
    {
        return image == candidate;
    }

    int state()
    {
        return state;
    }

    long droppedFrames()
    {
        return droppedFrames;
    }
}
