package io.antumbra.chaos.plant;

import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.Shadow;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.SubsetDecoder;
import io.antumbra.wire.SubsetEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Standbys that take copies of an older epoch, from whatever session, for entries of the epoch that they follow. To
 * take them for what they are would be no fault for long: what line A brings at the same sequence is then in conflict.
 */
final class OldCopyPorts implements Ports
{
    private static final int MOST_KEPT = 16;

    private final boolean isKept;
    private final Int2ObjectHashMap<Door> doors = new Int2ObjectHashMap<>();

    private OldCopyPorts(final boolean isKept)
    {
        this.isKept = isKept;
    }

    /** Copies that line B brings after a newer epoch has begun. */
    static Ports takesLate()
    {
        return new OldCopyPorts(false);
    }

    /** The last copies of the session before, which wait for what is missing before them. */
    static Ports keepsEarly()
    {
        return new OldCopyPorts(true);
    }

    @Override
    public Leadership leadership()
    {
        return Leadership.ARBITRATED;
    }

    @Override
    public Inbox inbox(final Seat seat, final Inbox machine)
    {
        final Door door = new Door(machine, isKept);
        doors.put(seat.replicaId(), door);
        return (line, sessionId, buffer, length, nowNs) ->
        {
            if (seat.isPrimary() || !door.onFrame(line, sessionId, buffer, length, nowNs))
            {
                machine.onFrame(line, sessionId, buffer, length, nowNs);
            }
        };
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return new StampingShadow(doors.get(seat.replicaId()), storage);
    }

    /** What one start of a standby is handed in passes here first. */
    private static final class Door
    {
        private static final int EPOCH_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
            SubsetEncoder.epochEncodingOffset();

        private final Inbox machine;
        private final boolean isKept;
        private final Deque<byte[]> kept = new ArrayDeque<>();
        private final FrameCheck check = new FrameCheck();
        private final FrameSeal seal = new FrameSeal();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final SubsetDecoder subset = new SubsetDecoder();
        private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
        private final ExpandableArrayBuffer stamped = new ExpandableArrayBuffer();
        private int sessionId;
        private long epoch;
        private boolean isOld;

        Door(final Inbox machine, final boolean isKept)
        {
            this.machine = machine;
            this.isKept = isKept;
        }

        /** Returns true when the frame is handed in. */
        boolean onFrame(final int line, final int bySessionId, final DirectBuffer buffer, final int length,
            final long nowNs)
        {
            final int templateId = check.templateId(buffer, 0, length);
            if (line == Outbox.LINE_A)
            {
                final long told = epochOf(templateId, buffer);
                if (told < epoch || told == 0)
                {
                    return false;
                }
                machine.onFrame(line, bySessionId, buffer, length, nowNs);
                sessionId = bySessionId;
                final boolean isNew = told > epoch;
                epoch = told;
                if (isNew)
                {
                    kept.removeIf(copy -> epochOf(SubsetDecoder.TEMPLATE_ID, new UnsafeBuffer(copy)) >= told);
                    kept.forEach(copy -> handIn(new UnsafeBuffer(copy), copy.length, nowNs));
                    kept.clear();
                }
                return true;
            }
            if (templateId != SubsetDecoder.TEMPLATE_ID)
            {
                return false;
            }
            if (isKept)
            {
                keep(buffer, length);
                return false;
            }
            return epochOf(templateId, buffer) < epoch && handIn(buffer, length, nowNs);
        }

        private long epochOf(final int templateId, final DirectBuffer buffer)
        {
            if (templateId == SubsetDecoder.TEMPLATE_ID)
            {
                return subset.wrapAndApplyHeader(buffer, 0, header).epoch();
            }
            return templateId == HeartbeatDecoder.TEMPLATE_ID ?
                heartbeat.wrapAndApplyHeader(buffer, 0, header).epoch() : 0;
        }

        private void keep(final DirectBuffer buffer, final int length)
        {
            final byte[] copy = new byte[length];
            buffer.getBytes(0, copy);
            kept.add(copy);
            if (kept.size() > MOST_KEPT)
            {
                kept.poll();
            }
        }

        private boolean handIn(final DirectBuffer copy, final int length, final long nowNs)
        {
            stamped.putBytes(0, copy, 0, length);
            stamped.putLong(EPOCH_OFFSET, epoch, ByteOrder.LITTLE_ENDIAN);
            seal.seal(stamped, length - FrameSeal.LENGTH, SubsetDecoder.TEMPLATE_ID);
            isOld = true;
            try
            {
                machine.onFrame(Outbox.LINE_B, sessionId, stamped, length, nowNs);
            }
            finally
            {
                isOld = false;
            }
            return true;
        }
    }

    private static final class StampingShadow extends ForwardingShadow
    {
        private final Door door;
        private final RecordCodec codec;

        StampingShadow(final Door door, final Shadow delegate)
        {
            super(delegate);
            this.door = door;
            codec = new RecordCodec(delegate.maxEntryLength());
        }

        @Override
        public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
        {
            if (!door.isOld)
            {
                return delegate.appendVerified(meta, payload, offset);
            }
            if (codec.encode(meta, payload, offset) != meta.crc)
            {
                return Outcome.CORRUPT;
            }
            meta.originEpoch = door.epoch;
            return delegate.append(meta, payload, offset);
        }
    }
}
