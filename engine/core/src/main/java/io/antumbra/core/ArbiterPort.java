package io.antumbra.core;

import org.agrona.DirectBuffer;

/**
 * The way from a replica to the arbiter. A request may be lost, come late or twice: whoever sends it repeats it until
 * it is answered, and every one is a compare-and-set. Answers come back by {@code Replica.onArbiterFrame}.
 */
@FunctionalInterface
public interface ArbiterPort
{
    /**
     * @param buffer that holds one whole frame; copied or refused before the call returns.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return zero or more when the frame is on its way, else a negative {@link Outcome}.
     */
    long offer(DirectBuffer buffer, int offset, int length);
}
