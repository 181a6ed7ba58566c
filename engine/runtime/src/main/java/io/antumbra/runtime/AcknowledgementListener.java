package io.antumbra.runtime;

/** Told as entries become acknowledged. Called on the engine's thread: it must neither block nor allocate much. */
@FunctionalInterface
public interface AcknowledgementListener
{
    /**
     * Every protected entry up to a position is held by the whole in-sync set, in the declared durability. An exception
     * is recorded and otherwise ignored.
     *
     * @param streamId        of the stream.
     * @param throughSequence highest such sequence; never falls.
     * @param nowNs           {@link System#nanoTime()} of the duty cycle that learnt it.
     */
    void onAcknowledged(int streamId, long throughSequence, long nowNs);
}
