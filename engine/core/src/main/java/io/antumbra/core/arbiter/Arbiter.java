package io.antumbra.core.arbiter;

import java.util.Arrays;

import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.RequestKind;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Holds for each shard who leads it and who is in sync, as a deterministic state machine: the same requests in the same
 * order with the same times leave the same state and the same answers on every member of its cluster. Nothing here
 * decides that a primary is dead; replicas ask, and the first one that asks on the present configuration is granted.
 *
 * <pre>
 *   request (epoch, version, what) ──► same epoch and version? allowed? ──► version + 1 ──► answer: outcome and
 *                                              | no                                         the whole configuration
 *                                              +──────────────────────────────────────────►
 * </pre>
 *
 * Bounded: {@code maxShards}, and {@link ArbiterRequest} bounds what one shard takes. A frame that is no whole request
 * is dropped and counted, for nobody can be told. One thread.
 *
 * <p>Rejected: leases on leadership (a primary would stop with the arbiter; this way data goes on without it), and
 * failure detection in here (it would need the clocks of a cluster and see another network than the replicas do).
 */
public final class Arbiter
{
    private final int maxShards;
    private final ArbiterRequest request = new ArbiterRequest();
    private final Answer answer = new Answer();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);

    /** Ascending, the first {@link #shardCount} of them; binary search keeps the order the same on every member. */
    private final ArbitratedShard[] shards;
    private int shardCount;
    private long droppedFrames;

    /**
     * @param maxShards that it has room for, at least 1.
     */
    public Arbiter(final int maxShards)
    {
        if (maxShards < 1)
        {
            throw new IllegalArgumentException("maxShards=" + maxShards + " is not allowed: from 1");
        }
        this.maxShards = maxShards;
        shards = new ArbitratedShard[maxShards];
    }

    /**
     * Takes a request and answers it before it returns.
     *
     * @param from   that holds its frame.
     * @param offset of the first byte.
     * @param length in bytes.
     * @param nowNs  time as all members of the cluster agree on it.
     * @param reply  takes the answer's frame.
     * @return false when the frame was dropped without an answer.
     */
    public boolean onRequest(final DirectBuffer from, final int offset, final int length, final long nowNs,
        final FrameSink reply)
    {
        if (!request.decode(from, offset, length))
        {
            droppedFrames++;
            return false;
        }
        final int index = indexOf(request.shard);
        final ArbitratedShard shard = index >= 0 ? shards[index] : new ArbitratedShard(request.shard);
        final long deposedLeaseNs = shard.leaseLeftNs(nowNs);
        final ArbiterOutcome outcome = decide(shard, nowNs);
        if (outcome == ArbiterOutcome.GRANTED && index < 0)
        {
            insert(-1 - index, shard);
        }
        answer.outcome = outcome;
        answer.requesterId = request.requesterId;
        answer.requesterIncarnation = request.requesterIncarnation;
        answer.correlationId = request.correlationId;
        answer.leaseNs = request.kind == RequestKind.LEASE && outcome == ArbiterOutcome.GRANTED ? request.leaseNs :
            deposedLeaseNs;
        answer.configuration.copyFrom(shard.configuration);
        reply.onFrame(buffer, 0, answer.encode(buffer));
        return true;
    }

    private ArbiterOutcome decide(final ArbitratedShard shard, final long nowNs)
    {
        final boolean isKnown = shard.configuration.isKnown();
        switch (request.kind)
        {
            case QUERY:
                return isKnown ? ArbiterOutcome.CURRENT : ArbiterOutcome.UNKNOWN_SHARD;
            case LEASE:
                return isKnown ? shard.onLease(request, nowNs) : ArbiterOutcome.UNKNOWN_SHARD;
            default:
                final boolean mayCreate = request.kind == RequestKind.PROPOSE || request.kind == RequestKind.FORCE;
                if (!isKnown && (!mayCreate || request.version != 0))
                {
                    return ArbiterOutcome.UNKNOWN_SHARD;
                }
                return !isKnown && shardCount == maxShards ? ArbiterOutcome.FULL : shard.onChange(request);
        }
    }

    private int indexOf(final int shard)
    {
        int low = 0;
        int high = shardCount - 1;
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final int found = shards[middle].configuration.shard;
            if (found == shard)
            {
                return middle;
            }
            low = found < shard ? middle + 1 : low;
            high = found < shard ? high : middle - 1;
        }
        return -1 - low;
    }

    private void insert(final int index, final ArbitratedShard shard)
    {
        System.arraycopy(shards, index, shards, index + 1, shardCount - index);
        shards[index] = shard;
        shardCount++;
    }

    /**
     * Writes the whole state, one frame for each shard in ascending order.
     *
     * @param sink to take them.
     */
    public void snapshot(final FrameSink sink)
    {
        for (int i = 0; i < shardCount; i++)
        {
            final ArbitratedShard shard = shards[i];
            answer.outcome = shard.hasLease ? ArbiterOutcome.GRANTED : ArbiterOutcome.CURRENT;
            answer.requesterId = shard.grantedId;
            answer.requesterIncarnation = shard.grantedIncarnation;
            answer.correlationId = shard.grantedCorrelationId;
            answer.leaseNs = shard.leaseUntilNs;
            answer.configuration.copyFrom(shard.configuration);
            sink.onFrame(buffer, 0, answer.encode(buffer));
        }
    }

    /** Forgets everything, before a snapshot is taken in. */
    public void clear()
    {
        Arrays.fill(shards, null);
        shardCount = 0;
    }

    /**
     * Takes in one frame of a snapshot.
     *
     * @param from   that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    public void restore(final DirectBuffer from, final int offset, final int length)
    {
        if (!answer.decode(from, offset, length) || !answer.configuration.isKnown())
        {
            throw new IllegalArgumentException("a frame of " + length + " bytes is not one of a snapshot: take" +
                " another snapshot");
        }
        final int index = indexOf(answer.configuration.shard);
        if (index >= 0 || shardCount == maxShards)
        {
            throw new IllegalArgumentException("shard=" + answer.configuration.shard + (index >= 0 ?
                " comes twice in a snapshot: clear first" : " does not fit: maxShards=" + maxShards));
        }
        final ArbitratedShard shard = new ArbitratedShard(answer.configuration.shard);
        shard.configuration.copyFrom(answer.configuration);
        shard.grantedId = answer.requesterId;
        shard.grantedIncarnation = answer.requesterIncarnation;
        shard.grantedCorrelationId = answer.correlationId;
        shard.hasLease = answer.outcome == ArbiterOutcome.GRANTED;
        shard.leaseUntilNs = answer.leaseNs;
        insert(-1 - index, shard);
    }

    /**
     * @param shard of interest.
     * @param to    takes over what holds for it; left as it is when the shard is unknown.
     * @return true when the shard is known.
     */
    public boolean configuration(final int shard, final Configuration to)
    {
        final int index = indexOf(shard);
        if (index >= 0)
        {
            to.copyFrom(shards[index].configuration);
        }
        return index >= 0;
    }

    /** @return shards known. */
    public int shardCount()
    {
        return shardCount;
    }

    /** @return frames that were no whole request. */
    public long droppedFrames()
    {
        return droppedFrames;
    }
}
