package io.antumbra.chaos.architecture.planted.forecasting;

import io.antumbra.chaos.architecture.planted.core.Impure;

/** Imports upwards. */
public final class UsesCore
{
    Impure above()
    {
        return new Impure();
    }
}
