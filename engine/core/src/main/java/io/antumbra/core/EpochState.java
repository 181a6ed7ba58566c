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

    /** Number of this start of the replica, one more than that of the start before; 0 before the first one. */
    public long incarnation;

    /** Version of the configuration that was last known. */
    public long configurationVersion;

    /** In-sync set: bit {@code i} stands for replica {@code i}. */
    public long inSyncSet;

    /**
     * Boot of the host in which this replica could last vouch for its shadow, or {@link #NOT_REPAIRED}: a start that
     * follows one which could not vouch may not either, however whole its half-repaired shadow looks.
     */
    public long bootId;

    /**
     * Epoch of the configuration on which this replica last proposed itself and was not answered yet, 0 for none: it
     * acknowledges nothing in that epoch any more.
     */
    public long sealedEpoch;

    /** Version of that configuration. */
    public long sealedVersion;

    /** An entry was acknowledged or committed here at some time: a shadow without a record has lost something. */
    public boolean hasPromised;

    /** An arbiter has told this replica a configuration: from then on nobody leads without one. */
    public boolean isArbitrated;

    /** This replica has asked to create the shard: that it holds nothing at first is no loss. */
    public boolean isFounder;

    /**
     * Per stream, first sequence that was given up by force although the handler had it, 0 for none: until the handler
     * comes with another state, it must not be given what is in its place.
     */
    public final long[] givenUpFrom;

    /** Per stream, how far the handler was then. */
    public final long[] givenUpThrough;

    private final EpochHistory history;

    /**
     * @param streamCount streams of the shard.
     */
    public EpochState(final int streamCount)
    {
        history = new EpochHistory(streamCount);
        givenUpFrom = new long[streamCount];
        givenUpThrough = new long[streamCount];
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
        sealedEpoch = other.sealedEpoch;
        sealedVersion = other.sealedVersion;
        hasPromised = other.hasPromised;
        isArbitrated = other.isArbitrated;
        isFounder = other.isFounder;
        System.arraycopy(other.givenUpFrom, 0, givenUpFrom, 0, givenUpFrom.length);
        System.arraycopy(other.givenUpThrough, 0, givenUpThrough, 0, givenUpThrough.length);
        history.copyFrom(other.history);
    }
}
