package io.antumbra.core;

/**
 * What a replica must never forget, whatever happens to its shadow: which epoch it promised, which configuration it
 * last knew, and which incarnation it is. Saved through a {@link Journal} before the replica answers in an epoch.
 */
public final class EpochState
{
    /** {@link #bootId}: something that was acknowledged may be missing, and was not brought back since. */
    public static final long NOT_REPAIRED = 0;

    /** Highest epoch promised; nothing older is accepted. */
    public long promisedEpoch;

    /** Number of this start of the replica, from 1. */
    public long incarnation;

    /** Version of the configuration within the epoch. */
    public long configurationVersion;

    /** In-sync set: bit {@code i} stands for replica {@code i}. */
    public long inSyncSet;

    /**
     * Boot of the host in which this replica could last vouch for its shadow, or {@link #NOT_REPAIRED}: a start that
     * follows one which could not vouch may not either, however whole its half-repaired shadow looks.
     */
    public long bootId;

    private final EpochHistory history;

    /**
     * @param streamCount streams of the shard.
     */
    public EpochState(final int streamCount)
    {
        history = new EpochHistory(streamCount);
    }

    /** @return which epoch starts where, per stream. */
    public EpochHistory history()
    {
        return history;
    }

    /**
     * @param other to take over.
     */
    public void copyFrom(final EpochState other)
    {
        promisedEpoch = other.promisedEpoch;
        incarnation = other.incarnation;
        configurationVersion = other.configurationVersion;
        inSyncSet = other.inSyncSet;
        bootId = other.bootId;
        history.copyFrom(other.history);
    }
}
