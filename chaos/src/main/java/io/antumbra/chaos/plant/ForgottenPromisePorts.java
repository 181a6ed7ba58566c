package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Shadow;

/** A standby that never writes down what it vouched for. */
final class ForgottenPromisePorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? storage : new ForgetfulShadow(storage);
    }

    private static final class ForgetfulShadow extends ForwardingShadow
    {
        ForgetfulShadow(final Shadow delegate)
        {
            super(delegate);
        }

        @Override
        public void promised(final int streamId, final long throughSequence)
        {
            // Said, not written.
        }
    }
}
