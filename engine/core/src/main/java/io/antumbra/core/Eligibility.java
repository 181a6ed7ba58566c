package io.antumbra.core;

/**
 * Whether a replica that starts may vouch for every sequence that it ever acknowledged: nothing that it promised is
 * missing from its shadow, which is the one that belongs to the journal beside it, nothing was left to repair when it
 * last ran, and the host has not lost unsynced pages since.
 *
 * <p>The promises are kept with the records, so a shadow that is gone has taken its promises along. That is what the
 * journal tells: once it notes that anything was ever promised, a shadow without one record is missing.
 */
public final class Eligibility
{
    private Eligibility()
    {
    }

    /**
     * True as well for a replica that has only begun to create its shard, when it died before it knew that it had.
     *
     * @param config of the replica.
     * @param shadow as recovered.
     * @param state  as loaded.
     * @param bootId of the host, not {@link EpochState#NOT_REPAIRED}.
     * @return true when every record that was ever acknowledged is there.
     */
    public static boolean canVouch(final CoreConfig config, final Shadow shadow, final EpochState state,
        final long bootId)
    {
        if (state.isFounder && !state.hasPromised && state.history().size() == 0)
        {
            return true;
        }
        return isWhole(shadow, state) && state.history().size() > 0 && state.bootId != EpochState.NOT_REPAIRED &&
            (config.syncedToDevice || state.bootId == bootId);
    }

    private static boolean isWhole(final Shadow shadow, final EpochState state)
    {
        boolean isBlank = true;
        for (int streamId = 0; streamId < shadow.streamCount(); streamId++)
        {
            if (shadow.end(streamId) < shadow.promised(streamId))
            {
                return false;
            }
            isBlank &= shadow.end(streamId) == 0;
        }
        return !isBlank || !state.hasPromised;
    }
}
