package io.antumbra.core;

/** Unpredictable numbers for the handshake. A secure generator in production, a seeded one in a simulation. */
@FunctionalInterface
public interface Nonces
{
    /** @return 64 bits that no peer can guess. */
    long next();
}
