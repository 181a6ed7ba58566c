package io.antumbra.chaos.plant;

import java.nio.ByteOrder;

import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Outbox;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2LongHashMap;

/** A primary that counts as held whatever line B has taken, as soon as it hears from the standby in that epoch. */
final class SentIsHeldPorts implements Ports
{
    private final Int2ObjectHashMap<Book> books = new Int2ObjectHashMap<>();

    @Override
    public Inbox inbox(final Seat seat, final Inbox machine)
    {
        final Book book = new Book();
        books.put(seat.replicaId(), book);
        return (line, sessionId, buffer, length, nowNs) -> machine.onFrame(line, sessionId, book.raised(buffer, length),
            length, nowNs);
    }

    @Override
    public Outbox outbox(final Seat seat, final Outbox network)
    {
        final Book book = books.get(seat.replicaId());
        return (replicaId, line, buffer, offset, length) ->
        {
            final long result = network.offer(replicaId, line, buffer, offset, length);
            if (line == Outbox.LINE_B && result >= 0)
            {
                book.sent(replicaId, buffer, offset, length);
            }
            return result;
        };
    }

    /** What one primary has sent on line B in its last epoch. */
    private static final class Book
    {
        private static final int HELD_OFFSET = AcknowledgementDecoder.PositionsDecoder.heldSequenceEncodingOffset();

        private final FrameCheck check = new FrameCheck();
        private final FrameSeal seal = new FrameSeal();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final SubsetDecoder subset = new SubsetDecoder();
        private final AcknowledgementDecoder acknowledgement = new AcknowledgementDecoder();
        private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
        private final Long2LongHashMap sentThrough = new Long2LongHashMap(0);
        private long epoch;

        void sent(final int replicaId, final DirectBuffer buffer, final int offset, final int length)
        {
            if (check.templateId(buffer, offset, length) != SubsetDecoder.TEMPLATE_ID)
            {
                return;
            }
            subset.wrapAndApplyHeader(buffer, offset, header);
            if (subset.epoch() > epoch)
            {
                epoch = subset.epoch();
                sentThrough.clear();
            }
            final long key = key(replicaId, subset.streamId());
            final long last = subset.firstSequence() + subset.entries().count() - 1;
            sentThrough.put(key, Math.max(sentThrough.get(key), last));
        }

        private static long key(final int replicaId, final int streamId)
        {
            return (long)replicaId << Integer.SIZE | streamId;
        }

        DirectBuffer raised(final DirectBuffer buffer, final int length)
        {
            if (check.templateId(buffer, 0, length) != AcknowledgementDecoder.TEMPLATE_ID)
            {
                return buffer;
            }
            copy.putBytes(0, buffer, 0, length);
            acknowledgement.wrapAndApplyHeader(copy, 0, header);
            if (acknowledgement.epoch() != epoch)
            {
                return buffer;
            }
            final AcknowledgementDecoder.PositionsDecoder positions = acknowledgement.positions();
            while (positions.hasNext())
            {
                positions.next();
                final int index = acknowledgement.limit() - AcknowledgementDecoder.PositionsDecoder.sbeBlockLength() +
                    HELD_OFFSET;
                copy.putLong(index, Math.max(positions.heldSequence(), sentThrough.get(
                    key(acknowledgement.replicaId(), positions.streamId()))), ByteOrder.LITTLE_ENDIAN);
            }
            seal.seal(copy, length - FrameSeal.LENGTH, AcknowledgementDecoder.TEMPLATE_ID);
            return copy;
        }
    }
}
