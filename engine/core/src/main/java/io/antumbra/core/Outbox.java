package io.antumbra.core;

import org.agrona.DirectBuffer;

/** The way out of a machine to its peers. Frames are copied or refused before the call returns. */
public interface Outbox
{
    /** Frames of a primary to a standby: data, heartbeats, epochs. */
    int LINE_A = 1001;

    /** Frames of a standby to its primary: acknowledgements, hello. */
    int ACKNOWLEDGEMENTS = 1002;

    /** Copies of a primary's frames to a standby: each arrives by itself or not at all, in any order. */
    int LINE_B = 1003;

    /**
     * @param replicaId of the receiver.
     * @param line      {@link #LINE_A}, {@link #ACKNOWLEDGEMENTS} or {@link #LINE_B}.
     * @param buffer    that holds one whole frame.
     * @param offset    of its first byte.
     * @param length    in bytes.
     * @return zero or more when the frame is on its way, else {@link Outcome#BACK_PRESSURED},
     *         {@link Outcome#NOT_CONNECTED}, {@link Outcome#ADMIN_ACTION} or {@link Outcome#CLOSED}.
     */
    long offer(int replicaId, int line, DirectBuffer buffer, int offset, int length);
}
