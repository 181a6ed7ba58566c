package io.antumbra.core;

import io.antumbra.core.replica.Suspicion;

/** A forecast that is stuck. */
final class FixedSuspicion implements Suspicion
{
    private final boolean isSuspect;

    FixedSuspicion(final boolean isSuspect)
    {
        this.isSuspect = isSuspect;
    }

    @Override
    public void reset(final long nowNs)
    {
        // Nothing to forget.
    }

    @Override
    public void onHeartbeat(final long nowNs)
    {
        // It does not listen.
    }

    @Override
    public void onDutyCycle(final long nowNs)
    {
        // It does not look.
    }

    @Override
    public boolean isSuspect(final long nowNs)
    {
        return isSuspect;
    }
}
