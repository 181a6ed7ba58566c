package io.antumbra.perf.rig;

import org.agrona.DirectBuffer;

/**
 * What a load is put on. One thread: all of it happens in the thread that measures.
 */
interface LoadTarget extends AutoCloseable
{
    /** Told how many entries, of all since the start, are acknowledged. */
    @FunctionalInterface
    interface Acknowledgements
    {
        /**
         * Progress.
         *
         * @param total entries acknowledged since the start.
         */
        void onAcknowledged(long total);
    }

    /**
     * Is the other side there?
     *
     * @return true when entries can be offered.
     */
    boolean isReady();

    /**
     * Hand in one entry.
     *
     * @param buffer that holds it.
     * @param length in bytes, from index 0.
     * @return false when there is no room now: try again after {@link #doWork}.
     */
    boolean offer(DirectBuffer buffer, int length);

    /**
     * One duty cycle: media driver, protocol, acknowledgements.
     *
     * @param nowNs time.
     * @return 0 when there was nothing to do.
     */
    int doWork(long nowNs);

    /**
     * Tell of acknowledgements from now on.
     *
     * @param acknowledgements to tell.
     */
    void acknowledgements(Acknowledgements acknowledgements);

    @Override
    void close();
}
