package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/**
 * A standby that starts behind its primary claims to end where the primary ends. What it is sent from then on has no
 * place in the storage, which stays where it was.
 */
final class SkippingPorts implements Ports
{
    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? storage : new SkippingShadow(seat, storage);
    }

    private static final class SkippingShadow extends ForwardingShadow
    {
        private final long[] claimed;

        SkippingShadow(final Seat seat, final Shadow delegate)
        {
            super(delegate);
            claimed = new long[delegate.streamCount()];
            for (int streamId = 0; streamId < claimed.length; streamId++)
            {
                final long end = seat.primaryEnd(streamId);
                claimed[streamId] = end > delegate.end(streamId) ? end : 0;
            }
        }

        @Override
        public long end(final int streamId)
        {
            return Math.max(claimed[streamId], delegate.end(streamId));
        }

        @Override
        public long held(final int streamId)
        {
            return claimed[streamId] > 0 ? end(streamId) : delegate.held(streamId);
        }

        @Override
        public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            return take(meta) ? Outcome.OK : delegate.append(meta, payload, offset);
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            return take(meta) ? Outcome.OK : delegate.appendVerified(meta, payload, offset);
        }

        private boolean take(final EntryMeta meta)
        {
            if (meta.sequence == delegate.end(meta.streamId) + 1)
            {
                return false;
            }
            claimed[meta.streamId] = Math.max(claimed[meta.streamId], meta.sequence);
            return true;
        }

        @Override
        public long truncate(final int streamId, final long fromSequence, final long epoch)
        {
            claimed[streamId] = 0;
            return delegate.truncate(streamId, fromSequence, epoch);
        }
    }
}
