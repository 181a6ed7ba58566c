package io.antumbra.core;

/**
 * The small synced file beside a shadow: promised epoch, epoch history, incarnation, configuration. Everything in it is
 * on the device when {@link #save} returns, whatever the shadow's durability mode.
 */
public interface Journal
{
    /**
     * @param state to fill with what was saved last; left as it is when nothing was ever saved.
     */
    void load(EpochState state);

    /**
     * @param state to make durable before this returns.
     */
    void save(EpochState state);
}
