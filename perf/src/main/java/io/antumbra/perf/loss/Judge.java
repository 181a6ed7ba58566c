package io.antumbra.perf.loss;

/** Takes what a rival delivers, and what its copies were good for; knows the time itself. One thread. */
abstract class Judge
{
    private long useful;
    private long useless;

    /**
     * An entry is there, and all before it.
     *
     * @param streamId of the entry.
     * @param sequence of it, from 1.
     */
    abstract void deliver(int streamId, long sequence);

    /** A copy, a probe or a parity came in time to deliver something. */
    final void countUseful()
    {
        useful++;
    }

    /** It came too late, or what it carries was there. */
    final void countUseless()
    {
        useless++;
    }

    final long useful()
    {
        return useful;
    }

    final long useless()
    {
        return useless;
    }
}
