package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** Says that a record was written and has dropped it, and all behind it until the process ends. */
final class LossyShadowPorts implements Ports
{
    private static final int GOOD_ONES = 60;

    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? storage : new LossyShadow(storage);
    }

    private static final class LossyShadow extends ForwardingShadow
    {
        private final long[] lostThrough;
        private int appends;

        LossyShadow(final Shadow delegate)
        {
            super(delegate);
            lostThrough = new long[delegate.streamCount()];
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            if (++appends <= GOOD_ONES && lostThrough[meta.streamId] == 0)
            {
                return delegate.appendVerified(meta, payload, offset);
            }
            lostThrough[meta.streamId] = meta.sequence;
            return Outcome.OK;
        }

        @Override
        public long end(final int streamId)
        {
            return Math.max(lostThrough[streamId], delegate.end(streamId));
        }

        @Override
        public long held(final int streamId)
        {
            return Math.max(lostThrough[streamId], delegate.held(streamId));
        }

        @Override
        public long truncate(final int streamId, final long fromSequence, final long epoch)
        {
            lostThrough[streamId] = 0;
            return delegate.truncate(streamId, fromSequence, epoch);
        }
    }
}
