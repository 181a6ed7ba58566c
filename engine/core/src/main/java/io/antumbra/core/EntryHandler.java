package io.antumbra.core;

import org.agrona.DirectBuffer;

/**
 * What an application does with entries on a standby. Called on the engine thread, in order, up to the committed
 * position; a slow handler shows as back pressure at the primary, so hand long work to another thread.
 *
 * <p>A handler that throws an exception did not take the entry: it gets the same one again, after a pause that doubles
 * from 10 ms to 1 s, and its other streams go on meanwhile. An error, as opposed to an exception, stops the engine.
 *
 * <p>A handler that saves its position together with its effect sees each entry exactly once, across kills as well.
 */
public interface EntryHandler
{
    /**
     * Asked once for each stream before the first delivery.
     *
     * @param streamId of the stream.
     * @return the highest sequence whose effect the handler holds, 0 for none; delivery resumes right after it.
     */
    long onStart(int streamId);

    /**
     * One entry. The bytes are valid during the call only.
     *
     * @param meta    identity, priority and timestamps; owned by the caller.
     * @param buffer  that holds the payload.
     * @param offset  of its first byte.
     * @param length  in bytes.
     */
    void onEntry(EntryMeta meta, DirectBuffer buffer, int offset, int length);

    /**
     * Entries that the shadowing policy left out and that are gone: after a restart or a failover.
     *
     * @param streamId of the stream.
     * @param first    sequence of the first one.
     * @param count    of them, one after the other.
     */
    void onUnprotectedGap(int streamId, long first, long count);
}
