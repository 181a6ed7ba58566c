package io.antumbra.core.arbiter;

import java.util.Arrays;

/**
 * Who leads a shard and who is in sync, as of one version. The version counts every change and never starts again, the
 * epoch every change of the primary. Plain fields, filled by a codec; one thread.
 */
public final class Configuration
{
    /** {@link #primaryIncarnation}: whichever start of the replica reads this first, but each only once. */
    public static final long ANY_INCARNATION = 0;

    private static final long[] NO_STREAMS = {};

    /** Shard. */
    public int shard;

    /** Leadership term, 0 when nothing is known. */
    public long epoch;

    /** Number of changes so far, 0 when nothing is known. */
    public long version;

    /** Replica that leads the epoch. */
    public int primaryId;

    /** Start of it that does, or {@link #ANY_INCARNATION}. */
    public long primaryIncarnation;

    /** In-sync set, the primary included. */
    public final Members members = new Members();

    /** Per stream, first sequence that the epoch may create, as far as it was known when the epoch was granted. */
    public long[] firstSequences = NO_STREAMS;

    /**
     * @param streamId of the stream.
     * @return first sequence that the epoch may create, as far as it was known when the epoch was granted; 0 for not.
     */
    public long firstSequence(final int streamId)
    {
        return streamId < firstSequences.length ? firstSequences[streamId] : 0;
    }

    /** @return true when this says anything. */
    public boolean isKnown()
    {
        return version > 0;
    }

    /**
     * @param replicaId   of a replica.
     * @param incarnation of it.
     * @return true when it is the one that leads, or is to lead, this epoch.
     */
    public boolean names(final int replicaId, final long incarnation)
    {
        return isKnown() && primaryId == replicaId &&
            (primaryIncarnation == incarnation || primaryIncarnation == ANY_INCARNATION);
    }

    /**
     * @param other to take over.
     */
    public void copyFrom(final Configuration other)
    {
        shard = other.shard;
        epoch = other.epoch;
        version = other.version;
        primaryId = other.primaryId;
        primaryIncarnation = other.primaryIncarnation;
        members.copyFrom(other.members);
        firstSequences = other.firstSequences.clone();
    }

    @Override
    public String toString()
    {
        return "Configuration{shard=" + shard + ", epoch=" + epoch + ", version=" + version + ", primary=" + primaryId +
            "/" + primaryIncarnation + ", inSync=" + Long.toBinaryString(members.set()) + ", firsts=" +
            Arrays.toString(firstSequences) + "}";
    }
}
