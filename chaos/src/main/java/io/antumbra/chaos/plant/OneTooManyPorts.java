package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Shadow;

/** An off-by-one in what a standby says that it holds, as long as the primary has that much. */
final class OneTooManyPorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? storage : new OneTooManyShadow(seat, storage);
    }

    private static final class OneTooManyShadow extends ForwardingShadow
    {
        private final Seat seat;

        OneTooManyShadow(final Seat seat, final Shadow delegate)
        {
            super(delegate);
            this.seat = seat;
        }

        @Override
        public long held(final int streamId)
        {
            final long held = delegate.held(streamId);
            return Math.max(held, Math.min(held + 1, seat.primaryEnd(streamId)));
        }
    }
}
