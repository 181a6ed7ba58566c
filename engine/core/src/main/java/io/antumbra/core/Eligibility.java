package io.antumbra.core;

/**
 * Whether a replica that starts may vouch for what it acknowledged before: nothing that it promised is missing from its
 * shadow, and it is the shadow that belongs to the journal beside it.
 *
 * <p>The promises are kept with the records, so a shadow that is gone has taken its promises along. That is what the
 * journal tells: where an epoch has begun, a shadow without one record and one promise is missing, or was never written
 * to. The second is no loss, and cannot be told from the first; such a replica is as good as one that starts for the
 * first time.
 */
public final class Eligibility
{
    private Eligibility()
    {
    }

    /**
     * @param shadow  as recovered.
     * @param history as loaded.
     * @return true when every record that was promised is there.
     */
    public static boolean isWhole(final Shadow shadow, final EpochHistory history)
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
        return !isBlank && history.size() > 0;
    }
}
