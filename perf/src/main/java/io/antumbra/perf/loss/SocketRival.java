package io.antumbra.perf.loss;

/**
 * One way of getting entries across real sockets; both its ends, one trial long. It tells the judge what it delivers.
 * One thread.
 */
interface SocketRival extends AutoCloseable
{
    /** Have both ends met? */
    boolean isReady();

    /**
     * The application has an entry.
     *
     * @param streamId of it.
     * @param sequence of it in the stream, from 1.
     * @return false when there is no room: it is offered again after the next duty cycle.
     */
    boolean offer(int streamId, int sequence);

    /**
     * One duty cycle of both ends.
     *
     * @return 0 when there was nothing to do.
     */
    int doWork();

    /** Does it owe its application nothing of what the judge was told? */
    default boolean isIdle()
    {
        return true;
    }

    /**
     * Bytes on the sockets since the beginning.
     *
     * @param entries accepted until now.
     */
    ByteCounts bytes(long entries);

    /** Copies that brought something, since the beginning. */
    long useful();

    /** Copies that did not. */
    long useless();

    @Override
    void close();
}
