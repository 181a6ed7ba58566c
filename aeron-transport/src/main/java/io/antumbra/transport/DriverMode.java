package io.antumbra.transport;

/**
 * Where the Aeron media driver runs and who gives it its turns.
 */
public enum DriverMode
{
    /**
     * Inside this process, without a thread: sender, receiver and conductor run in {@link Transport#doWork(long)}. Best
     * with few cores, and the default.
     */
    EMBEDDED_INVOKER,

    /**
     * Inside this process, in one thread of its own.
     */
    EMBEDDED_SHARED,

    /**
     * Inside this process, in three threads of its own (conductor, sender, receiver). For machines with cores to spare.
     */
    EMBEDDED_DEDICATED,

    /**
     * In another process, found by its directory ({@link Transport.Context#externalAeronDir(String)}). Its timeouts and
     * its retransmit linger are then set where that process is started. So is when its receivers tell senders how far
     * they are: {@code -Daeron.rcv.status.message.timeout=10ms} in place of Aeron's 200 ms keeps a burst of losses from
     * stopping a line for long; see {@link StatusMessagePace}, which embedded drivers have.
     */
    EXTERNAL;

    /**
     * Does this process start and own the media driver?
     *
     * @return true for every mode but {@link #EXTERNAL}.
     */
    public boolean isEmbedded()
    {
        return this != EXTERNAL;
    }
}
