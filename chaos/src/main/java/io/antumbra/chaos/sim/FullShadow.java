package io.antumbra.chaos.sim;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** A shadow that takes no record while its host's disk is full. */
final class FullShadow extends ForwardingShadow
{
    private final Host host;

    FullShadow(final Shadow delegate, final Host host)
    {
        super(delegate);
        this.host = host;
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return isFull() ? Outcome.BACK_PRESSURED : delegate.append(meta, payload, offset);
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return isFull() ? Outcome.BACK_PRESSURED : delegate.appendVerified(meta, payload, offset);
    }

    private boolean isFull()
    {
        return host.world.timeline.nowNs() < host.fullUntilNs;
    }
}
