package io.antumbra.runtime;

import io.antumbra.ring.Code;

/**
 * What the engine's thread lets others know: its state, and whether producers may offer. Written by the engine's
 * thread, or by the one that launches or closes; read by any.
 */
final class EngineStatus
{
    /** {@link #gate()}: entries are accepted. */
    static final long OPEN = 0;

    private volatile State state;
    private volatile long gate = Code.NOT_PRIMARY;

    EngineStatus(final State initial)
    {
        state = initial;
    }

    State state()
    {
        return state;
    }

    void state(final State value)
    {
        state = value;
    }

    /** {@link #OPEN}, or the code that an offer answers with. */
    long gate()
    {
        return gate;
    }

    void open()
    {
        gate = OPEN;
    }

    /** No entry is accepted from here on, for good. */
    void shut()
    {
        gate = Code.CLOSED;
    }
}
