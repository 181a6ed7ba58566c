package io.antumbra.runtime;

import java.util.Random;

/** Randomness of a test: printed, and given back by {@code -Dantumbra.test.seed=...}. */
final class Seed
{
    private static final long DEFAULT_SEED = 20250101;

    private Seed()
    {
    }

    static Random random(final String test)
    {
        final long seed = Long.getLong("antumbra.test.seed", DEFAULT_SEED);
        System.out.println(test + ": -Dantumbra.test.seed=" + seed);
        return new Random(seed);
    }
}
