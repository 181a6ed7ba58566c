package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.EpochAdoptedDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/** Reads what leaves a standby for the judge: what it acknowledges, and whether it calls itself eligible. */
final class WitnessOutbox
{
    private final EligibilityJudge eligibility;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AcknowledgementDecoder acknowledgement = new AcknowledgementDecoder();
    private final EpochAdoptedDecoder adopted = new EpochAdoptedDecoder();
    private final JoinDecoder join = new JoinDecoder();

    WitnessOutbox(final EligibilityJudge eligibility)
    {
        this.eligibility = eligibility;
    }

    void leaves(final DirectBuffer buffer, final int offset, final boolean isExcused)
    {
        switch (header.wrap(buffer, offset).templateId())
        {
            case AcknowledgementDecoder.TEMPLATE_ID:
                acknowledgement.wrapAndApplyHeader(buffer, offset, header);
                for (final AcknowledgementDecoder.PositionsDecoder position : acknowledgement.positions())
                {
                    eligibility.onAcknowledged(position.streamId(), position.heldSequence());
                }
                break;
            case EpochAdoptedDecoder.TEMPLATE_ID:
                adopted.wrapAndApplyHeader(buffer, offset, header);
                for (final EpochAdoptedDecoder.HoldingsDecoder holding : adopted.holdings())
                {
                    eligibility.onAcknowledged(holding.streamId(), holding.endSequence());
                }
                break;
            case JoinDecoder.TEMPLATE_ID:
                if (join.wrapAndApplyHeader(buffer, offset, header).eligible() != 0 && !isExcused)
                {
                    eligibility.mustVouch();
                }
                break;
            default:
                break;
        }
    }
}
