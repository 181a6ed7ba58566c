package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** Shows to the judge which entry a standby writes at each sequence. */
final class WitnessShadow extends ForwardingShadow
{
    private final EligibilityJudge eligibility;

    WitnessShadow(final Shadow delegate, final EligibilityJudge eligibility)
    {
        super(delegate);
        this.eligibility = eligibility;
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, delegate.append(meta, payload, offset));
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, delegate.appendVerified(meta, payload, offset));
    }

    private int seen(final EntryMeta meta, final int outcome)
    {
        if (outcome == Outcome.OK)
        {
            eligibility.onWritten(meta.streamId, meta.sequence, meta.originEpoch);
        }
        return outcome;
    }
}
