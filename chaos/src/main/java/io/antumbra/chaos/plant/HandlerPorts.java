package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import org.agrona.DirectBuffer;

/** Delivery that goes wrong between the machine and the handler. */
final class HandlerPorts implements Ports
{
    private static final int EVERY = 100;

    private final Mistake mistake;

    HandlerPorts(final Mistake mistake)
    {
        this.mistake = mistake;
    }

    @Override
    public EntryHandler handler(final Seat seat, final EntryHandler handler)
    {
        return new Wrong(mistake, handler);
    }

    enum Mistake
    {
        TWICE, SKIP, FORGET, HIDE_GAP
    }

    private static final class Wrong implements EntryHandler
    {
        private final Mistake mistake;
        private final EntryHandler delegate;
        private int entries;

        Wrong(final Mistake mistake, final EntryHandler delegate)
        {
            this.mistake = mistake;
            this.delegate = delegate;
        }

        @Override
        public long onStart(final int streamId)
        {
            final long position = delegate.onStart(streamId);
            return mistake == Mistake.FORGET ? Math.max(0, position - 1) : position;
        }

        @Override
        public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
        {
            final boolean isDue = ++entries % EVERY == 0;
            if (!isDue || mistake != Mistake.SKIP)
            {
                delegate.onEntry(meta, buffer, offset, length);
            }
            if (isDue && mistake == Mistake.TWICE)
            {
                delegate.onEntry(meta, buffer, offset, length);
            }
        }

        @Override
        public void onUnprotectedGap(final int streamId, final long first, final long count)
        {
            if (mistake != Mistake.HIDE_GAP)
            {
                delegate.onUnprotectedGap(streamId, first, count);
            }
        }
    }
}
