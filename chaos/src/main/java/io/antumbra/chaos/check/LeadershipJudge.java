package io.antumbra.chaos.check;

/** No two leaders of one epoch, each later than the last, and each holds all that was ever acknowledged. */
public final class LeadershipJudge
{
    private final StorageJudge storage;
    private long lastEpoch;

    /**
     * @param storage to ask what the leader holds.
     */
    public LeadershipJudge(final StorageJudge storage)
    {
        this.storage = storage;
    }

    /**
     * @param leader that accepts entries from now on.
     * @param epoch  that it leads.
     */
    public void onLeading(final Holder leader, final long epoch)
    {
        if (epoch <= lastEpoch)
        {
            throw new Violation("one leader an epoch", "replica " + leader.replicaId() + " leads epoch " + epoch +
                " after epoch " + lastEpoch + " was led");
        }
        lastEpoch = epoch;
        storage.mustHoldAll(leader);
    }

    /** @return epoch that was led last. */
    public long lastEpoch()
    {
        return lastEpoch;
    }
}
