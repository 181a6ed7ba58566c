package io.antumbra.chaos.sim;

import java.util.function.LongSupplier;

/**
 * Numbers drawn from a seed: SplitMix64 (Steele, Lea, Flood 2014), the same on every JDK, so that a seed written down
 * today replays tomorrow. One thread.
 */
final class Draw implements LongSupplier
{
    private long state;

    Draw(final long seed)
    {
        state = seed;
    }

    long next()
    {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    @Override
    public long getAsLong()
    {
        return next();
    }

    /** From 0 to one below the bound. */
    int below(final int bound)
    {
        return (int)Long.remainderUnsigned(next(), bound);
    }

    /** Both ends included. */
    long between(final long min, final long max)
    {
        return min + Long.remainderUnsigned(next(), max - min + 1);
    }

    /** Both ends included; small values as likely as large ones on a logarithmic scale. */
    long logBetween(final long min, final long max)
    {
        final double exponent = unit() * (Math.log((double)max) - Math.log((double)min));
        return Math.min(max, Math.max(min, (long)(min * Math.exp(exponent))));
    }

    boolean chance(final double probability)
    {
        return unit() < probability;
    }

    double unit()
    {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** A generator beside this one, which draws on as if nobody had asked. */
    Draw aside(final long salt)
    {
        return new Draw(state ^ salt);
    }

    /** A generator of its own, so that more draws there change nothing here. */
    Draw fork()
    {
        return new Draw(next());
    }
}
