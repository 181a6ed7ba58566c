package io.antumbra.perf.loss;

import java.util.concurrent.TimeUnit;

/** What of Aeron's configuration the model knows; the defaults are those of Aeron 1.51. Read only once in use. */
final class StreamSettings
{
    static final int HEADER_LENGTH = 32;
    static final int FRAME_ALIGNMENT = 32;
    static final int MTU_LENGTH = 1408;
    static final int NAK_LENGTH = 28;
    static final int STATUS_MESSAGE_LENGTH = 36;
    static final long NAK_DELAY_NS = 1_000;
    static final long NAK_RETRY_NS = 100_000;
    static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long STATUS_TURN_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long DEFAULT_STATUS_MESSAGE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    static final int DEFAULT_WINDOW_LENGTH = 128 * 1024;

    /** Time for which NAKs that overlap a retransmit are ignored. */
    long lingerNs = TimeUnit.MILLISECONDS.toNanos(10);

    /** From the last status message until the receiver sends it again. */
    long statusMessageNs = DEFAULT_STATUS_MESSAGE_NS;

    /** Bytes that the receiver lets the sender have in flight. */
    int windowLength = DEFAULT_WINDOW_LENGTH;

    /** Frames that log and receiver can hold, a power of two. */
    int capacity = 1 << 13;

    /** Bytes that may wait in the log; more are refused. */
    long unsentLength = Long.MAX_VALUE;

    /** True for a receiver that tells how far it is when the engine's transport does, besides Aeron. */
    boolean isPaced;

    /** False for a receiver that never asks. */
    boolean asks = true;

    StreamSettings lingerNs(final long newLingerNs)
    {
        lingerNs = newLingerNs;
        return this;
    }

    StreamSettings statusMessageNs(final long newStatusMessageNs)
    {
        statusMessageNs = newStatusMessageNs;
        return this;
    }

    StreamSettings capacity(final int newCapacity)
    {
        capacity = newCapacity;
        return this;
    }

    StreamSettings windowLength(final int newWindowLength)
    {
        windowLength = newWindowLength;
        return this;
    }

    StreamSettings unsentLength(final long newUnsentLength)
    {
        unsentLength = newUnsentLength;
        return this;
    }

    StreamSettings paced()
    {
        isPaced = true;
        return this;
    }

    StreamSettings neverAsks()
    {
        asks = false;
        return this;
    }

    /** Length of a frame in the log, aligned as Aeron does. */
    static int framed(final int payloadLength)
    {
        return (payloadLength + HEADER_LENGTH + FRAME_ALIGNMENT - 1) & -FRAME_ALIGNMENT;
    }
}
