package io.antumbra.core.arbiter;

import java.util.Arrays;

import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.ConfigurationDecoder;
import io.antumbra.wire.ConfigurationEncoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What the arbiter says: what became of a request, and the whole configuration that holds now, so that one answer
 * serves a grant, a refusal and a second look alike. The same frame is one shard of a snapshot; the requester in it is
 * then the one that was granted last. One thread; not for the hot path.
 */
public final class Answer
{
    /** What became of the request. */
    public ArbiterOutcome outcome;

    /** Who asked. */
    public int requesterId;

    /** Start of the requester. */
    public long requesterIncarnation;

    /** Of the request. */
    public long correlationId;

    /** Granted to a primary that is alone; after a force, what is left of the deposed one's; ns. */
    public long leaseNs;

    /** What holds now; its version is 0 when the shard is unknown. */
    public final Configuration configuration = new Configuration();

    private final FrameCheck check = new FrameCheck();
    private final FrameSeal seal = new FrameSeal();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ConfigurationEncoder encoder = new ConfigurationEncoder();
    private final ConfigurationDecoder decoder = new ConfigurationDecoder();

    int encode(final ExpandableArrayBuffer buffer)
    {
        final Members members = configuration.members;
        encoder.wrapAndApplyHeader(buffer, 0, headerEncoder)
            .shard(configuration.shard)
            .outcome(outcome)
            .requesterId(requesterId)
            .requesterIncarnation(requesterIncarnation)
            .correlationId(correlationId)
            .epoch(configuration.epoch)
            .version(configuration.version)
            .primaryId(configuration.primaryId)
            .primaryIncarnation(configuration.primaryIncarnation)
            .leaseNs(leaseNs);
        final ConfigurationEncoder.MembersEncoder memberGroup = encoder.membersCount(members.count());
        for (long rest = members.set(); rest != 0; rest &= rest - 1)
        {
            final int replicaId = Long.numberOfTrailingZeros(rest);
            memberGroup.next().replicaId(replicaId).incarnation(members.incarnation(replicaId));
        }
        final long[] firsts = configuration.firstSequences;
        final ConfigurationEncoder.FirstsEncoder firstGroup = encoder.firstsCount(firsts.length);
        for (int streamId = 0; streamId < firsts.length; streamId++)
        {
            firstGroup.next().streamId(streamId).firstSequence(firsts[streamId]);
        }
        return seal.seal(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
            ConfigurationEncoder.TEMPLATE_ID);
    }

    /**
     * @param buffer that holds a frame.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return true when it is a whole answer and every number in it is within its bounds; else nothing here counts.
     */
    public boolean decode(final DirectBuffer buffer, final int offset, final int length)
    {
        if (check.templateId(buffer, offset, length) != ConfigurationDecoder.TEMPLATE_ID)
        {
            return false;
        }
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        if (decoder.outcomeRaw() < ArbiterOutcome.CURRENT.value() ||
            decoder.outcomeRaw() > ArbiterOutcome.FULL.value())
        {
            return false;
        }
        outcome = decoder.outcome();
        requesterId = decoder.requesterId();
        requesterIncarnation = decoder.requesterIncarnation();
        correlationId = decoder.correlationId();
        leaseNs = decoder.leaseNs();
        configuration.shard = decoder.shard();
        configuration.epoch = decoder.epoch();
        configuration.version = decoder.version();
        configuration.primaryId = decoder.primaryId();
        configuration.primaryIncarnation = decoder.primaryIncarnation();
        return ArbiterRequest.areCounts(configuration.epoch, configuration.version, configuration.primaryIncarnation) &&
            Members.isReplicaId(configuration.primaryId) && decodeMembers() && decodeFirsts();
    }

    private boolean decodeMembers()
    {
        final Members members = configuration.members;
        members.clear();
        final ConfigurationDecoder.MembersDecoder group = decoder.members();
        while (group.hasNext())
        {
            group.next();
            final int replicaId = group.replicaId();
            if (!Members.isReplicaId(replicaId) || members.contains(replicaId))
            {
                return false;
            }
            members.put(replicaId, group.incarnation());
        }
        return configuration.version == 0 || members.contains(configuration.primaryId);
    }

    private boolean decodeFirsts()
    {
        final ConfigurationDecoder.FirstsDecoder group = decoder.firsts();
        if (group.count() > ArbiterRequest.MAX_STREAMS)
        {
            return false;
        }
        final long[] firsts = new long[group.count()];
        Arrays.fill(firsts, -1);
        while (group.hasNext())
        {
            group.next();
            final int streamId = group.streamId();
            if (streamId < 0 || streamId >= firsts.length || firsts[streamId] != -1 ||
                !ArbiterRequest.areCounts(group.firstSequence()))
            {
                return false;
            }
            firsts[streamId] = group.firstSequence();
        }
        configuration.firstSequences = firsts;
        return true;
    }
}
