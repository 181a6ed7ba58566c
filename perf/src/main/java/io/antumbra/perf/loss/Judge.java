package io.antumbra.perf.loss;

/** Takes what a rival delivers, and what its copies were good for; knows the time itself. One thread. */
interface Judge
{
    /**
     * An entry is there, and all before it.
     *
     * @param streamId of the entry.
     * @param sequence of it, from 1.
     */
    void deliver(int streamId, long sequence);

    /** A copy, a probe or a parity came in time to deliver something. */
    void countUseful();

    /** It came too late, or what it carries was there. */
    void countUseless();
}
