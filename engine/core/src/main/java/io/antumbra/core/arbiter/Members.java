package io.antumbra.core.arbiter;

import io.antumbra.core.CoreConfig;

/** An in-sync set: replicas by id, each with the start of it that was admitted. Mutable; one thread. */
public final class Members
{
    private final long[] incarnations = new long[CoreConfig.MAX_REPLICA_ID + 1];
    private long set;

    /** @return bit {@code i} stands for replica {@code i}. */
    public long set()
    {
        return set;
    }

    /** @return number of members. */
    public int count()
    {
        return Long.bitCount(set);
    }

    /**
     * @param replicaId any.
     * @return true when it is a member.
     */
    public boolean contains(final int replicaId)
    {
        return isReplicaId(replicaId) && (set & 1L << replicaId) != 0;
    }

    /**
     * @param replicaId of a member.
     * @return start of it, 0 when it is none.
     */
    public long incarnation(final int replicaId)
    {
        return contains(replicaId) ? incarnations[replicaId] : 0;
    }

    /**
     * Adds a member, or replaces its start.
     *
     * @param replicaId   0 to {@link CoreConfig#MAX_REPLICA_ID}.
     * @param incarnation of it.
     */
    public void put(final int replicaId, final long incarnation)
    {
        set |= 1L << replicaId;
        incarnations[replicaId] = incarnation;
    }

    /**
     * @param replicaId to take out, when it is there.
     */
    public void remove(final int replicaId)
    {
        set &= ~(1L << replicaId);
    }

    /** Takes all out. */
    public void clear()
    {
        set = 0;
    }

    /**
     * @param other to take over.
     */
    public void copyFrom(final Members other)
    {
        set = other.set;
        System.arraycopy(other.incarnations, 0, incarnations, 0, incarnations.length);
    }

    static boolean isReplicaId(final int replicaId)
    {
        return replicaId >= 0 && replicaId <= CoreConfig.MAX_REPLICA_ID;
    }
}
