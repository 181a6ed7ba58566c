package io.antumbra.node.verify;

import io.antumbra.core.EntryView;

/** The shadow of one replica as it is judged: read entry by entry. Used by one thread. */
public interface ReplicaShadow extends AutoCloseable
{
    /** @return for messages: which replica it is. */
    String name();

    /**
     * Reads one record and verifies its checksum. Sequences of one stream are asked for in rising order, one stream
     * after the other.
     *
     * @param stream   index.
     * @param sequence of the entry.
     * @param view     to fill.
     * @return {@link io.antumbra.core.Outcome#OK}, or why it cannot be read.
     */
    int read(int stream, long sequence, EntryView view);

    @Override
    void close();
}
