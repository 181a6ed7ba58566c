package io.antumbra.core;

/**
 * What reaches further back than a shadow: a recording of a stream, read only. A primary serves a standby from it whose
 * gap is beyond the shadow. Called on the engine thread, so it must not wait: it answers
 * {@link Outcome#BACK_PRESSURED} while it fetches, and is asked again.
 */
@FunctionalInterface
public interface History
{
    /**
     * Reads one record; whoever receives it verifies its checksum again.
     *
     * @param streamId of the stream.
     * @param sequence of the entry, committed.
     * @param view     to fill, as a shadow would.
     * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED} to be asked again, {@link Outcome#NOT_RETAINED}, or
     *         {@link Outcome#CORRUPT}.
     */
    int read(int streamId, long sequence, EntryView view);
}
