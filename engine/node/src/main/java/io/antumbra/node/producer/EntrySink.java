package io.antumbra.node.producer;

import org.agrona.DirectBuffer;

/** A stream of the engine, as the producer sees it: what it needs and no more. One producing thread. */
public interface EntrySink
{
    /** @return name of the stream. */
    String name();

    /**
     * Appends one entry.
     *
     * @param buffer   with its bytes, copied before this returns.
     * @param offset   of the first one.
     * @param length   in bytes.
     * @param priority of the entry.
     * @return its sequence, or a negative {@link io.antumbra.core.Outcome}.
     */
    long offer(DirectBuffer buffer, int offset, int length, int priority);

    /** @return sequence of the last entry that the stream took, those of earlier processes included; 0 for none. */
    long position();

    /** @return highest sequence that the whole in-sync set holds. */
    long acknowledged();
}
