package io.antumbra.perf.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts the calls of the thread that offers, so that JMH prints them beside the score. For that thread only, which
 * writes here on every call: the consumer must find nothing to read on the same cache line.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class RingCalls
{
    /** Calls that were taken. */
    public long accepted;

    /** Calls that were refused because the ring was full. */
    public long refused;

    /** For JMH. */
    public RingCalls()
    {
    }

    void count(final boolean isAccepted)
    {
        if (isAccepted)
        {
            accepted++;
        }
        else
        {
            refused++;
        }
    }
}
