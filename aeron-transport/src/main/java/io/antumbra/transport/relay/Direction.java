package io.antumbra.transport.relay;

/** The two directions of a flow; each has its own impairment and counters. */
public enum Direction
{
    /** From whoever sends to the relay, to the target. */
    FORWARD,

    /** From the target, to whoever sent last. */
    BACK
}
