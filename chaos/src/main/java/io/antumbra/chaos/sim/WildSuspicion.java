package io.antumbra.chaos.sim;

import io.antumbra.core.replica.Suspicion;

/** An honest forecast of the primary's end, or for a while one that is stuck or says anything. */
final class WildSuspicion implements Suspicion
{
    private static final int RANDOM = 2;

    private final ReplicaHost host;
    private final Suspicion honest;
    private final Draw draw;

    /** 0 never suspects, 1 always does. */
    private final int habit;

    WildSuspicion(final ReplicaHost host, final Suspicion honest, final Draw draw)
    {
        this.host = host;
        this.honest = honest;
        this.draw = draw;
        habit = draw.below(RANDOM + 1);
    }

    @Override
    public void reset(final long nowNs)
    {
        honest.reset(nowNs);
    }

    @Override
    public void onHeartbeat(final long nowNs)
    {
        honest.onHeartbeat(nowNs);
    }

    @Override
    public void onDutyCycle(final long nowNs)
    {
        honest.onDutyCycle(nowNs);
    }

    @Override
    public boolean isSuspect(final long nowNs)
    {
        if (!host.isWild())
        {
            return host.isEager() || honest.isSuspect(nowNs);
        }
        return habit == RANDOM ? draw.chance(0.5) : habit == 1;
    }
}
