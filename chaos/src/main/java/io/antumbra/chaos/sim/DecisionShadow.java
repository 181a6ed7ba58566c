package io.antumbra.chaos.sim;

/** Notes at the leader's shadow what it decides, before anybody can hear of it. */
final class DecisionShadow extends FullShadow
{
    private final long[] decided;

    DecisionShadow(final Host host)
    {
        super(host);
        decided = host.world.decided;
    }

    @Override
    public void promised(final int streamId, final long throughSequence)
    {
        decided[streamId] = Math.max(decided[streamId], throughSequence);
        super.promised(streamId, throughSequence);
    }
}
