package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.core.Shadow;

/** Shows to the judge what a standby takes back, before it is gone. */
final class WitnessShadow extends ForwardingShadow
{
    private final EligibilityJudge eligibility;

    WitnessShadow(final Shadow delegate, final EligibilityJudge eligibility)
    {
        super(delegate);
        this.eligibility = eligibility;
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        eligibility.onTakenBack(streamId, fromSequence);
        return delegate.truncate(streamId, fromSequence, epoch);
    }
}
