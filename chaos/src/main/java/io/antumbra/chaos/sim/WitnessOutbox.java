package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.chaos.check.Sayings;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.EpochAdoptedDecoder;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads what leaves a standby for the judge: what it acknowledges, and whether it calls itself eligible; and notes what
 * it goes through.
 */
final class WitnessOutbox
{
    private final int replicaId;
    private final EligibilityJudge eligibility;
    private final Sayings sayings;
    private final Coverage coverage;
    private final boolean mayLead;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AcknowledgementDecoder acknowledgement = new AcknowledgementDecoder();
    private final EpochAdoptedDecoder adopted = new EpochAdoptedDecoder();
    private final JoinDecoder join = new JoinDecoder();

    WitnessOutbox(final Host host, final EligibilityJudge eligibility, final boolean mayLead)
    {
        this.mayLead = mayLead;
        this.eligibility = eligibility;
        replicaId = host.replicaId;
        sayings = host.world.sayings;
        coverage = host.world.coverage;
    }

    void leaves(final DirectBuffer buffer, final int offset, final boolean isExcused)
    {
        switch (header.wrap(buffer, offset).templateId())
        {
            case AcknowledgementDecoder.TEMPLATE_ID:
                acknowledgement.wrapAndApplyHeader(buffer, offset, header);
                coverage.saw(acknowledgement.rewind() != 0 ? Transition.STANDBY_REWINDS :
                    Transition.STANDBY_ACKNOWLEDGES);
                for (final AcknowledgementDecoder.PositionsDecoder position : acknowledgement.positions())
                {
                    says(acknowledgement.epoch(), position.streamId(), position.heldSequence());
                }
                break;
            case EpochAdoptedDecoder.TEMPLATE_ID:
                adopted.wrapAndApplyHeader(buffer, offset, header);
                coverage.saw(Transition.STANDBY_ADOPTS);
                for (final EpochAdoptedDecoder.HoldingsDecoder holding : adopted.holdings())
                {
                    says(adopted.epoch(), holding.streamId(), holding.endSequence());
                }
                break;
            case JoinDecoder.TEMPLATE_ID:
                onJoin(join.wrapAndApplyHeader(buffer, offset, header).eligible() != 0, isExcused);
                break;
            case HelloDecoder.TEMPLATE_ID:
                coverage.saw(Transition.STANDBY_GREETS);
                break;
            case SubsetDecoder.TEMPLATE_ID:
                coverage.saw(mayLead ? Transition.PRIMARY_SENDS : Transition.STANDBY_REPAIRS);
                break;
            case RefusalDecoder.TEMPLATE_ID:
                coverage.saw(Transition.STANDBY_CANNOT_SERVE);
                break;
            default:
                break;
        }
    }

    private void says(final long epoch, final int streamId, final long through)
    {
        eligibility.onAcknowledged(streamId, through);
        sayings.onSaid(replicaId, epoch, streamId, through);
    }

    private void onJoin(final boolean isEligible, final boolean isExcused)
    {
        coverage.saw(isEligible ? Transition.STANDBY_JOINS : Transition.STANDBY_JOINS_UNVOUCHED);
        if (isEligible && !isExcused)
        {
            eligibility.mustVouch();
        }
    }
}
