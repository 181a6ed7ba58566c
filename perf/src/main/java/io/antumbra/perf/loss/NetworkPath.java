package io.antumbra.perf.loss;

import io.antumbra.transport.impair.Impairment;

/**
 * One direction of one line: datagrams enter, the impairment decides, and what survives arrives as an event. A datagram
 * with a flipped bit is lost: the checksum of UDP drops it. One thread.
 */
final class NetworkPath
{
    private final EventQueue queue;
    private final Impairment impairment;
    private final ByteCounts bytes;
    private final Traffic only;

    NetworkPath(final EventQueue queue, final Impairment impairment, final ByteCounts bytes)
    {
        this(queue, impairment, bytes, null);
    }

    private NetworkPath(final EventQueue queue, final Impairment impairment, final ByteCounts bytes,
        final Traffic only)
    {
        this.queue = queue;
        this.impairment = impairment;
        this.bytes = bytes;
        this.only = only;
    }

    /** The same path for one that is counted under one name, whatever it sends. */
    NetworkPath countedAs(final Traffic traffic)
    {
        return new NetworkPath(queue, impairment, bytes, traffic);
    }

    /** Sends a datagram to a handler; false when it is lost, which only an oracle may look at. */
    boolean send(final Traffic traffic, final int lengthBytes, final int handler, final int kind, final int frame,
        final int count)
    {
        bytes.add(only == null ? traffic : only, lengthBytes);
        return passes(lengthBytes, handler, kind, frame, count);
    }

    /** The same without a count: for a try of which somebody knows that it is lost. */
    boolean passes(final int lengthBytes, final int handler, final int kind, final int frame, final int count)
    {
        final int copies = impairment.onFrame(queue.nowNs(), lengthBytes);
        boolean isThrough = false;
        for (int i = 0; i < copies; i++)
        {
            if (impairment.corruptBit(i) == Impairment.INTACT)
            {
                queue.schedule(impairment.arrivalNs(i), handler, kind, frame, count);
                isThrough = true;
            }
        }
        return isThrough;
    }

    ByteCounts bytes()
    {
        return bytes;
    }
}
