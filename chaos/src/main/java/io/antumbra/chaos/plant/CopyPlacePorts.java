package io.antumbra.chaos.plant;

import java.util.function.BiFunction;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/** Standbys that put a copy from line B where it does not belong; what line A brings is put where it does. */
final class CopyPlacePorts implements Ports
{
    private final BiFunction<Arrival, Shadow, Shadow> mistake;
    private final Int2ObjectHashMap<Arrival> arrivals = new Int2ObjectHashMap<>();

    private CopyPlacePorts(final BiFunction<Arrival, Shadow, Shadow> mistake)
    {
        this.mistake = mistake;
    }

    /** What is missing before a copy is taken for held. */
    static Ports leavesGap()
    {
        return new CopyPlacePorts(GapShadow::new);
    }

    /** What is behind a copy is taken back first. */
    static Ports takesBack()
    {
        return new CopyPlacePorts(TakeBackShadow::new);
    }

    @Override
    public Inbox inbox(final Seat seat, final Inbox machine)
    {
        final Arrival arrival = new Arrival();
        arrivals.put(seat.replicaId(), arrival);
        return (line, sessionId, buffer, length, nowNs) ->
        {
            arrival.begin(line == Outbox.LINE_B && !seat.isPrimary(), buffer, length);
            try
            {
                machine.onFrame(line, sessionId, buffer, length, nowNs);
            }
            finally
            {
                arrival.isCopy = false;
            }
        };
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return mistake.apply(arrivals.get(seat.replicaId()), storage);
    }

    /** The copy that is being handed in. */
    private static final class Arrival
    {
        private final FrameCheck check = new FrameCheck();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final SubsetDecoder subset = new SubsetDecoder();
        private boolean isCopy;
        private int streamId;
        private long first;

        void begin(final boolean mayBeCopy, final DirectBuffer buffer, final int length)
        {
            isCopy = mayBeCopy && check.templateId(buffer, 0, length) == SubsetDecoder.TEMPLATE_ID;
            if (isCopy)
            {
                subset.wrapAndApplyHeader(buffer, 0, header);
                streamId = subset.streamId();
                first = subset.firstSequence();
            }
        }

        boolean isOf(final int ofStreamId)
        {
            return isCopy && streamId == ofStreamId;
        }
    }

    /** Ends where the last copy ended, until an epoch is adopted; the storage ends where it did. */
    private static final class GapShadow extends ForwardingShadow
    {
        private final Arrival arrival;
        private final long[] claimed;

        GapShadow(final Arrival arrival, final Shadow delegate)
        {
            super(delegate);
            this.arrival = arrival;
            claimed = new long[delegate.streamCount()];
        }

        @Override
        public long end(final int streamId)
        {
            final long end = Math.max(claimed[streamId], delegate.end(streamId));
            return arrival.isOf(streamId) ? Math.max(end, arrival.first - 1) : end;
        }

        @Override
        public long held(final int streamId)
        {
            return Math.max(claimed[streamId], delegate.held(streamId));
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            if (meta.sequence == delegate.end(meta.streamId) + 1)
            {
                return delegate.appendVerified(meta, payload, offset);
            }
            claimed[meta.streamId] = meta.sequence;
            return Outcome.OK;
        }

        @Override
        public long truncate(final int streamId, final long fromSequence, final long epoch)
        {
            claimed[streamId] = 0;
            return delegate.truncate(streamId, fromSequence, epoch);
        }
    }

    private static final class TakeBackShadow extends ForwardingShadow
    {
        private final Arrival arrival;

        TakeBackShadow(final Arrival arrival, final Shadow delegate)
        {
            super(delegate);
            this.arrival = arrival;
        }

        @Override
        public long end(final int streamId)
        {
            final long end = delegate.end(streamId);
            if (arrival.isOf(streamId) && arrival.first <= end && arrival.first >= delegate.oldestRetained(streamId))
            {
                arrival.isCopy = false;
                delegate.truncate(streamId, arrival.first, 0);
            }
            return delegate.end(streamId);
        }
    }
}
