package io.antumbra.core.arbiter;

import java.util.Arrays;

import io.antumbra.wire.ArbiterOutcome;

/**
 * The configuration of one shard and the rules by which it changes. Every change is a compare-and-set on (epoch,
 * version), so a request that comes late, twice or out of order changes nothing: the version that it was decided on is
 * gone for good.
 *
 * <p>The request that was granted last is remembered, because its answer may be lost and the requester repeats it: told
 * CONFLICT then, it would take its own success for somebody else's.
 */
final class ArbitratedShard
{
    final Configuration configuration = new Configuration();
    int grantedId;
    long grantedIncarnation;
    long grantedCorrelationId;
    long leaseUntilNs;
    boolean hasLease;

    ArbitratedShard(final int shard)
    {
        configuration.shard = shard;
    }

    /** Changes the configuration if the rules allow it. */
    ArbiterOutcome onChange(final ArbiterRequest request)
    {
        if (isRepeated(request))
        {
            return ArbiterOutcome.GRANTED;
        }
        if (request.epoch != configuration.epoch || request.version != configuration.version)
        {
            return ArbiterOutcome.CONFLICT;
        }
        final ArbiterOutcome outcome = judge(request);
        if (outcome == ArbiterOutcome.GRANTED)
        {
            configuration.version++;
            grantedId = request.requesterId;
            grantedIncarnation = request.requesterIncarnation;
            grantedCorrelationId = request.correlationId;
        }
        return outcome;
    }

    private boolean isRepeated(final ArbiterRequest request)
    {
        return configuration.isKnown() && request.requesterId == grantedId &&
            request.requesterIncarnation == grantedIncarnation && request.correlationId == grantedCorrelationId;
    }

    private ArbiterOutcome judge(final ArbiterRequest request)
    {
        switch (request.kind)
        {
            case CHANGE_SET:
                return changeSet(request);
            case PROPOSE:
                return configuration.isKnown() ? propose(request) : create(request);
            case HANDOVER:
                return handover(request);
            case FORCE:
                return force(request);
            default:
                return ArbiterOutcome.NOT_ALLOWED;
        }
    }

    /** Whatever the set becomes, the primary that asks for it has made sure of; it alone knows who holds what. */
    private ArbiterOutcome changeSet(final ArbiterRequest request)
    {
        if (!isFromPrimary(request))
        {
            return ArbiterOutcome.NOT_PRIMARY;
        }
        if (!request.members.contains(configuration.primaryId) ||
            request.members.incarnation(configuration.primaryId) != request.requesterIncarnation)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        configuration.members.copyFrom(request.members);
        return ArbiterOutcome.GRANTED;
    }

    private ArbiterOutcome create(final ArbiterRequest request)
    {
        if (!Members.isReplicaId(request.requesterId) || request.requesterIncarnation == 0 || request.ends.length == 0)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        lead(request.requesterId, request.requesterIncarnation, request);
        return ArbiterOutcome.GRANTED;
    }

    /**
     * A member that can vouch for what it acknowledged, and no other proposes itself, holds all that was ever
     * committed. It need not have adopted the present epoch: as long as it has not, that epoch has committed nothing
     * and accepted no entry, because this member's acknowledgement is needed for either. Rejected: to compare its ends
     * with where the epoch begins, which shuts out a member that lost what was never committed.
     */
    private ArbiterOutcome propose(final ArbiterRequest request)
    {
        final Members members = configuration.members;
        if (!members.contains(request.requesterId))
        {
            return ArbiterOutcome.NOT_MEMBER;
        }
        if (request.requesterIncarnation < members.incarnation(request.requesterId))
        {
            return ArbiterOutcome.STALE_INCARNATION;
        }
        if (request.ends.length != configuration.firstSequences.length)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        members.remove(configuration.primaryId);
        lead(request.requesterId, request.requesterIncarnation, request);
        return ArbiterOutcome.GRANTED;
    }

    private ArbiterOutcome handover(final ArbiterRequest request)
    {
        if (!isFromPrimary(request))
        {
            return ArbiterOutcome.NOT_PRIMARY;
        }
        if (!configuration.members.contains(request.targetId))
        {
            return ArbiterOutcome.NOT_MEMBER;
        }
        if (request.targetIncarnation < configuration.members.incarnation(request.targetId))
        {
            return ArbiterOutcome.STALE_INCARNATION;
        }
        if (request.targetId == configuration.primaryId ||
            request.ends.length != configuration.firstSequences.length)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        lead(request.targetId, request.targetIncarnation, request);
        return ArbiterOutcome.GRANTED;
    }

    /** An operator knows better than the rules that keep entries; the set starts anew with the one that is named. */
    private ArbiterOutcome force(final ArbiterRequest request)
    {
        final int streamCount = configuration.isKnown() ? configuration.firstSequences.length : request.ends.length;
        if (!Members.isReplicaId(request.targetId) || streamCount == 0)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        configuration.members.clear();
        lead(request.targetId, request.targetIncarnation, request);
        configuration.firstSequences = new long[streamCount];
        Arrays.fill(configuration.firstSequences, 1);
        return ArbiterOutcome.GRANTED;
    }

    private void lead(final int replicaId, final long incarnation, final ArbiterRequest request)
    {
        configuration.epoch = Math.max(configuration.epoch, request.promisedEpoch) + 1;
        configuration.primaryId = replicaId;
        configuration.primaryIncarnation = incarnation;
        configuration.members.put(replicaId, incarnation);
        configuration.firstSequences = new long[request.ends.length];
        for (int i = 0; i < request.ends.length; i++)
        {
            configuration.firstSequences[i] = request.ends[i] + 1;
        }
    }

    /** A primary that nobody else could replace acknowledges only while the arbiter knows that it is there. */
    ArbiterOutcome onLease(final ArbiterRequest request, final long nowNs)
    {
        if (request.epoch != configuration.epoch || request.version != configuration.version)
        {
            return ArbiterOutcome.CONFLICT;
        }
        if (!isFromPrimary(request))
        {
            return ArbiterOutcome.NOT_PRIMARY;
        }
        if (configuration.members.count() != 1)
        {
            return ArbiterOutcome.NOT_ALLOWED;
        }
        leaseUntilNs = nowNs + request.leaseNs;
        hasLease = true;
        return ArbiterOutcome.GRANTED;
    }

    long leaseLeftNs(final long nowNs)
    {
        return hasLease ? Math.max(0, leaseUntilNs - nowNs) : 0;
    }

    private boolean isFromPrimary(final ArbiterRequest request)
    {
        return configuration.isKnown() && request.requesterId == configuration.primaryId &&
            (request.requesterIncarnation == configuration.primaryIncarnation ||
                configuration.primaryIncarnation == Configuration.ANY_INCARNATION);
    }
}
