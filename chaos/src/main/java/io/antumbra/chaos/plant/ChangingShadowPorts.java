package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps a changed byte now and then, under a checksum that matches it: only the input itself can tell. */
final class ChangingShadowPorts implements Ports
{
    private static final int EVERY = 100;

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return new ChangingShadow(storage);
    }

    private static final class ChangingShadow extends ForwardingShadow
    {
        private int appends;

        ChangingShadow(final Shadow delegate)
        {
            super(delegate);
        }

        @Override
        public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            return isDue(meta) ? changed(meta, payload, offset) : delegate.append(meta, payload, offset);
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            return isDue(meta) ? changed(meta, payload, offset) : delegate.appendVerified(meta, payload, offset);
        }

        private boolean isDue(final EntryMeta meta)
        {
            return meta.storedLength > 0 && ++appends % EVERY == 0;
        }

        private int changed(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            final byte[] bytes = new byte[meta.storedLength];
            payload.getBytes(offset, bytes);
            bytes[bytes.length / 2] ^= 0x10;
            return delegate.append(meta, new UnsafeBuffer(bytes), 0);
        }
    }
}
