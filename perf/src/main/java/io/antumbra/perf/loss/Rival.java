package io.antumbra.perf.loss;

/** One way of getting entries across, in virtual time; one trial long. It tells the judge what it delivers. */
interface Rival
{
    /**
     * The application has an entry now.
     *
     * @param streamId of it.
     * @param sequence of it in the stream, from 1.
     */
    void send(int streamId, int sequence);

    /** Called once before the first entry, at time 0: whoever has to meet first does it now. */
    default void start()
    {
    }
}
