package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** The primary's shadow forgets its last record now and then, right before the next takes its place. */
final class ReusedSequencePorts implements Ports
{
    private static final int EVERY = 100;

    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? new ForgettingShadow(storage) : storage;
    }

    private static final class ForgettingShadow extends ForwardingShadow
    {
        private int appends;

        ForgettingShadow(final Shadow delegate)
        {
            super(delegate);
        }

        @Override
        public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            final int outcome = delegate.append(meta, payload, offset);
            if (++appends % EVERY == 0)
            {
                delegate.truncate(meta.streamId, meta.sequence, 0);
            }
            return outcome;
        }
    }
}
