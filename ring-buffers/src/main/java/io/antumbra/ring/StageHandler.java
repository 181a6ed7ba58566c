package io.antumbra.ring;

/**
 * What a stage does with one entry.
 */
@FunctionalInterface
public interface StageHandler
{
    /**
     * Take one entry. Called by the stage's thread, in ring order.
     *
     * @param entry to read, and to note fields into for later stages; valid during this call.
     * @return false to refuse it for now, because what lies ahead is full: the same entry comes again in a later cycle.
     */
    boolean onEntry(RingEntry entry);
}
