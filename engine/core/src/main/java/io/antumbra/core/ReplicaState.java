package io.antumbra.core;

/**
 * What belongs to a replica whatever its role: its storage, what it must never forget, how far it knows the streams to
 * be committed and its handler to be, and what it counts. The machine of one role hands it on to that of the next.
 * Plain state of one thread.
 */
public final class ReplicaState
{
    /** Numbers of this replica. */
    public final CoreConfig config;

    /** Records of this replica. */
    public final Shadow shadow;

    /** What must never be forgotten; changes count once {@link #save} returned. */
    public final EpochState epochState;

    /** Counts over all roles. */
    public final CoreStats stats = new CoreStats();

    /** What was told already. */
    public final ProblemLog problems = new ProblemLog();

    /** Per stream, highest sequence known to be committed. */
    public final long[] committed;

    /** Per stream, highest sequence that the handler has seen. */
    public final long[] delivered;

    /** What reaches further back than the shadow, or null. */
    public History history;

    private final Journal journal;
    private boolean isEligible;
    private boolean hasLost;
    private long bootId;

    /**
     * @param config  concluded.
     * @param shadow  of this replica, open and recovered.
     * @param journal of this replica.
     */
    public ReplicaState(final CoreConfig config, final Shadow shadow, final Journal journal)
    {
        this.config = config;
        this.shadow = shadow;
        this.journal = journal;
        epochState = new EpochState(config.streamCount);
        committed = new long[config.streamCount];
        delivered = new long[config.streamCount];
    }

    /**
     * Reads the journal, finds out whether this replica can vouch for what it acknowledged, and counts a new start. An
     * epoch that has created one of its records is promised, whatever the journal says: a copy of a shadow under an
     * empty journal would follow an older primary, and give up for it what was committed since.
     *
     * @param newBootId        of the host, 0 when unknown: this replica then never vouches for what it holds.
     * @param firstIncarnation number of this start when the journal is empty. Where others remember numbers, one that
     *                         no journal before this one can have had: what was said to a replica whose journal is
     *                         lost must not be taken for said to this one.
     */
    public void start(final long newBootId, final long firstIncarnation)
    {
        bootId = newBootId;
        journal.load(epochState);
        isEligible = Eligibility.canVouch(config, shadow, epochState, newBootId);
        epochState.bootId = isEligible ? newBootId : EpochState.NOT_REPAIRED;
        epochState.promisedEpoch = Math.max(epochState.promisedEpoch, OriginEpochs.latest(shadow));
        epochState.incarnation = epochState.incarnation == 0 ? firstIncarnation : epochState.incarnation + 1;
        save();
    }

    /** Makes {@link #epochState} durable before it returns. */
    public void save()
    {
        journal.save(epochState);
    }

    /** @return true while this replica holds every sequence that it ever acknowledged. */
    public boolean isEligible()
    {
        return isEligible;
    }

    /** Everything that was ever acknowledged is here; to be saved by the caller. */
    public void vouch()
    {
        isEligible = true;
        hasLost = false;
        epochState.bootId = bootId;
    }

    /** Something that was acknowledged is missing; to be saved by the caller. */
    public void doubt()
    {
        isEligible = false;
        hasLost = true;
        epochState.bootId = EpochState.NOT_REPAIRED;
    }

    /** @return true when this very start has lost something, and has not got it back since. */
    public boolean hasLost()
    {
        return hasLost;
    }

    /**
     * Vouches for a stream up to a sequence: it was acknowledged, or committed. The first time ever is noted in the
     * journal, so that a shadow without a record can be told from one that is missing.
     *
     * @param streamId of the stream.
     * @param through  highest such sequence.
     */
    public void promise(final int streamId, final long through)
    {
        if (!epochState.hasPromised && through > 0)
        {
            epochState.hasPromised = true;
            save();
        }
        shadow.promised(streamId, through);
    }

    /** @return highest epoch that is known here: promised, adopted, or that of a record; 0 for none. */
    public long latestEpoch()
    {
        return Math.max(OriginEpochs.latest(shadow), Math.max(epochState.promisedEpoch, epochState.history()
            .lastEpoch()));
    }

    /** @return true when this replica has ever held an entry or taken part in an epoch. */
    public boolean hasPast()
    {
        for (int streamId = 0; streamId < config.streamCount; streamId++)
        {
            if (shadow.end(streamId) > 0 || shadow.promised(streamId) > 0)
            {
                return true;
            }
        }
        return epochState.history().size() > 0;
    }
}
