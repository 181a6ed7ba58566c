package io.antumbra.ring;

/**
 * How many threads may put entries into one ring.
 */
public enum ProducerType
{
    /**
     * Exactly one thread. The cheapest way in: a claim is a comparison and an addition.
     */
    SINGLE,

    /**
     * Any number of threads. A claim is one compare-and-set, and each slot is marked as published by itself.
     */
    MULTI
}
