package io.antumbra.core.frame;

import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.AnnouncementDecoder;
import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.ArbiterRequestDecoder;
import io.antumbra.wire.ChallengeDecoder;
import io.antumbra.wire.ConfigurationDecoder;
import io.antumbra.wire.EpochAdoptedDecoder;
import io.antumbra.wire.FetchRangeDecoder;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.NewEpochDecoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.RefusalReason;
import io.antumbra.wire.RequestKind;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/** The frames of the schema with the lengths that a whole one must have. */
enum Template
{
    HELLO(HelloDecoder.TEMPLATE_ID, HelloDecoder.BLOCK_LENGTH, 0, false),
    CHALLENGE(ChallengeDecoder.TEMPLATE_ID, ChallengeDecoder.BLOCK_LENGTH, 0, false),
    JOIN(JoinDecoder.TEMPLATE_ID, JoinDecoder.BLOCK_LENGTH, JoinDecoder.HoldingsDecoder.sbeBlockLength(), false),
    NEW_EPOCH(NewEpochDecoder.TEMPLATE_ID, NewEpochDecoder.BLOCK_LENGTH,
        NewEpochDecoder.HistoryDecoder.sbeBlockLength(), false),
    EPOCH_ADOPTED(EpochAdoptedDecoder.TEMPLATE_ID, EpochAdoptedDecoder.BLOCK_LENGTH,
        EpochAdoptedDecoder.HoldingsDecoder.sbeBlockLength(), false),
    SUBSET(SubsetDecoder.TEMPLATE_ID, SubsetDecoder.BLOCK_LENGTH, SubsetDecoder.EntriesDecoder.sbeBlockLength(), true),
    HEARTBEAT(HeartbeatDecoder.TEMPLATE_ID, HeartbeatDecoder.BLOCK_LENGTH,
        HeartbeatDecoder.PositionsDecoder.sbeBlockLength(), false),
    ACKNOWLEDGEMENT(AcknowledgementDecoder.TEMPLATE_ID, AcknowledgementDecoder.BLOCK_LENGTH,
        AcknowledgementDecoder.PositionsDecoder.sbeBlockLength(), false),
    REFUSAL(RefusalDecoder.TEMPLATE_ID, RefusalDecoder.BLOCK_LENGTH, 0, false),
    FETCH_RANGE(FetchRangeDecoder.TEMPLATE_ID, FetchRangeDecoder.BLOCK_LENGTH, 0, false),
    ARBITER_REQUEST(ArbiterRequestDecoder.TEMPLATE_ID, ArbiterRequestDecoder.BLOCK_LENGTH,
        ArbiterRequestDecoder.MembersDecoder.sbeBlockLength(), ArbiterRequestDecoder.EndsDecoder.sbeBlockLength()),
    CONFIGURATION(ConfigurationDecoder.TEMPLATE_ID, ConfigurationDecoder.BLOCK_LENGTH,
        ConfigurationDecoder.MembersDecoder.sbeBlockLength(), ConfigurationDecoder.FirstsDecoder.sbeBlockLength()),
    ANNOUNCEMENT(AnnouncementDecoder.TEMPLATE_ID, AnnouncementDecoder.BLOCK_LENGTH, 0, false);

    private static final Template[] BY_ID = new Template[16];
    private static final boolean[] REASONS = new boolean[256];
    private static final boolean[] KINDS = new boolean[256];
    private static final boolean[] OUTCOMES = new boolean[256];

    static
    {
        for (final RefusalReason reason : RefusalReason.values())
        {
            REASONS[reason.value()] = RefusalReason.NULL_VAL != reason;
        }
        for (final RequestKind kind : RequestKind.values())
        {
            KINDS[kind.value()] = RequestKind.NULL_VAL != kind;
        }
        for (final ArbiterOutcome outcome : ArbiterOutcome.values())
        {
            OUTCOMES[outcome.value()] = ArbiterOutcome.NULL_VAL != outcome;
        }
        for (final Template template : values())
        {
            BY_ID[template.id] = template;
        }
    }

    final int id;
    final int blockLength;
    final int groupBlockLength;

    /** Of a second group, which has no payload; 0 for none. */
    final int secondGroupBlockLength;
    final boolean hasPayload;

    Template(final int id, final int blockLength, final int groupBlockLength, final boolean hasPayload)
    {
        this.id = id;
        this.blockLength = blockLength;
        this.groupBlockLength = groupBlockLength;
        this.hasPayload = hasPayload;
        secondGroupBlockLength = 0;
    }

    Template(final int id, final int blockLength, final int groupBlockLength, final int secondGroupBlockLength)
    {
        this.id = id;
        this.blockLength = blockLength;
        this.groupBlockLength = groupBlockLength;
        this.secondGroupBlockLength = secondGroupBlockLength;
        hasPayload = false;
    }

    /** Whether an enumerated field holds a value that the schema has: its decoder throws at any other. */
    boolean isKnown(final DirectBuffer buffer, final int blockOffset)
    {
        switch (this)
        {
            case REFUSAL:
                return REASONS[uint8(buffer, blockOffset + RefusalDecoder.reasonEncodingOffset())];
            case ARBITER_REQUEST:
                return KINDS[uint8(buffer, blockOffset + ArbiterRequestDecoder.kindEncodingOffset())];
            case CONFIGURATION:
                return OUTCOMES[uint8(buffer, blockOffset + ConfigurationDecoder.outcomeEncodingOffset())];
            default:
                return true;
        }
    }

    private static int uint8(final DirectBuffer buffer, final int index)
    {
        return buffer.getByte(index) & 0xFF;
    }

    static Template of(final int templateId)
    {
        return templateId < BY_ID.length ? BY_ID[templateId] : null;
    }
}
