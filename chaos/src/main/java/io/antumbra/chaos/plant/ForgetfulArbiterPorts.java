package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;

/** A member of the arbiter's cluster that starts again loads no snapshot and counts the log as applied. */
final class ForgetfulArbiterPorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.ARBITRATED;
    }

    @Override
    public boolean arbiterLoadsSnapshot()
    {
        return false;
    }
}
