package io.antumbra.core.arbiter;

import java.util.Arrays;

import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.ArbiterRequestDecoder;
import io.antumbra.wire.ArbiterRequestEncoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.RequestKind;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What a replica or an operator asks the arbiter for, with its frame. One frame for every kind: each names the
 * configuration that it was decided on, and is granted on no other. {@link #decode} checks every number, so that
 * nothing behind it meets one that is out of bounds. One thread; not for the hot path.
 */
public final class ArbiterRequest
{
    /** Streams that a shard may have. */
    public static final int MAX_STREAMS = 1024;

    /** Longest lease that may be asked for, ns. */
    public static final long MAX_LEASE_NS = 60_000_000_000L;

    static final long MAX_COUNT = 1L << 60;

    /** What is asked for. */
    public RequestKind kind;

    /** Shard. */
    public int shard;

    /** Who asks: a replica, or any other number for an operator. */
    public int requesterId;

    /** Start of the requester. */
    public long requesterIncarnation;

    /** Of this request, new for each but the repetitions of one; never used twice by one start of a requester. */
    public long correlationId;

    /** Epoch of the configuration that this was decided on. */
    public long epoch;

    /** Version of the configuration that this was decided on. */
    public long version;

    /** Handover and force: who is to lead. */
    public int targetId;

    /** Handover and force: start of the target; force takes {@link Configuration#ANY_INCARNATION} too. */
    public long targetIncarnation;

    /** Propose and force: highest epoch that the requester has promised. */
    public long promisedEpoch;

    /** Lease: for how long, ns. */
    public long leaseNs;

    /** Change of the set: the whole new one. */
    public final Members members = new Members();

    /** Propose and handover: highest sequence held, per stream. Force of an unknown shard: one for each stream. */
    public long[] ends = {};

    private final FrameCheck check = new FrameCheck();
    private final FrameSeal seal = new FrameSeal();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ArbiterRequestEncoder encoder = new ArbiterRequestEncoder();
    private final ArbiterRequestDecoder decoder = new ArbiterRequestDecoder();

    /** Everything but shard and requester as in a request that asks for nothing. */
    public void clear()
    {
        kind = RequestKind.QUERY;
        correlationId = 0;
        epoch = 0;
        version = 0;
        targetId = 0;
        targetIncarnation = 0;
        promisedEpoch = 0;
        leaseNs = 0;
        members.clear();
        ends = new long[0];
    }

    /**
     * @param buffer to write to, from index 0.
     * @return length of the frame, bytes.
     */
    public int encode(final ExpandableArrayBuffer buffer)
    {
        encoder.wrapAndApplyHeader(buffer, 0, headerEncoder)
            .shard(shard)
            .kind(kind)
            .requesterId(requesterId)
            .requesterIncarnation(requesterIncarnation)
            .correlationId(correlationId)
            .epoch(epoch)
            .version(version)
            .targetId(targetId)
            .targetIncarnation(targetIncarnation)
            .promisedEpoch(promisedEpoch)
            .leaseNs(leaseNs);
        final ArbiterRequestEncoder.MembersEncoder memberGroup = encoder.membersCount(members.count());
        for (long rest = members.set(); rest != 0; rest &= rest - 1)
        {
            final int replicaId = Long.numberOfTrailingZeros(rest);
            memberGroup.next().replicaId(replicaId).incarnation(members.incarnation(replicaId));
        }
        final ArbiterRequestEncoder.EndsEncoder endGroup = encoder.endsCount(ends.length);
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            endGroup.next().streamId(streamId).endSequence(ends[streamId]);
        }
        return seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
            ArbiterRequestEncoder.TEMPLATE_ID);
    }

    /**
     * @param buffer that holds a frame.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return true when it is a whole request and every number in it is within its bounds; else nothing here counts.
     */
    public boolean decode(final DirectBuffer buffer, final int offset, final int length)
    {
        if (check.templateId(buffer, offset, length) != ArbiterRequestDecoder.TEMPLATE_ID)
        {
            return false;
        }
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        if (decoder.kindRaw() < RequestKind.QUERY.value() || decoder.kindRaw() > RequestKind.LEASE.value())
        {
            return false;
        }
        kind = decoder.kind();
        shard = decoder.shard();
        requesterId = decoder.requesterId();
        requesterIncarnation = decoder.requesterIncarnation();
        correlationId = decoder.correlationId();
        epoch = decoder.epoch();
        version = decoder.version();
        targetId = decoder.targetId();
        targetIncarnation = decoder.targetIncarnation();
        promisedEpoch = decoder.promisedEpoch();
        leaseNs = decoder.leaseNs();
        return areCounts(epoch, version, requesterIncarnation, targetIncarnation, promisedEpoch) &&
            leaseNs >= 0 && leaseNs <= MAX_LEASE_NS && decodeMembers() && decodeEnds();
    }

    private boolean decodeMembers()
    {
        members.clear();
        final ArbiterRequestDecoder.MembersDecoder group = decoder.members();
        while (group.hasNext())
        {
            group.next();
            final int replicaId = group.replicaId();
            if (!Members.isReplicaId(replicaId) || members.contains(replicaId) || !areCounts(group.incarnation()))
            {
                return false;
            }
            members.put(replicaId, group.incarnation());
        }
        return true;
    }

    private boolean decodeEnds()
    {
        final ArbiterRequestDecoder.EndsDecoder group = decoder.ends();
        if (group.count() > MAX_STREAMS)
        {
            return false;
        }
        ends = new long[group.count()];
        Arrays.fill(ends, -1);
        while (group.hasNext())
        {
            group.next();
            final int streamId = group.streamId();
            if (streamId < 0 || streamId >= ends.length || ends[streamId] != -1 || !areCounts(group.endSequence()))
            {
                return false;
            }
            ends[streamId] = group.endSequence();
        }
        return true;
    }

    static boolean areCounts(final long... values)
    {
        for (final long value : values)
        {
            if (value < 0 || value > MAX_COUNT)
            {
                return false;
            }
        }
        return true;
    }
}
