package io.antumbra.chaos.architecture.planted.forecasting;

import io.antumbra.chaos.architecture.planted.chaos.Fault;

/** Uses what nothing may use. */
public final class UsesChaos
{
    Fault fault()
    {
        return new Fault();
    }
}
