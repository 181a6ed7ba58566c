package io.antumbra.runtime;

/**
 * Finds two threads that offer to one stream, or to one ring made for a single thread. Asserted only: it costs nothing
 * where assertions are off.
 */
final class ProducerCheck
{
    private final Thread[] owners;
    private final boolean isSingleProducer;

    ProducerCheck(final int streamCount, final boolean isSingleProducer)
    {
        this.isSingleProducer = isSingleProducer;
        owners = new Thread[streamCount];
    }

    /** True, or an AssertionError that names the fix. */
    boolean isSameThread(final int streamId)
    {
        final Thread current = Thread.currentThread();
        final int index = isSingleProducer ? 0 : streamId;
        final Thread owner = owners[index];
        if (owner == null || !owner.isAlive())
        {
            owners[index] = current;
        }
        else if (owner != current)
        {
            throw new AssertionError(isSingleProducer ?
                "accessed by two threads, " + owner.getName() + " and " + current.getName() +
                    " - set multiProducer(true) to give each stream a thread of its own" :
                "stream " + streamId + " is offered to by two threads, " + owner.getName() + " and " +
                    current.getName() + " - give each producing thread a stream of its own, or one queue in front");
        }
        return true;
    }
}
