package io.antumbra.transport;

import org.agrona.DirectBuffer;

/**
 * Receives what arrives at this replica's endpoint. All methods are called from within
 * {@link Transport#poll(FrameHandler, int)}, on the owner's thread, never from a thread of Aeron. Within one poll the
 * order is: sessions that ended, a reset, sessions that began, frames.
 * <p>
 * An exception that a method throws is counted and recorded as an error of the transport; the frame that caused it is
 * not delivered again.
 */
public interface FrameHandler
{
    /**
     * One whole frame as the peer offered it, fragments put together. The bytes are valid only during the call.
     *
     * @param lineStreamId line it came on, see {@link Lines}.
     * @param sessionId    session it came on: one publication of one incarnation of a peer's transport.
     * @param buffer       holding the frame.
     * @param offset       of the first byte.
     * @param length       in bytes, 0 to {@link Transport.Context#maxFrameLength()}.
     */
    void onFrame(int lineStreamId, int sessionId, DirectBuffer buffer, int offset, int length);

    /**
     * A sender appeared. Its first frames may be lost to this replica when it joined a sender that was already running:
     * the protocol's hello decides what to ask for.
     *
     * @param lineStreamId line it sends on.
     * @param sessionId    of the sender.
     */
    void onSessionAvailable(int lineStreamId, int sessionId);

    /**
     * A sender is gone: it closed, or nothing was heard of it for the image liveness time-out. No frame of this session
     * follows. Called once for each {@link #onSessionAvailable(int, int)}, also when this side was rebuilt.
     *
     * @param lineStreamId line it sent on.
     * @param sessionId    of the sender.
     */
    void onSessionUnavailable(int lineStreamId, int sessionId);

    /**
     * Driver and client were built anew, so every publication has a new session and whatever was in flight is gone: say
     * hello again. Called once for each time the transport becomes active outside of {@link Transport#launch}.
     */
    void onTransportReset();
}
