package io.antumbra.runtime;

/** Who drives the engine, and how many threads it has. */
public enum ThreadingMode
{
    /** No thread of its own: the application's loop calls {@link Antumbra#doWork()}, which drives everything. */
    INVOKER,

    /** One thread for pipeline, protocol and media driver. Best with few cores, and the default. */
    SHARED,

    /**
     * One thread for pipeline and protocol, and three of the media driver (conductor, sender, receiver). For machines
     * with cores to spare. Pipeline and protocol stay together: both work on one machine of one thread.
     */
    DEDICATED
}
