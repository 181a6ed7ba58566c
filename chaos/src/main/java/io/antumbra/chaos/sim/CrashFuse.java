package io.antumbra.chaos.sim;

/**
 * Counts the boundaries of everything that leaves a machine, writes to shadow and journal, frames, effects of a
 * handler, and kills the process at one of them: before the effect or after it, when the machine has not heard of it
 * yet.
 */
final class CrashFuse
{
    private int remaining;

    /** Dies at the n-th boundary from here, 1 for the next one. */
    void arm(final int boundaries)
    {
        remaining = boundaries;
    }

    void disarm()
    {
        remaining = 0;
    }

    boolean isArmed()
    {
        return remaining > 0;
    }

    void boundary()
    {
        if (remaining > 0 && --remaining == 0)
        {
            throw new CrashError();
        }
    }
}
