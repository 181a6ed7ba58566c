package io.antumbra.chaos.sim;

import io.antumbra.core.Shadow;

/** Notes at the leader's shadow what it decides, before anybody can hear of it. */
final class DecisionShadow extends ForwardingShadow
{
    private final long[] decided;

    DecisionShadow(final Shadow delegate, final long[] decided)
    {
        super(delegate);
        this.decided = decided;
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        decided[streamId] = Math.max(decided[streamId], throughSequence);
        delegate.promised(streamId, throughSequence);
    }
}
