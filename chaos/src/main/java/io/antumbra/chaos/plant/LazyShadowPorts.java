package io.antumbra.chaos.plant;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A shadow that answers at once and writes later: what is waiting is claimed, served, and lost with the process. */
final class LazyShadowPorts implements Ports
{
    private static final int CYCLES_BEHIND = 400;

    private final boolean isAtPrimary;

    LazyShadowPorts(final boolean isAtPrimary)
    {
        this.isAtPrimary = isAtPrimary;
    }

    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() == isAtPrimary ? new LazyShadow(storage) : storage;
    }

    private static final class LazyShadow extends ForwardingShadow
    {
        private final List<List<Waiting>> waiting = new ArrayList<>();
        private final RecordCodec codec;
        private int cycles;

        LazyShadow(final Shadow delegate)
        {
            super(delegate);
            codec = new RecordCodec(delegate.maxEntryLength());
            for (int streamId = 0; streamId < delegate.streamCount(); streamId++)
            {
                waiting.add(new ArrayList<>());
            }
        }

        @Override
        public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            meta.crc = codec.encode(meta, payload, offset);
            return hold(meta, payload, offset);
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            return codec.encode(meta, payload, offset) == meta.crc ? hold(meta, payload, offset) : Outcome.CORRUPT;
        }

        private int hold(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            final Waiting record = new Waiting();
            record.meta.copyFrom(meta);
            record.payload = new byte[meta.storedLength];
            if (meta.storedLength > 0)
            {
                payload.getBytes(offset, record.payload);
            }
            waiting.get(meta.streamId).add(record);
            return Outcome.OK;
        }

        private void flush()
        {
            for (final List<Waiting> records : waiting)
            {
                int written = 0;
                while (written < records.size() && write(records.get(written)))
                {
                    written++;
                }
                records.subList(0, written).clear();
            }
        }

        private boolean write(final Waiting record)
        {
            return delegate.append(record.meta, new UnsafeBuffer(record.payload), 0) == Outcome.OK;
        }

        @Override
        public boolean sync()
        {
            if (++cycles % CYCLES_BEHIND == 0)
            {
                flush();
            }
            return delegate.sync();
        }

        @Override
        public long end(final int streamId)
        {
            return delegate.end(streamId) + waiting.get(streamId).size();
        }

        @Override
        public long held(final int streamId)
        {
            return end(streamId);
        }

        @Override
        public int read(final int streamId, final long sequence, final EntryView view)
        {
            final long ahead = sequence - delegate.end(streamId) - 1;
            if (ahead < 0 || ahead >= waiting.get(streamId).size())
            {
                return delegate.read(streamId, sequence, view);
            }
            final Waiting record = waiting.get(streamId).get((int)ahead);
            view.meta().copyFrom(record.meta);
            view.payload().wrap(record.payload);
            return Outcome.OK;
        }

        @Override
        public long truncate(final int streamId, final long fromSequence, final long epoch)
        {
            flush();
            return delegate.truncate(streamId, fromSequence, epoch);
        }
    }

    private static final class Waiting
    {
        private final EntryMeta meta = new EntryMeta();
        private byte[] payload;
    }
}
